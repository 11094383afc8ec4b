import { startsCaption } from "../layout/captions.ts";
import { isFormula } from "../layout/formulas.ts";
import { isContentsEntry } from "../layout/contents-entry.ts";
import type { Line, TurnedLine } from "../layout/lines.ts";
import type { LaidBlock } from "../layout/page-layout.ts";
import { isEnumerated } from "../layout/paragraphs.ts";
import type { OpenedMessage, PageMessage, PdfOutlineEntry } from "../pdf/messages.ts";
import type { PlacedLine } from "./join-lines.ts";
import type { Part } from "./parts.ts";

/** Type this much larger than the body's is a heading's. */
const HEADING_RATIO = 1.12;
const NOTE_RATIO = 0.89;
/** Type that this share of all characters is set in is text. */
const BODY_SHARE = 0.2;
const MAX_HEADING_CHARACTERS = 200;
/** A longer numbered text in bold is an item of a list. */
const MAX_ENUMERATED_HEADING = 80;
const MAX_HEADING_LINES = 4;
const MAX_CAPTION_CHARACTERS = 500;

/** Begins in lower case and goes on, or ends in the middle of a word. */
const MIDDLE_OF_SENTENCE = /^\p{Ll}.{40}|\p{L}[-\u2010]$/u;
const NUMBERED =
  /^(?:(?:chapter|section|part|item|note|appendix|article|schedule)\s+)?(\d+(?:\.\d+){0,5}|[A-Z]\.\d+(?:\.\d+)*)[.):]?\s+\p{Lu}/u;
const NAMED = /^(?:chapter|part|item|appendix|schedule|note|annex)\s+[\dIVXA-Z]+[A-C]?\b/iu;
/** Nothing but an address of the web or of e-mail. */
const ADDRESS = /^(?:(?:https?:\/\/|www\.)\S+|\S+@\S+\.\w+)$/i;
/** What a section of a manual is about: `getopt(3)`. */
const FUNCTION_NAME = /^[\p{L}\d][\w .:()-]*$/u;
const NOTE_MARK = /^(?:[*†‡§]+|\(?\d{1,2}\)?|\([a-z]\)|[a-z]\))\s*\S/;

interface Style {
  /** Body type size in points: that of most characters. */
  readonly size: number;
  /** The largest size that running text is set in: references may be smaller and longer than the text itself. */
  readonly largest: number;
  /** The body itself is set in bold: weight tells nothing. */
  readonly bold: boolean;
  /** The same, of the letters of code: it is written on a typewriter. */
  readonly monospace: boolean;
}

/** A part, and how its heading is set: levels are ranks over the whole document, known at its end. */
export type ClassifiedPart = Part & { readonly heading?: HeadingStyle };

export interface HeadingStyle {
  /** Points. */
  readonly size: number;
  readonly bold: boolean;
  /** Of the title's number: 2 for `3.1 Results`. */
  readonly depth?: number;
  readonly outlineLevel?: number;
  /** As the file tags it. */
  readonly taggedLevel?: number;
}

/** Tells what each block of a page is, by the style of the pages in `sample`, which stand for the document. */
export function createClassifier(
  opened: OpenedMessage,
  sample: readonly PageMessage[],
): (page: PageMessage) => ClassifiedPart[] {
  const body = bodyStyle(sample);
  const outline = outlineByPage(opened.outline);
  return (page) => pageParts(page, body, outline);
}

/** The size, and the weight, that most characters are set in. */
function bodyStyle(pages: readonly PageMessage[]): Style {
  const sizes = new Map<number, number>();
  let bold = 0;
  let monospace = 0;
  let all = 0;
  for (const block of pages.flatMap((page) => page.blocks)) {
    if (block.type !== "lines") continue;
    for (const line of block.lines) {
      const size = Math.round(line.size * 5) / 5;
      sizes.set(size, (sizes.get(size) ?? 0) + line.text.length);
      all += line.text.length;
      if (line.bold) bold += line.text.length;
      if (line.monospace) monospace += line.text.length;
    }
  }
  let size = 10;
  let most = 0;
  for (const [candidate, count] of sizes) if (count > most) [size, most] = [candidate, count];
  const common = [...sizes].filter(([, count]) => count >= BODY_SHARE * all).map(([candidate]) => candidate);
  return {
    size,
    largest: Math.max(size, ...common),
    bold: bold > 0.5 * all,
    monospace: monospace > 0.7 * all,
  };
}

