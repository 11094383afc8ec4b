import { type Block, documentId } from "@longdoc/core";

import { type BlocksPart, type EndPart, withLevels } from "../document-parts.ts";
import { detectLanguage } from "../language/detect.ts";
import { createLedger } from "../ledger/ledger.ts";
import type { RecognizedWord } from "../ocr/recognition.ts";
import type { OpenedMessage, PageFailedMessage, PageMessage } from "../pdf/messages.ts";
import { type ClassifiedPart, createClassifier, headingLevels, type HeadingStyle } from "./classify.ts";
import { draftBlock } from "./draft-block.ts";
import { continueTable } from "./continue-table.ts";
import { createParagraphJoiner, standsBetween } from "./join-paragraphs.ts";
import { documentQuality, pageQuality, type ReadPage, summarizePage } from "./quality.ts";
import { titleOf } from "./title.ts";

/**
 * UTF-16 units of lines by which a document's body type and its language are told: the first ten pages of a report.
 * Longer documents are assembled while they are read, and their pages' glyphs are not kept.
 */
const SAMPLE_CHARACTERS = 40_000;
/** The same, of pages with little text. */
const SAMPLE_PAGES = 64;
const LANGUAGE_SAMPLE_CHARACTERS = 20_000;
/** Pages whose headings may name the document. */
const TITLE_PAGES = 2;
/** Parts that a later part may need to look back at. */
const PARTS_KEPT = 8;

export interface AssembleInput {
  readonly source: string;
  readonly mediaType: string;
  readonly opened: OpenedMessage;
}

/** Makes a document's blocks of pages as they are read: kinds, paragraphs over page ends, sentences, identities. */
export interface Assembly {
  /** Takes the next page, and gives what became certain with it. */
  add(page: PageMessage | PageFailedMessage): Promise<BlocksPart>;
  /** Ends the document. Nothing may be added afterwards. */
  finish(): Promise<readonly [BlocksPart, EndPart]>;
}

export function openAssembly({ source, mediaType, opened }: AssembleInput): Assembly {
  const { version } = opened;
  const id = documentId(source);
  const ledger = createLedger({ documentId: id, version });
  const joiner = createParagraphJoiner();
  const pages: ReadPage[] = [];
  let blocks: Block[] = [];
  /** Of the first pages. */
  const titleBlocks: Block[] = [];
  /** By the id of its first sentence. */
  const headings = new Map<string, HeadingStyle>();
  /** UTF-16 units of each page's sentences. */
  const characters = new Map<number, number>();
  const before: ClassifiedPart[] = [];
  let table: TablePart | undefined;
  /** Parts of text since `table` ended. */
  let between = 0;
  const recognized = new Map<number, readonly RecognizedWord[]>();
  let waiting: PageMessage[] = [];
  /** Of those. */
  let waitingCharacters = 0;
  let classify: ReturnType<typeof createClassifier> | undefined;
  let language = "und";

  async function begin(): Promise<void> {
    classify = createClassifier(opened, waiting);
    language = await detectLanguage(sampleOf(waiting.flatMap(classify)));
    for (const page of waiting) enter(joiner.join(classify(page)));
    waiting = [];
  }

  function enter(parts: readonly ClassifiedPart[]): void {
    for (const read of parts) {
      const part = afterTable(table, between, read);
      if (part.type === "table") [table, between] = [part, 0];
      else if (!standsBetween(part)) between++;
      const block = ledger.add(draftBlock(part, { before, language, recognized }));
      before.push(part);
      if (before.length > PARTS_KEPT) before.shift();
      if (block.sentences.length === 0 && block.kind !== "figure") continue;
      for (const { page, text } of block.sentences) {
        characters.set(page, (characters.get(page) ?? 0) + text.length);
      }
      if (part.heading) headings.set(block.sentences[0]!.id, part.heading);
      if (block.page <= TITLE_PAGES) titleBlocks.push(block);
      blocks.push(block);
    }
  }

  function takeBlocks(): BlocksPart {
    const taken: BlocksPart = { type: "blocks", blocks, text: ledger.takeText() };
    blocks = [];
    return taken;
  }

  return {
    async add(page) {
      pages.push(summarizePage(page));
      if (page.type === "page") {
        if (page.recognition?.type === "read") recognized.set(page.number, page.recognition.words);
        if (classify) {
          enter(joiner.join(classify(page)));
        } else {
          waiting.push(page);
          waitingCharacters += charactersOf(page);
          if (waiting.length >= SAMPLE_PAGES || waitingCharacters >= SAMPLE_CHARACTERS) await begin();
        }
      }
      return takeBlocks();
    },
    async finish() {
      if (!classify) await begin();
      enter(joiner.end());
      const levels = headingLevels([...headings.values()]);
      const levelOf = new Map([...headings.keys()].map((heading, index) => [heading, levels[index]!]));
      const described = pageQuality(pages, characters, opened);
      const document = {
        id,
        version,
        title: titleOf(opened, withLevels(titleBlocks, levelOf), source),
        source,
        mediaType,
        language,
        pages: described,
        quality: documentQuality(described, pages, opened),
      };
      return [takeBlocks(), { type: "end", document, headingLevels: levelOf }];
    },
  };
}

type TablePart = ClassifiedPart & { readonly type: "table" };

/** Parts of text that may interrupt a table: the long labels of a balance sheet. */
const MAX_INTERRUPTIONS = 6;

/** A part, as the continuation of a table that ended the page before, or of one that text interrupts, where it is one. */
function afterTable(table: TablePart | undefined, between: number, part: ClassifiedPart): ClassifiedPart {
  if (!table || part.type !== "table") return part;
  const pages = part.place.page - table.place.page;
  const where = pages === 1 && between === 0 ? "next page" : pages === 0 ? "same page" : undefined;
  if (!where || between > MAX_INTERRUPTIONS) return part;
  const continued = continueTable(table.table, part.table, where);
  return continued ? { ...part, table: continued } : part;
}

/** UTF-16 units of a page's lines, tables left out. */
function charactersOf({ blocks }: PageMessage): number {
  const lines = blocks.flatMap((block) => (block.type === "lines" ? block.lines : []));
  return lines.reduce((sum, { text }) => sum + text.length, 0);
}

function sampleOf(parts: readonly ClassifiedPart[]): string {
  const texts: string[] = [];
  let length = 0;
  for (const part of parts) {
    if (part.type !== "text" || part.kind !== "paragraph") continue;
    for (const { line } of part.lines) {
      texts.push(line.text);
      length += line.text.length;
    }
    if (length > LANGUAGE_SAMPLE_CHARACTERS) break;
  }
  if (length > 0) return texts.join(" ");
  return parts
    .flatMap((part) => (part.type === "text" ? part.lines.map(({ line }) => line.text) : []))
    .join(" ");
}
