import type { Chunk, DocumentSummary } from "@longdoc/core";

import { analyze } from "../analyze/analyze.ts";

/**
 * The terms that a chunk is found by: its sentences; the titles of its sections; the document's title and file name,
 * once, so that a question which names a company and a year finds the right report among many; and the chunk's
 * context, which helps to find it and is never cited.
 */
export function chunkTerms(
  chunk: Chunk,
  document: Pick<DocumentSummary, "title" | "source" | "language">,
): string[] {
  const texts = [
    documentName(document),
    ...headingsNotIn(chunk),
    ...chunk.sentences.map((sentence) => sentence.text),
  ];
  if (chunk.context) texts.push(chunk.context);
  return analyze(texts.join("\n\n"), document.language);
}

/** A document's title and its file's name, in words. */
export function documentName({ title, source }: Pick<DocumentSummary, "title" | "source">): string {
  const file = source.split(/[\\/]/).at(-1) ?? "";
  const name = file
    .replace(/\.[^.]{1,8}$/, "")
    .replace(/[_-]+/g, " ")
    .replace(/(\p{L})(\d)/gu, "$1 $2");
  return `${title} ${name}`;
}

/** A chunk that opens with its heading holds it already. */
function headingsNotIn(chunk: Chunk): string[] {
  const own = new Set(chunk.sentences.slice(0, 4).map((sentence) => sentence.text));
  return chunk.headingPath.filter((heading) => !own.has(heading));
}
