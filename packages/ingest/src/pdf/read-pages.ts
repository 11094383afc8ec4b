import type { PDFDocumentProxy } from "pdfjs-dist";

import { type Drawings, NO_DRAWINGS } from "../layout/figures.ts";
import type { Rectangle } from "../layout/geometry.ts";
import type { Glyphs, HiddenText } from "../layout/glyph.ts";
import { toTurnedLine } from "../layout/lines.ts";
import { median } from "../layout/median.ts";
import { layOutPage } from "../layout/page-layout.ts";
import {
  type HeadCandidates,
  headCandidates,
  NEIGHBOURS,
  partRunningHeads,
} from "../layout/running-heads.ts";
import { measureCoverage, type TextCoverage } from "../layout/text-coverage.ts";
import { type Segment, toSegments } from "../layout/segments.ts";
import { readStatements } from "./annotations.ts";
import type { Statement } from "./statement.ts";
import { firstLine } from "./engine.ts";
import { estimateGlyphs } from "./estimated-glyphs.ts";
import { type PageGlyphs, readGlyphs } from "./glyphs.ts";
import type { PageFailedMessage, PageMessage } from "./messages.ts";
import { isWhite } from "./page-replay.ts";
import { readTaggedHeadings } from "./tagged-headings.ts";
import { judgeTextLayer, type TextLayer } from "./text-layer.ts";

interface ReadPage {
  readonly heads: HeadCandidates;
  readonly rules: readonly Rectangle[];
  readonly drawings: Drawings;
  readonly statements: readonly Statement[];
  readonly hiddenCharacters: number;
  readonly scanned: boolean;
  readonly textLayer: TextLayer;
  readonly coverage: TextCoverage;
  readonly estimated: boolean;
}

/** Pages after the first one that are read before it is given out: its running heads show in these. */
const FIRST_AHEAD = 5;
/** Pages. Each time, the next page's fonts are read anew: some 20 ms. */
const CLEAN_UP_EVERY = 100;

/**
 * Reads pages in order. A page is given out once enough pages after it are known to tell its running heads, so a
 * reader waits for a few pages and never for the document.
 */
export async function* readPages(
  document: PDFDocumentProxy,
  options: {
    readonly firstPage: number;
    readonly skip: readonly number[];
    readonly estimate: readonly number[];
    readonly onStart: (page: number) => void;
  },
): AsyncGenerator<PageMessage | PageFailedMessage> {
  const window: (ReadPage | PageFailedMessage)[] = [];
  // The pages before the first one tell its running heads, as if they had been read in one go.
  const start = Math.max(1, options.firstPage - NEIGHBOURS);
  let next = options.firstPage - start;
  const emit = (index: number): PageMessage | PageFailedMessage => {
    const page = window[index]!;
    if ("type" in page) return page;
    const around = window.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1);
    return layOut(
      page,
      around.flatMap((other) => ("type" in other ? [] : [other.heads])),
    );
  };
  const tagged = (await document.getMarkInfo().catch(() => null))?.Marked === true;
  for (let number = start; number <= document.numPages; number++) {
    window.push(
      options.skip.includes(number)
        ? skipped(number)
        : await readPage(document, number, {
            tagged,
            estimated: options.estimate.includes(number),
            onStart: options.onStart,
          }),
    );
    // Fonts, images and dictionaries of all pages read would stay in pdf.js's caches.
    if (number % CLEAN_UP_EVERY === 0) await document.cleanup();
    const page = number - (window.length - 1 - next);
    if (window.length - next > Math.min(NEIGHBOURS, FIRST_AHEAD + page - 1)) yield emit(next++);
    if (next > 2 * NEIGHBOURS) {
      window.splice(0, NEIGHBOURS);
      next -= NEIGHBOURS;
    }
    // pdf.js never leaves the microtask queue: without this, no timer and no message would get a turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  while (next < window.length) yield emit(next++);
}

function skipped(number: number): PageFailedMessage {
  return {
    type: "page-failed",
    number,
    width: 0,
    height: 0,
    code: "pdf.page-skipped",
    reason: "The page was not read.",
  };
}

async function readPage(
  document: PDFDocumentProxy,
  number: number,
  {
    tagged,
    estimated,
    onStart,
  }: {
    readonly tagged: boolean;
    readonly estimated: boolean;
    readonly onStart: (page: number) => void;
  },
): Promise<ReadPage | PageFailedMessage> {
  onStart(number);
  let width = 0;
  let height = 0;
  try {
    const page = await document.getPage(number);
    ({ width, height } = page.getViewport({ scale: 1 }));
    const content = estimated
      ? await estimateGlyphs(page)
      : await readGlyphs(page, tagged ? await readTaggedHeadings(page) : undefined);
    const { statements, hiddenCharacters } = await readStatements(
      page,
      content.glyphs.texts,
      content.annotations,
    );
    // Memory stays flat: pdf.js keeps every page's operators otherwise.
    page.cleanup();
    const seen = visible(content, number, width, height);
    return {
      ...seen,
      rules: content.rules,
      drawings: drawingsOf(content),
      statements,
      hiddenCharacters: seen.hiddenCharacters + hiddenCharacters,
      estimated,
    };
  } catch (thrown) {
    const reason = firstLine(thrown instanceof Error ? thrown.message : String(thrown));
    return {
      type: "page-failed",
      number,
      width,
      height,
      code: "pdf.page-damaged",
      reason: `The page is damaged: ${reason}`,
    };
  }
}

