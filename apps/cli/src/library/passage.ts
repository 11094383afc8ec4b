import { readFile } from "node:fs/promises";

import {
  type Box,
  documentIdOf,
  documentVersion,
  IngestError,
  LongdocError,
  UsageError,
} from "@longdoc/core";

import { commandName } from "../usage.ts";
import { recallAnswer } from "./last-answer.ts";
import { type LibraryPlace, openExisting } from "./open.ts";

/** A quoted place in a document. */
export interface Passage {
  readonly source: string;
  /** Of the document that it was read from. */
  readonly version: string;
  readonly quote: string;
  /** Page on which it begins, from 1. */
  readonly page: number;
  readonly boxes: readonly Box[];
}

/**
 * Finds what a citation names: the n-th citation of the library's last answer, or a sentence by its id.
 *
 * @throws UsageError `usage.citation`; LongdocError `library.no-answer`, `library.sentence-missing`
 */
export async function findPassage(citation: string, place: LibraryPlace): Promise<Passage> {
  if (/^\d+$/.test(citation)) return citationNumbered(Number(citation), place.library);
  if (documentIdOf(citation) !== undefined) return sentenceWithId(citation, place);
  throw new UsageError(
    "usage.citation",
    `"${citation}" is neither a sentence id nor the number of a citation.`,
    { input: citation, hint: "Sentence ids stand in the JSON of ask and search." },
  );
}

async function citationNumbered(number: number, library: string): Promise<Passage> {
  const answer = await recallAnswer(library);
  if (answer === undefined) {
    throw new LongdocError("library.no-answer", `There is no last answer in ${library}.`, {
      input: String(number),
      hint: `Ask something with ${commandName()} ask, or give a sentence id.`,
    });
  }
  const citation = answer.citations[number - 1];
  if (citation) return citation;
  throw new UsageError(
    "usage.citation",
    `There is no citation ${number}: the last answer has ${answer.citations.length}.`,
    { input: String(number) },
  );
}

async function sentenceWithId(id: string, place: LibraryPlace): Promise<Passage> {
  await using store = await openExisting(place);
  const found = await store.findSentence(id);
  const sentence = found?.chunk.sentences.find((each) => each.id === id);
  if (found && sentence) {
    const { source, version } = found.document;
    return { source, version, quote: sentence.text, page: sentence.page, boxes: sentence.boxes };
  }
  throw new LongdocError("library.sentence-missing", `There is no sentence ${id} in the library.`, {
    input: id,
    hint: "Its document was deleted, or has changed since.",
  });
}

/**
 * The bytes of the passage's file, if they are those that it was read from: on others, its boxes mean nothing.
 *
 * @throws IngestError `file.missing`, `file.changed`
 */
export async function readUnchanged({ source, version }: Passage): Promise<Uint8Array> {
  const bytes = await readFile(source).catch((cause: unknown) => {
    throw new IngestError("file.missing", `"${source}" cannot be read any more.`, {
      input: source,
      hint: "Put the file back to see its pages.",
      cause,
    });
  });
  if (documentVersion(bytes) === version) return bytes;
  throw new IngestError("file.changed", `"${source}" has changed since the sentence was read from it.`, {
    input: source,
    hint: `Run ${commandName()} ingest on it, and ask again.`,
  });
}
