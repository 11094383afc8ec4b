import { basename, extname } from "node:path";

import {
  type Block,
  type Box,
  type Document,
  documentId,
  type DocumentQuality,
  type Failure,
  type Origin,
  type Page,
} from "@longdoc/core";

import { unitIn } from "../layout/tables/find-tables.ts";
import { detectLanguage } from "../language/detect.ts";
import { createLedger, type DraftBlock, type DraftSentence } from "../ledger/ledger.ts";
import type { OpenedMessage, PageFailedMessage, PageMessage } from "../pdf/messages.ts";
import { recognizedOrigin } from "../ocr/origin.ts";
import type { RecognizedWord } from "../ocr/recognition.ts";
import { recognitionWarnings } from "../ocr/warnings.ts";
import { splitSentences } from "../sentences/split.ts";
import { classify } from "./classify.ts";
import { boundingBox, boxesOf, joinLines } from "./join-lines.ts";
import { joinParagraphs } from "./join-paragraphs.ts";
import type { Part } from "./parts.ts";
import { rowSentences, toMarkdown } from "./table-sentences.ts";

/** A scan's own text layer does not say how sure its reader was. */
const SCAN_TEXT_CONFIDENCE = 0.9;
/** Text above a table that may say what its figures are counted in: this many blocks. */
const UNIT_BLOCKS = 3;
const LANGUAGE_SAMPLE_CHARACTERS = 20_000;

export interface AssembleInput {
  readonly source: string;
  readonly version: string;
  readonly mediaType: string;
  readonly opened: OpenedMessage;
  readonly pages: readonly (PageMessage | PageFailedMessage)[];
}

/** Makes the Document of pages that were read: kinds, paragraphs over page ends, sentences, identities. */
export async function assemble(input: AssembleInput): Promise<Document> {
  const { source, version, mediaType, opened } = input;
  const read = input.pages.filter((page) => page.type === "page");
  const parts = joinParagraphs(classify(opened, read));
  const language = await detectLanguage(sampleOf(parts));
  const id = documentId(source);
  const ledger = createLedger({ documentId: id, version });
  const blocks: Block[] = [];
  const recognized = recognizedWords(read);
  const originOf = (part: Part, boxes: readonly Box[]): Origin =>
    recognizedOrigin(boxes, recognized) ??
    (part.scanned ? { type: "ocr", confidence: SCAN_TEXT_CONFIDENCE } : { type: "text" });
  parts.forEach((part, index) => {
    const block = ledger.add(
      part.type === "table" ? tableBlock(part, parts, index, originOf) : textBlock(part, language, originOf),
    );
    if (block.sentences.length > 0) blocks.push(block);
  });
  const pages = describePages(input, blocks);
  return {
    id,
    version,
    title: titleOf(opened, blocks, source),
    source,
    mediaType,
    language,
    text: ledger.text(),
    pages,
    blocks,
    quality: describeQuality(pages, read, opened),
  };
}

