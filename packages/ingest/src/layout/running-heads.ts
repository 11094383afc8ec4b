import { partLineNumbers } from "./line-numbers.ts";
import { median } from "./median.ts";
import { type Row, textOfRow, toRows } from "./rows.ts";
import type { Segment } from "./segments.ts";

/** A page that waits for its running heads to be told from its text. */
export interface PageSegments {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly segments: readonly Segment[];
}

export interface HeadsAndBody {
  readonly headers: readonly Row[];
  readonly footers: readonly Row[];
  readonly body: readonly Segment[];
}

/** How many pages before and after a page are compared with it. */
export const NEIGHBOURS = 12;
/** Rows at the top, and at the bottom, that may be running heads. */
const CANDIDATE_ROWS = 3;
/** Points by which a running head's place may differ from page to page. */
const SAME_PLACE_PT = 4;
/** A line that stands on this many of the neighbouring pages runs. Left and right pages may alternate. */
const MIN_REPEATS = 2;
const MIN_REPEAT_SHARE = 0.12;
/** Heads that change with the section repeat their place only; then most pages must have a line there. */
const MIN_PLACE_SHARE = 0.6;
/** In sizes of a page's text: larger type heads what stands below it. */
const LARGE_RATIO = 1.3;
/** Share of the page's height within which a line that runs is a head, and of the pages on which others stand further out. */
const RUNNING_BAND = 0.18;
const MAX_FURTHER_OUT = 0.2;
/** Share of the page's height within which a line may be taken for a head by its place alone. */
const MARGIN_BAND = 0.09;
/** The same for lines that read as heads do. */
const HEAD_BAND = 0.12;
/** The same for any short line that is set off, on a page of which there are no others to compare. */
const EDGE_BAND = 0.05;
const MAX_EDGE_CHARACTERS = 60;
/** Segments of a page of text, which keeps its margins free: pictures and posters do not. */
const MIN_TEXT_SEGMENTS = 25;
/** In ems: a page number this far from the text stands alone, also on a page that was cut out or made smaller. */
const ALONE_GAP = 2.5;
/** Share of the page's width by which a page number in the middle may be off it. */
const CENTRE_ERROR = 0.05;

/** What archives and publishers print on a page's edge, wherever else it stands. */
const STAMP =
  /^arxiv:\d{4}\.\d{4,5}|^downloaded (?:from|by|on)\b|^download date\b|^this content downloaded\b|\ball use subject to\b|\ball rights reserved\b/i;
/** What tells a head where there are no other pages to compare: addresses, volumes, dates, revisions. */
const HEAD_WORDS =
  /\b(?:https?:\/\/|www\.)\S+|©|\bvol(?:ume|\.)?\s*\d+|\bissue\s+\d+|\bissn\b|\bdoi:|^published by\b|\brevision\b:?\s*\d|^p\/n\b|^\d{1,2}\.?\s+\p{L}{3,9}\s+(?:19|20)\d\d$/iu;
/** Points from which slanted text may be a watermark, and is no label of a chart. */
const WATERMARK_PT = 20;
/** With fewer other pages than this, repetition tells nothing. */
const FEW_PAGES = 2;

interface Line {
  readonly row: Row;
  readonly text: string;
  /** The text with its numbers made equal: `Page # of #`. */
  readonly pattern: string;
}

interface Candidate extends Line {
  /** How far the page number that it prints, where it is one, is from the page's place in the file. */
  readonly pageOffset: number | undefined;
  readonly edge: "top" | "bottom";
  /** In ems, to the next line inwards; infinite where there is none. */
  readonly gap: number;
}

export interface HeadCandidates {
  readonly page: PageSegments;
  /** Points: the type size that half of the page's text does not exceed. */
  readonly textSize: number;
  readonly candidates: readonly Candidate[];
  /** Lines that are turned against the text: along the page's left or right edge, or as watermarks across it. */
  readonly turned: readonly Line[];
  readonly lineNumbers: readonly Row[];
}

/** The rows of a page that could be running heads: the first and the last few. Its line numbers are told by themselves. */
export function headCandidates(numbered: PageSegments): HeadCandidates {
  const { numbers, rest } = partLineNumbers(numbered.segments);
  const page = { ...numbered, segments: rest };
  const rows = toRows(page.segments.filter((segment) => segment.angle === 0));
  const candidates: Candidate[] = [];
  const take = (index: number, edge: "top" | "bottom"): void => {
    const row = rows[index]!;
    const inner = rows[edge === "top" ? index + 1 : index - 1];
    const space = inner ? (edge === "top" ? inner.y0 - row.y1 : row.y0 - inner.y1) : Infinity;
    const gap = space / row.size;
    const line = toLine(row);
    candidates.push({ ...line, pageOffset: pageOffset(line.text, page.number), edge, gap });
  };
  const half = Math.floor(rows.length / 2);
  for (let index = 0; index < Math.min(CANDIDATE_ROWS, Math.max(half, 1), rows.length); index++)
    take(index, "top");
  for (let index = 0; index < Math.min(CANDIDATE_ROWS, half); index++)
    take(rows.length - 1 - index, "bottom");
  return {
    page,
    textSize: median(page.segments.map(({ size }) => size)) * 1.02,
    candidates,
    turned: turnedLines(page),
    lineNumbers: numbers,
  };
}