function pageParts(
  page: PageMessage,
  body: Style,
  outline: ReadonlyMap<number, PdfOutlineEntry[]>,
): ClassifiedPart[] {
  const place = { page: page.number, angle: 0 as const, width: page.width, height: page.height };
  const running = (lines: readonly TurnedLine[], kind: "header" | "footer"): ClassifiedPart[] =>
    lines.map((line) => {
      const placed = { line, ...place, angle: line.angle };
      return { type: "text", kind, lines: [placed], scanned: page.scanned };
    });
  return [
    ...running(page.headers, "header"),
    ...withTableNotes(
      page.blocks.map((block, index) =>
        blockPart(block, page.blocks[index + 1], page, body, outline.get(page.number) ?? []),
      ),
      body,
    ),
    ...page.statements.map((statement) => ({ type: "statement" as const, statement, place })),
    ...running(page.footers, "footer"),
  ];
}

/** What a table's note begins with: the mark that stands in the table. */
const TABLE_NOTE = /^(?:[*†‡§]{1,3}|\(\d{1,2}\)|\([a-z]\)|\d{1,2}\)|[a-z]\))\s?[\p{Lu}\d]/u;

/** Marked texts right below a table are its notes, whatever the size of their type. */
function withTableNotes(parts: readonly ClassifiedPart[], body: Style): ClassifiedPart[] {
  let below = false;
  return parts.map((part) => {
    if (part.type === "table") below = true;
    else if (part.type !== "text" || part.kind === "heading") below = false;
    else {
      const first = part.lines[0]!.line;
      below &&= TABLE_NOTE.test(first.text) && first.size <= 1.02 * body.size;
      if (below && ["paragraph", "list-item"].includes(part.kind)) return { ...part, kind: "note" };
    }
    return part;
  });
}

function blockPart(
  block: LaidBlock,
  next: LaidBlock | undefined,
  page: PageMessage,
  body: Style,
  outline: readonly PdfOutlineEntry[],
): ClassifiedPart {
  const place = { page: page.number, angle: block.angle, width: page.width, height: page.height };
  const { scanned } = page;
  if (block.type === "table") return { type: "table", table: block, place, scanned };
  if (block.type === "figure") return { type: "figure", figure: block, place, scanned };
  const lines: PlacedLine[] = block.lines.map((line) => ({ line, ...place }));
  const text = block.lines.map((line) => line.text).join(" ");
  const first = block.lines[0]!;
  const entry = outlineEntry(text, outline);
  const taggedLevel = text.length <= MAX_HEADING_CHARACTERS ? first.headingLevel : undefined;
  const isHead =
    isHeading(block.lines, text, body, block.listItem) ||
    (next?.type === "lines" && isHeadInItalics(block.lines, next.lines, body));
  if (entry || taggedLevel !== undefined || isHead) {
    const depth = NUMBERED.exec(text)?.[1]?.split(".").length;
    const style = {
      size: scanned ? roundScanned(first.size) : Math.round(first.size * 2) / 2,
      bold: first.bold,
      ...(depth === undefined ? {} : { depth }),
      ...(entry === undefined ? {} : { outlineLevel: entry.level }),
      ...(taggedLevel === undefined ? {} : { taggedLevel }),
    };
    return { type: "text", kind: "heading", lines, scanned, heading: style };
  }
  return { type: "text", kind: plainKind(block.lines, text, body, block.listItem, page), lines, scanned };
}

/** Sizes of type that are read off a scan differ by this share where they are the same. */
const SCAN_ERROR = 0.15;

function roundScanned(size: number): number {
  const step = Math.log(1 + SCAN_ERROR);
  return Math.exp(Math.round(Math.log(size) / step) * step);
}

function plainKind(
  lines: readonly Line[],
  text: string,
  body: Style,
  listItem: boolean,
  page: PageMessage,
): "paragraph" | "list-item" | "caption" | "note" | "code" | "formula" {
  const first = lines[0]!;
  if (isCode(lines, body) && !ADDRESS.test(text)) return "code";
  if (startsCaption(text) && text.length <= MAX_CAPTION_CHARACTERS) return "caption";
  const small = first.size <= NOTE_RATIO * body.size;
  if (small && first.y0 > 0.45 * page.height && NOTE_MARK.test(text)) return "note";
  if (listItem) return "list-item";
  return isFormula(text) ? "formula" : "paragraph";
}