/** Share of a page's height, at its top and at its foot, where archives stamp their scans. */
const EDGE_BAND = 0.1;
const PLAIN = { bold: false, italic: false, monospace: false };
/** The type sizes of a scan's text layer differ from those of its picture by as much. */
const SCAN_SIZE_ERROR = 0.35;
/** Its widths are those of the picture: of this many characters, on the average, they tell the type better. */
const LONG_TEXT = 20;
const SCAN_WIDTH_ERROR = 0.15;

/** Leaves out what a reader of the page does not see, except the text layer of a scan, which is what he sees. */
function visible(
  content: PageGlyphs,
  number: number,
  width: number,
  height: number,
): Pick<ReadPage, "heads" | "hiddenCharacters" | "scanned" | "textLayer" | "coverage"> {
  const scanned = isScanWithText(content, width * height);
  const allowed = scanned ? "invisible" : undefined;
  const set = toSegments(content.glyphs, allowed);
  const segments = scanned ? withoutType(set) : set;
  return {
    heads: headCandidates({ number, width, height, segments }),
    hiddenCharacters: countHidden(content.glyphs, (why) => why !== allowed),
    scanned,
    textLayer: judgeTextLayer({
      text: segments.map((segment) => segment.text).join(" "),
      inner: segments.reduce(
        (sum, { y0, y1, text }) =>
          sum + (y0 > EDGE_BAND * height && y1 < (1 - EDGE_BAND) * height ? text.length : 0),
        0,
      ),
      drawings: content.images.length + content.fills.length + content.rules.length + content.curves.length,
      covered: areaOf(content.images) / (width * height),
    }),
    coverage: measureCoverage({ width, height }, segments, content),
  };
}

/** The fonts of a scan's text layer are not those that its picture shows, and its sizes vary from word to word. */
function withoutType(segments: readonly Segment[]): Segment[] {
  const size = median(segments.flatMap((one) => one.text.split(" ").map(() => one.size)));
  const width = median(segments.filter(isLong).map(characterWidth));
  const near = (value: number, other: number, error: number): boolean =>
    Math.abs(value - other) <= error * other;
  return segments.map((one) => {
    const isOfText =
      near(one.size, size, SCAN_SIZE_ERROR) ||
      (isLong(one) && near(characterWidth(one), width, SCAN_WIDTH_ERROR)) ||
      // A mark is as large as its ink: a semicolon a third of the letters beside it.
      (one.size < size && !/[\p{L}\p{N}]/u.test(one.text));
    return { ...one, ...PLAIN, size: isOfText ? size : one.size };
  });
}

function isLong({ text }: Segment): boolean {
  return text.length >= LONG_TEXT;
}

function characterWidth({ x0, x1, text }: Segment): number {
  return (x1 - x0) / text.length;
}

function isScanWithText(content: PageGlyphs, pageArea: number): boolean {
  const all = content.glyphs.styles.length;
  const invisible = countHidden(content.glyphs, (why) => why === "invisible");
  if (invisible < 0.5 * all || invisible === 0) return false;
  // Nobody hides a whole page: the picture is drawn in a way that leaves no trace here.
  if (invisible === all) return true;
  return areaOf(content.images) > 0.4 * pageArea;
}

function countHidden({ styles }: Glyphs, counts: (why: HiddenText) => boolean): number {
  let count = 0;
  for (const { hidden } of styles) if (hidden !== undefined && counts(hidden)) count++;
  return count;
}

function areaOf(boxes: readonly Rectangle[]): number {
  return boxes.reduce((sum, { x0, y0, x1, y1 }) => sum + Math.max(0, x1 - x0) * Math.max(0, y1 - y0), 0);
}

function drawingsOf({ images, curves, fills }: PageGlyphs): Drawings {
  return { images, curves, fills: fills.filter(({ color, upright }) => upright && !isWhite(color)) };
}

function layOut(page: ReadPage, neighbours: readonly HeadCandidates[]): PageMessage {
  const { number, width, height } = page.heads.page;
  const { headers, footers, body } = partRunningHeads(page.heads, neighbours);
  return {
    type: "page",
    number,
    width,
    height,
    headers: headers.map((row) => toTurnedLine(row)),
    footers: footers.map((row) => toTurnedLine(row)),
    blocks: layOutPage({
      width,
      height,
      segments: body,
      rules: page.rules,
      // A scan's picture is its text.
      drawings: page.scanned ? NO_DRAWINGS : page.drawings,
    }),
    images: page.drawings.images,
    statements: page.statements,
    hiddenCharacters: page.hiddenCharacters,
    scanned: page.scanned,
    textLayer: page.textLayer,
    coverage: page.coverage,
    boxes: page.estimated ? "estimated" : "exact",
  };
}