function toLine(row: Row): Line {
  const text = textOfRow(row);
  return { row, text, pattern: pattern(text) };
}

function turnedLines({ width, segments }: PageSegments): Line[] {
  const angles = [...new Set(segments.map(({ angle }) => angle))];
  return angles.flatMap((angle) => {
    if (angle === 0 || angle === 180) return [];
    return (
      toRows(segments.filter((segment) => segment.angle === angle))
        // Turned back, the page is as high as it was wide.
        .filter((row) =>
          angle % 90 === 0 ? inMargin(row, { height: width }, HEAD_BAND) : row.size >= WATERMARK_PT,
        )
        .map(toLine)
    );
  });
}

function pattern(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/\d+/g, "#")
    .replace(/^[ivxlc]{1,7}$/, "#")
    .replace(/\s+/g, " ");
}

/** Parts a page's running headers and footers from its text, by comparing it with the pages around it. */
export function partRunningHeads(
  target: HeadCandidates,
  neighbours: readonly HeadCandidates[],
): HeadsAndBody {
  const others = neighbours.filter((other) => other !== target && other.page.segments.length > 0);
  // A page of small type, a list's, has the heads of the pages around.
  const usualSize = Math.max(target.textSize, median(others.map(({ textSize }) => textSize)));
  const found = target.candidates.filter((candidate) => runs(candidate, target, others, usualSize));
  const turned = target.turned.filter((line) => runsAlong(line, others));
  const headers = [
    ...fromTheEdge(target, found, "top"),
    ...turned.map(({ row }) => row),
    ...target.lineNumbers,
  ];
  const footers = fromTheEdge(target, found, "bottom");
  const gone = new Set([...headers, ...footers].flatMap((row) => row.segments));
  return { headers, footers, body: target.page.segments.filter((segment) => !gone.has(segment)) };
}

/** Publishers and archives print along the edge, too, who fetched the file, and journals their names. */
function runsAlong({ text, pattern: own }: Line, others: readonly HeadCandidates[]): boolean {
  if (STAMP.test(text)) return true;
  const repeats = others.filter(({ turned }) => turned.some((line) => line.pattern === own)).length;
  return repeats >= Math.max(MIN_REPEATS, MIN_REPEAT_SHARE * others.length);
}

function runs(
  candidate: Candidate,
  target: HeadCandidates,
  others: readonly HeadCandidates[],
  usualSize: number,
): boolean {
  const { page } = target;
  if (isPageNumber(candidate, others)) return true;
  if (STAMP.test(candidate.text) && inMargin(candidate.row, page, MARGIN_BAND)) return true;
  if (others.length < FEW_PAGES) return looksLikeHead(candidate, target);
  const isLarge = candidate.row.size > LARGE_RATIO * usualSize;
  let repeats = 0;
  let places = 0;
  for (const other of others) {
    const sameEdge = other.candidates.filter(
      (one) => one.edge === candidate.edge && samePlace(one, candidate, page, other.page),
    );
    if (sameEdge.some((one) => (isLarge ? one.text === candidate.text : one.pattern === candidate.pattern)))
      repeats++;
    else if (sameEdge.some((one) => isApart(one) && Math.abs(one.row.size - candidate.row.size) < 0.6))
      places++;
  }
  // The titles of slides stand in one place, and several may be the same but for a number.
  if (isLarge) return repeats > 0.5 * others.length;
  if (repeats >= Math.max(MIN_REPEATS, MIN_REPEAT_SHARE * others.length)) {
    // A word that many pages begin with, such as a chapter's first heading, still is no head inside the text area.
    if (candidate.pattern === "" || opensChapter(candidate, page, others)) return false;
    const isOutside = inMargin(candidate.row, page, RUNNING_BAND) || isOutermost(candidate, others);
    return isOutside || repeats > 0.5 * others.length;
  }
  return (
    isApart(candidate) &&
    candidate.pattern.length < 100 &&
    inMargin(candidate.row, page, MARGIN_BAND) &&
    others.length >= 4 &&
    repeats + places >= MIN_PLACE_SHARE * others.length
  );
}

/**
 * By itself: a page number, with or without a title beside it, what only heads say, or a short line that is set off at
 * the very edge of a page of text.
 */