function isCode(lines: readonly Line[], body: Style): boolean {
  return !body.monospace && lines.every((line) => line.monospace);
}

function isHeading(lines: readonly Line[], text: string, body: Style, listItem: boolean): boolean {
  if (lines.length > MAX_HEADING_LINES || text.length > MAX_HEADING_CHARACTERS) return false;
  if (!/\p{L}{2}/u.test(text) || startsCaption(text) || MIDDLE_OF_SENTENCE.test(text)) return false;
  if (isFormula(text) || isContentsEntry(text)) return false;
  if (isCode(lines, body) && !(lines.length === 1 && FUNCTION_NAME.test(text))) return false;
  const first = lines[0]!;
  const larger = first.size >= HEADING_RATIO * body.largest;
  const bold = !body.bold && lines.every((line) => line.bold) && first.size >= 0.95 * body.size;
  const named = NAMED.test(text) || NUMBERED.test(text);
  const capitals =
    text.length >= 4 &&
    text === text.toUpperCase() &&
    /\p{Lu}{3}/u.test(text) &&
    first.size >= 0.95 * body.size;
  if (listItem && !named && !(bold && isEnumerated(text) && text.length <= MAX_ENUMERATED_HEADING))
    return false;
  // A sentence that happens to be bold or large is a statement, not a title.
  if (
    /[.;,:]$/.test(text) &&
    !(NAMED.test(text) && text.length < 100) &&
    !(bold && text.length < 80 && /[.:]$/.test(text))
  )
    return false;
  return larger || bold || (capitals && lines.length <= 2);
}

/** UTF-16 units: longer, it is a sentence; a shorter text below is another line of a title, or a name. */
const MAX_HEAD_IN_ITALICS = 80;
const MIN_HEADED = 120;

/** Whether a line in italics stands alone above a text in plain type, and begins where that does. */
function isHeadInItalics(lines: readonly Line[], below: readonly Line[], body: Style): boolean {
  const [line] = lines;
  const [first] = below;
  return (
    lines.length === 1 &&
    line!.italic &&
    line!.text.length <= MAX_HEAD_IN_ITALICS &&
    /^\p{Lu}.*\p{L}{2}[^.;,:]*$/u.test(line!.text) &&
    !startsCaption(line!.text) &&
    line!.size >= 0.95 * body.size &&
    below.every(({ italic, bold }) => !italic && !bold) &&
    below.reduce((sum, { text }) => sum + text.length, 0) >= MIN_HEADED &&
    first!.baseline > line!.baseline &&
    Math.abs(first!.x0 - line!.x0) < 2 * line!.size
  );
}

function outlineByPage(outline: readonly PdfOutlineEntry[]): Map<number, PdfOutlineEntry[]> {
  const byPage = new Map<number, PdfOutlineEntry[]>();
  for (const entry of outline) {
    if (entry.page === undefined) continue;
    const entries = byPage.get(entry.page);
    if (entries) entries.push(entry);
    else byPage.set(entry.page, [entry]);
  }
  return byPage;
}

function outlineEntry(text: string, entries: readonly PdfOutlineEntry[]): PdfOutlineEntry | undefined {
  if (text.length > MAX_HEADING_CHARACTERS) return undefined;
  const key = comparable(text);
  return key.length >= 3 ? entries.find((entry) => comparable(entry.title) === key) : undefined;
}

/** Letters and digits only, without a leading number: `2.1 Results` and `Results` are the same title. */
function comparable(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[\d.]+\s+/, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Ranks headings: by the outline, else by their tag, else by their number, else by the size and weight of their type. From 1 to 6. */
export function headingLevels(styles: readonly HeadingStyle[]): number[] {
  const key = (style: HeadingStyle): number => style.size * 2 + (style.bold ? 1 : 0);
  const ranks = [...new Set(styles.map((style) => key(style)))].sort((a, b) => b - a);
  return styles.map((style) => {
    const byStyle = Math.min(6, ranks.indexOf(key(style)) + 1);
    return Math.min(6, style.outlineLevel ?? style.taggedLevel ?? Math.max(style.depth ?? 0, byStyle));
  });
}