function sampleOf(parts: readonly Part[]): string {
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

type OriginOf = (part: Part, boxes: readonly Box[]) => Origin;

function recognizedWords(pages: readonly PageMessage[]): ReadonlyMap<number, readonly RecognizedWord[]> {
  return new Map(
    pages.flatMap(({ number, recognition }) =>
      recognition?.type === "read" ? [[number, recognition.words] as const] : [],
    ),
  );
}

function textBlock(part: Part & { type: "text" }, language: string, originOf: OriginOf): DraftBlock {
  const joined = joinLines(part.lines, part.kind === "code" ? "\n" : undefined);
  // A title is one statement, whatever stops it holds: "Item 1A. Risk Factors".
  const whole =
    part.kind === "heading" || part.kind === "title" || part.kind === "header" || part.kind === "footer";
  const spans =
    part.kind === "code"
      ? joined.starts.map((start, index) => ({ start, end: start + part.lines[index]!.line.text.length }))
      : whole
        ? [{ start: 0, end: joined.text.length }]
        : splitSentences(joined.text, language);
  const sentences = spans.flatMap(({ start, end }): DraftSentence[] => {
    const boxes = boxesOf(joined, start, end);
    return boxes.length > 0
      ? [
          {
            text: joined.text.slice(start, end),
            page: boxes[0]!.page,
            boxes,
            origin: originOf(part, boxes),
          },
        ]
      : [];
  });
  const boxes = sentences.flatMap((sentence) => sentence.boxes);
  const page = part.lines[0]!.page;
  return {
    kind: part.kind,
    ...(part.level === undefined ? {} : { level: part.level }),
    page,
    box: boxes.length > 0 ? boundingBox(boxes) : { page, x: 0, y: 0, width: 0, height: 0 },
    sentences,
  };
}

function tableBlock(
  part: Part & { type: "table" },
  parts: readonly Part[],
  index: number,
  originOf: OriginOf,
): DraftBlock {
  const unit = part.table.unit ?? unitAbove(parts, index);
  const sentences = rowSentences(part.table, part.place, unit).map((row) => ({
    ...row,
    origin: originOf(part, row.boxes),
  }));
  return {
    kind: "table",
    page: part.place.page,
    box: boundingBox(sentences.flatMap((sentence) => sentence.boxes)),
    sentences,
    markdown: toMarkdown(part.table),
  };
}

/** The unit that a line above the table states, where the table itself does not. */
function unitAbove(parts: readonly Part[], index: number): string | undefined {
  let seen = 0;
  for (let above = index - 1; above >= 0 && seen < UNIT_BLOCKS; above--) {
    const part = parts[above]!;
    if (part.type === "table" || part.lines.length > 3) return undefined;
    if (part.kind === "header" || part.kind === "footer") continue;
    seen++;
    const unit = unitIn(part.lines.map(({ line }) => line.text).join(" "));
    if (unit) return unit;
  }
  return undefined;
}

function describePages(input: AssembleInput, blocks: readonly Block[]): Page[] {
  const characters = new Map<number, number>();
  for (const sentence of blocks.flatMap((block) => block.sentences)) {
    characters.set(sentence.page, (characters.get(sentence.page) ?? 0) + sentence.text.length);
  }
  return input.pages.map((page): Page => {
    const label = input.opened.labels?.[page.number - 1];
    const common = {
      number: page.number,
      ...(label && label !== String(page.number) ? { label } : {}),
      width: page.width,
      height: page.height,
    };
    if (page.type === "page-failed") {
      return { ...common, quality: { characters: 0, failure: { code: page.code, reason: page.reason } } };
    }
    const count = characters.get(page.number) ?? 0;
    const failure = count === 0 ? whyNoText(page) : undefined;
    if (failure) return { ...common, quality: { characters: 0, failure } };
    const boxes = page.recognition?.type === "read" ? "estimated" : "exact";
    return { ...common, quality: { characters: count, boxes } };
  });
}

/** What keeps a page without text from having been read; `undefined` where it shows none. */
function whyNoText(page: PageMessage): Failure | undefined {
  const { recognition } = page;
  if (recognition?.type === "failed") return { code: recognition.code, reason: recognition.reason };
  if (recognition || !showsImage(page)) return undefined;
  return { code: "pdf.no-text", reason: "The page is a picture without a text layer." };
}

/** A page without text that an image covers in good part holds something that was not read. */
function showsImage(page: PageMessage): boolean {
  const area = page.images.reduce(
    (sum, { x0, y0, x1, y1 }) => sum + Math.max(0, x1 - x0) * Math.max(0, y1 - y0),
    0,
  );
  return area > 0.2 * page.width * page.height;
}

function describeQuality(
  pages: readonly Page[],
  read: readonly PageMessage[],
  opened: OpenedMessage,
): DocumentQuality {
  const failedPages = pages.flatMap(({ number, quality: { failure } }) =>
    failure ? [{ page: number, ...failure }] : [],
  );
  const warnings: string[] = [];
  const hidden = read.filter((page) => page.hiddenCharacters > 0).map((page) => page.number);
  if (hidden.length > 0) {
    warnings.push(`Hidden text (invisible, white or tiny) was left out on ${pageList(hidden)}.`);
  }
  if (opened.attachments.length > 0) {
    warnings.push(`The file has attachments that were not read: ${opened.attachments.join(", ")}.`);
  }
  warnings.push(...recognitionWarnings(read));
  return { pagesRead: pages.length - failedPages.length, failedPages, warnings };
}

function pageList(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(", ");
  return `${numbers.length === 1 ? "page" : "pages"} ${shown}${numbers.length > 10 ? ` and ${numbers.length - 10} more` : ""}`;
}

const PLACEHOLDER_TITLE =
  /^(?:untitled|document\d*|slide \d+|microsoft|powerpoint)|\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|html?|rtf|ps|eps|ai)$/i;

/** The file's own title where it is one, else the largest heading of its first pages, else the file's name. */
function titleOf(opened: OpenedMessage, blocks: readonly Block[], source: string): string {
  const own = opened.title?.trim() ?? "";
  const name = basename(source, extname(source));
  if (own.length >= 4 && !PLACEHOLDER_TITLE.test(own) && /\p{L}{3}/u.test(own)) return own;
  const headings = blocks.filter((block) => block.page <= 2 && block.kind === "heading");
  const best = headings.toSorted(
    (a, b) => a.level! - b.level! || a.page - b.page || b.box.height - a.box.height,
  )[0];
  const text = best?.sentences.map((sentence) => sentence.text).join(" ") ?? "";
  return text.length >= 4 && text.length <= 200 ? text : name;
}