function looksLikeHead(candidate: Candidate, { page, textSize }: HeadCandidates): boolean {
  const { row, text, gap } = candidate;
  const apart = isApart(candidate);
  // What a page shows alone is what it says.
  if (text.length >= 100 || gap === Infinity) return false;
  // A scan's shadow, recognised as a dash.
  if (!/[\p{L}\p{N}]/u.test(text)) return inMargin(row, page, EDGE_BAND);
  const titles = row.segments.filter((segment) => !PAGE_NUMBER.test(segment.text.trim()));
  const numbered = titles.length === row.segments.length - 1 && row.segments.length <= 3;
  if (numbered && titles.length === 0 && apart) {
    return inMargin(row, page, MARGIN_BAND) || (gap > ALONE_GAP && isCentred(row, page));
  }
  if (row.size > textSize) return false;
  if (numbered && apart && inMargin(row, page, MARGIN_BAND)) return true;
  if (numbered && titles.some((title) => isInCapitals(title.text)) && inMargin(row, page, HEAD_BAND))
    return true;
  if (HEAD_WORDS.test(text) && inMargin(row, page, apart ? HEAD_BAND : MARGIN_BAND)) return true;
  return (
    apart &&
    inMargin(row, page, EDGE_BAND) &&
    page.segments.length >= MIN_TEXT_SEGMENTS &&
    text.length <= MAX_EDGE_CHARACTERS &&
    !/[.!?:;,]$/.test(text)
  );
}

/** Whether pages keep free what is further out: a book's, printed on larger paper. */
function isOutermost({ edge, row }: Candidate, others: readonly HeadCandidates[]): boolean {
  const isFurther = (one: Candidate): boolean =>
    one.edge === edge &&
    (edge === "top" ? row.baseline - one.row.baseline : one.row.baseline - row.baseline) > SAME_PLACE_PT;
  const further = others.filter(({ candidates }) => candidates.some(isFurther));
  return further.length <= MAX_FURTHER_OUT * others.length;
}

/** A word with a number, which no other page repeats and which does not count the pages: `Chapter 3`, `Exhibit 21.1`. */
function opensChapter(
  { edge, text, pattern }: Candidate,
  { number }: PageSegments,
  others: readonly HeadCandidates[],
): boolean {
  if (edge === "bottom" || !/^\p{L}+ #(?:\.#)*$/u.test(pattern)) return false;
  const offset = (line: string, page: number): number => Number(/\d+/.exec(line)![0]) - page;
  const counting = others.filter(({ page, candidates }) =>
    candidates.some(
      (one) => one.pattern === pattern && offset(one.text, page.number) === offset(text, number),
    ),
  );
  const isRepeated = others.some(({ candidates }) => candidates.some((one) => one.text === text));
  return !isRepeated && counting.length < MIN_REPEATS;
}

/** Set off from the text by more than a line's space. */
function isApart({ gap }: Candidate): boolean {
  return gap > 0.9;
}

const PAGE_NUMBER = /^(?:\d{1,4}|[ivxlc]{1,7})$/i;

function isInCapitals(text: string): boolean {
  return /\p{Lu}{4}/u.test(text) && !/\p{Ll}/u.test(text);
}

function isCentred({ x0, x1 }: Row, { width }: PageSegments): boolean {
  return Math.abs((x0 + x1) / 2 - width / 2) < CENTRE_ERROR * width;
}

/** A number alone at the edge that grows with the pages, wherever the text above it happens to end. */
function isPageNumber({ edge, pageOffset }: Candidate, others: readonly HeadCandidates[]): boolean {
  if (pageOffset === undefined) return false;
  const same = others.filter((other) =>
    other.candidates.some((one) => one.edge === edge && one.pageOffset === pageOffset),
  );
  return same.length >= Math.max(MIN_REPEATS, 0.4 * others.length);
}

function pageOffset(text: string, page: number): number | undefined {
  const printed = /^(?:page\s+|[-–—]\s*)?(\d{1,4})(?:\s*[-–—]|\s+of\s+\d+)?$/i.exec(text.trim())?.[1];
  return printed === undefined ? undefined : Number(printed) - page;
}

function samePlace(a: Candidate, b: Candidate, pageA: PageSegments, pageB: PageSegments): boolean {
  const fromTop = Math.abs(a.row.baseline - b.row.baseline) <= SAME_PLACE_PT;
  const fromBottom =
    Math.abs(pageB.height - a.row.baseline - (pageA.height - b.row.baseline)) <= SAME_PLACE_PT;
  return a.edge === "top" ? fromTop : fromBottom || fromTop;
}

function inMargin(row: Row, page: Pick<PageSegments, "height">, band: number): boolean {
  return row.y1 < band * page.height || row.y0 > (1 - band) * page.height;
}

/** Heads are unbroken from the page's edge inward: a line of text ends them. */
function fromTheEdge(target: HeadCandidates, found: readonly Candidate[], edge: "top" | "bottom"): Row[] {
  const rows: Row[] = [];
  for (const candidate of target.candidates) {
    if (candidate.edge !== edge) continue;
    if (!found.includes(candidate)) break;
    rows.push(candidate.row);
  }
  return edge === "top" ? rows : rows.reverse();
}
