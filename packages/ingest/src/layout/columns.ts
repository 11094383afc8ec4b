import { endsInLeader, isContentsEntry, isIndexEntry } from "./contents-entry.ts";
import { type Row, toRows } from "./rows.ts";
import type { Segment } from "./segments.ts";

/** Each side of a gutter holds at least this many lines, or it is no column of prose. */
const MIN_COLUMN_ROWS = 4;
/** Share of a column's characters that stand in lines which fill it. */
const MIN_FILLED_SHARE = 0.55;
/** In ems. Lines closer than this share a base line. */
const SAME_BASELINE = 0.1;
/** Share of a sidebar's lines that happen to stand on base lines of the text beside it. */
const MAX_SHARED = 0.4;
/** In ems. A gap in a column that is no gap between paragraphs. */
const TAIL_GAP = 3;

/**
 * Parts a page into regions in reading order: what stands above columns of prose, each column from left to right,
 * what stands below. Tables, whose columns are not prose, stay whole.
 */
export function splitColumns(segments: readonly Segment[]): Segment[][] {
  if (segments.length === 0) return [];
  const band = widestColumnBand(toRows(segments));
  if (!band) return [[...segments]];
  return [band.above, ...inOrder(band), band.below].flatMap((part) => splitColumns(part));
}

/** The columns one after the other, or in sections from top to bottom, where the file draws or numbers them so. */
function inOrder(band: Pick<Band, "left" | "right">): Segment[][] {
  return rowsOfCards(band) ?? drawnSections(band).flat();
}

/** Lines that each column of a section has at least. */
const MIN_SECTION_LINES = 2;

/**
 * Parts columns to sections, each its left and its right part, where the file draws all of a section, the left part
 * first, before what stands below it. Columns that are read to their ends, and lines drawn from top to bottom, are not.
 */
function drawnSections({ left, right }: Pick<Band, "left" | "right">): [Segment[], Segment[]][] {
  if (!isColumn(left) || !isColumn(right)) return [[left, right]];
  const isLeft = new Set(left);
  const lines = [...left, ...right].toSorted((a, b) => a.baseline - b.baseline || a.order - b.order);
  const firstBelow = lines.map(({ order }) => order);
  for (let index = lines.length - 2; index >= 0; index--) {
    firstBelow[index] = Math.min(firstBelow[index]!, firstBelow[index + 1]!);
  }
  const sections: [Segment[], Segment[]][] = [];
  let section: [Segment[], Segment[]] = [[], []];
  let last = -Infinity;
  for (const [index, line] of lines.entries()) {
    section[isLeft.has(line) ? 0 : 1].push(line);
    last = Math.max(last, line.order);
    const next = lines[index + 1];
    if (!next || !isLeft.has(next) || firstBelow[index + 1]! < last || !isDrawnInTurn(section)) continue;
    const rest = lines.slice(index + 1);
    const leftBelow = rest.filter((one) => isLeft.has(one));
    const rightBelow = rest.filter((one) => !isLeft.has(one));
    if (Math.min(leftBelow.length, rightBelow.length) < MIN_SECTION_LINES) continue;
    if (!isSetOff(section[0].at(-1)!, leftBelow[0]!) || !isSetOff(section[1].at(-1)!, rightBelow[0]!))
      continue;
    sections.push(section);
    section = [[], []];
  }
  return [...sections, section];
}

/** Whether a line begins another paragraph than the one above it belongs to. */
function isSetOff(above: Segment, line: Segment): boolean {
  return (
    line.baseline - above.baseline > LEADING * line.size ||
    line.bold !== above.bold ||
    Math.abs(line.size - above.size) > 0.5
  );
}

/** Share of a column's rows that are parted, as by a formula's number; more are columns in it, or a table. */
const MAX_PARTED_ROWS = 0.2;

function isColumn(segments: readonly Segment[]): boolean {
  const rows = toRows(segments);
  return rows.filter((row) => row.segments.length > 1).length <= MAX_PARTED_ROWS * rows.length;
}

function isDrawnInTurn([left, right]: readonly [readonly Segment[], readonly Segment[]]): boolean {
  return (
    Math.min(left.length, right.length) >= MIN_SECTION_LINES &&
    Math.max(...left.map(({ order }) => order)) < Math.min(...right.map(({ order }) => order))
  );
}

/** A heading with a number of one level: `2. Locks`. */
const NUMBERED_CARD = /^(\d{1,2})[.)]?\s+\p{Lu}/u;

/** Cards whose headings are level and numbered: row by row, or one column after the other, as they count. */
function rowsOfCards({ left, right }: Pick<Band, "left" | "right">): Segment[][] | undefined {
  const heads = [left, right].map((side) =>
    side
      .filter(({ bold, text }) => bold && NUMBERED_CARD.test(text))
      .toSorted((a, b) => a.baseline - b.baseline),
  );
  const [first, second] = heads as [Segment[], Segment[]];
  if (second.length === 0 || first.length < 2) return undefined;
  const numbers = first.flatMap((head, row) =>
    [head, second[row]].flatMap((one) => (one ? [Number(NUMBERED_CARD.exec(one.text)![1])] : [])),
  );
  const ascending = numbers.every((number, index) => index === 0 || number === numbers[index - 1]! + 1);
  const level = second.every((head, row) => {
    const beside = first[row];
    return beside !== undefined && Math.abs(head.baseline - beside.baseline) < 0.5 * head.size;
  });
  if (!ascending || !level) return [left, right];
  const tops = first.map((head) => head.baseline - head.size);
  const rowOf = ({ baseline }: Segment): number =>
    Math.max(
      0,
      tops.findLastIndex((top) => top < baseline),
    );
  return tops.flatMap((_, row) => [left, right].map((side) => side.filter((one) => rowOf(one) === row)));
}

interface Band {
  readonly above: Segment[];
  readonly left: Segment[];
  readonly right: Segment[];
  readonly below: Segment[];
}

function widestColumnBand(rows: readonly Row[]): Band | undefined {
  if (rows.length < MIN_COLUMN_ROWS) return undefined;
  let best: { readonly band: Band; readonly size: number; readonly gutter: number } | undefined;
  const read = readOnce();
  // A list of contents in two columns has gaps of its own, before its figures and behind its numbers.
  const hasGaps = rows.some(({ segments }) => segments.some(({ text }) => endsInLeader(text)));
  for (const x of gutterCandidates(rows)) {
    for (const [start, end] of uncrossedRuns(rows, x)) {
      const inside = rows.slice(start, end).flatMap((row) => row.segments);
      const size = inside.length;
      if (best && (hasGaps ? size < best.size : size <= best.size)) continue;
      // A line may reach over the gutter by a hair.
      const left = inside.filter((segment) => segment.x0 + segment.x1 <= 2 * x);
      const right = inside.filter((segment) => segment.x0 + segment.x1 > 2 * x);
      const gutter =
        Math.min(...right.map((segment) => segment.x0)) - Math.max(...left.map((segment) => segment.x1));
      if (best && size === best.size && gutter <= best.gutter) continue;
      if (!areColumns(left, right, read) || !standSideBySide(left, right)) continue;
      if (hasGaps && tearsLeaders(rows.slice(start, end), x)) continue;
      const { column, rest } = partTail(left, right);
      best = {
        size,
        gutter,
        band: {
          above: rows.slice(0, start).flatMap((row) => row.segments),
          left: column,
          right,
          below: [...rest, ...rows.slice(end).flatMap((row) => row.segments)],
        },
      };
    }
  }
  return best?.band;
}

/** Middles of the gaps between neighbours on a line, and of the left edges of lines, to 4 points. */
function gutterCandidates(rows: readonly Row[]): number[] {
  const votes = new Map<number, { x: number; count: number }>();
  const vote = (x: number): void => {
    const key = Math.round(x / 4);
    const entry = votes.get(key);
    if (entry) entry.count++;
    else votes.set(key, { x, count: 1 });
  };
  for (const { segments } of rows) {
    for (let index = 1; index < segments.length; index++) {
      const left = segments[index - 1]!;
      const right = segments[index]!;
      if (right.x0 > left.x1) vote((left.x1 + right.x0) / 2);
    }
    // Columns set on different grids share no base line: then a column's left edge shows where the gutter is.
    for (const [index, { x0, size }] of segments.entries()) {
      vote(x0 - 0.6 * size);
      // A column may end after two lines.
      if (index > 0) vote(x0 - 0.6 * size);
    }
  }
  return [...votes.values()]
    .filter((entry) => entry.count >= 3)
    .sort((a, b) => b.count - a.count)
    .slice(0, 24)
    .map((entry) => entry.x);
}

/** Half-open ranges of rows in which no segment crosses `x`, and none ends a paragraph that does. */
function* uncrossedRuns(rows: readonly Row[], x: number): Generator<[number, number]> {
  let start = 0;
  for (let index = 0; index <= rows.length; index++) {
    const row = rows[index];
    const crossed = !row || row.segments.some((segment) => segment.x0 < x - 0.5 && segment.x1 > x + 0.5);
    if (!crossed) continue;
    if (index - start >= MIN_COLUMN_ROWS) yield [start, index];
    start = index + 1;
    if (row && rows[start] && endsParagraph(row, rows[start]!, rows[start + 1])) start++;
  }
}

/** In ems, from base line to base line: lines of one paragraph are set no wider apart. */
const LEADING = 1.5;

/** Whether a short line alone in its row is the last one of the paragraph above it, as of a caption over both columns. */
function endsParagraph(above: Row, row: Row, below: Row | undefined): boolean {
  const [line, last] = [row.segments[0]!, above.segments[0]!];
  return (
    row.segments.length === 1 &&
    above.segments.length === 1 &&
    Math.abs(line.x0 - last.x0) < 1 &&
    Math.abs(line.size - last.size) < 0.2 &&
    line.bold === last.bold &&
    row.baseline - above.baseline < LEADING * row.size &&
    (below === undefined || below.baseline - row.baseline > LEADING * row.size)
  );
}

/**
 * Both are prose, or one is and the other stands beside it on base lines of its own, as no cells of a table do, or is drawn
 * apart from it and parts to columns.
 */
function areColumns(left: readonly Segment[], right: readonly Segment[], read: Read): boolean {
  // Cells are drawn row by row: what is not may have short lines, and be columns itself.
  const inTurn = isDrawnInTurn([left, right]);
  const words = inTurn ? MIN_WORDS_IN_TURN : MIN_WORDS;
  const [leftProse, rightProse] = [isProse(left, read, words), isProse(right, read, words)];
  if (leftProse && rightProse) {
    return [besideOf(left, right), besideOf(right, left)].every(
      (beside) => beside.length < MIN_COLUMN_ROWS || isProse(beside, read, words),
    );
  }
  if (!leftProse && !rightProse) return false;
  const [prose, aside] = leftProse ? [left, right] : [right, left];
  if (inTurn && leftProse && isLastColumn(right, left, read)) return true;
  return (
    aside.length >= MIN_COLUMN_ROWS &&
    isMostlyWords(aside) &&
    (sharedBaselines(aside, prose) <= MAX_SHARED || (inTurn && areMostlyColumns(aside)))
  );
}

/** Share of the leaders in a column whose figures would be in the next one, from which on it ends behind the figures. */
const MAX_TORN = 0.5;
const FIGURE = /^\d+$/;

function tearsLeaders(rows: readonly Row[], x: number): boolean {
  let leaders = 0;
  let torn = 0;
  for (const { segments } of rows) {
    for (const [index, segment] of segments.entries()) {
      if (segment.x0 + segment.x1 > 2 * x || !endsInLeader(segment.text)) continue;
      const next = segments[index + 1];
      leaders++;
      if (next && next.x0 + next.x1 > 2 * x && FIGURE.test(next.text)) torn++;
    }
  }
  return torn > MAX_TORN * leaders;
}

/** The lines of a column that stand within the height of another. */
function besideOf(lines: readonly Segment[], others: readonly Segment[]): Segment[] {
  const top = Math.min(...others.map((segment) => segment.y0));
  const bottom = Math.max(...others.map((segment) => segment.y1));
  return lines.filter((line) => line.baseline > top && line.baseline < bottom);
}

/** Lines beside which a few, at the same height as the first of them, are the end of the text in the next column. */
const MIN_FULL_COLUMN = 8;

function isLastColumn(lines: readonly Segment[], full: readonly Segment[], read: Read): boolean {
  if (lines.length >= MIN_COLUMN_ROWS || full.length < MIN_FULL_COLUMN) return false;
  const top = (some: readonly Segment[]): number => Math.min(...some.map(({ baseline }) => baseline));
  const [line] = lines;
  return (
    Math.abs(top(lines) - top(full)) < SAME_BASELINE * line!.size &&
    lines.every(({ x0, size }) => Math.abs(x0 - line!.x0) < 1 && Math.abs(size - line!.size) < 0.2) &&
    lines.slice(0, -1).every((one) => read(one).words >= MIN_WORDS)
  );
}

/** Share of the lines beside a column that are columns as well. */
const MIN_IN_COLUMNS = 0.5;

function areMostlyColumns(segments: readonly Segment[]): boolean {
  const band = widestColumnBand(toRows(segments));
  return band !== undefined && band.left.length + band.right.length >= MIN_IN_COLUMNS * segments.length;
}

function isMostlyWords(segments: readonly Segment[]): boolean {
  const text = segments.map((segment) => segment.text).join("");
  return (text.match(/\p{L}/gu)?.length ?? 0) > 0.5 * text.replace(/[\s.]/g, "").length;
}

/** Share of the lines that stand on a base line of the other column, within its height. */
function sharedBaselines(lines: readonly Segment[], others: readonly Segment[]): number {
  const beside = besideOf(lines, others);
  if (beside.length < MIN_COLUMN_ROWS) return 1;
  const shared = beside.filter((line) =>
    others.some((other) => Math.abs(other.baseline - line.baseline) <= SAME_BASELINE * line.size),
  );
  return shared.length / beside.length;
}

/** Lines of the left column that stand far below both columns head what follows them, as a title over the next article. */
function partTail(
  left: readonly Segment[],
  right: readonly Segment[],
): { readonly column: Segment[]; readonly rest: Segment[] } {
  const bottom = Math.max(...right.map((segment) => segment.y1));
  const ordered = left.toSorted((a, b) => a.y0 - b.y0);
  let reached = -Infinity;
  for (const [index, segment] of ordered.entries()) {
    if (index > 0 && segment.y0 > bottom && segment.y0 - reached > TAIL_GAP * segment.size) {
      return { column: ordered.slice(0, index), rest: ordered.slice(index) };
    }
    reached = Math.max(reached, segment.y1);
  }
  return { column: [...left], rest: [] };
}

/** What a segment's text tells of the column that it stands in. */
interface Reading {
  readonly isEntry: boolean;
  readonly words: number;
  readonly digits: number;
}

type Read = (segment: Segment) => Reading;

/** Each segment is on one side or the other of every gutter that is tried, and its text reads the same. */
function readOnce(): Read {
  const known = new Map<Segment, Reading>();
  return (segment) => {
    let reading = known.get(segment);
    if (!reading) known.set(segment, (reading = readText(segment.text)));
    return reading;
  };
}

function readText(text: string): Reading {
  const isCjk = /[\u3040-\u30ff\u4e00-\u9fff]{8,}/.test(text);
  return {
    isEntry: isContentsEntry(text) || isIndexEntry(text) || endsInLeader(text),
    words: isCjk ? MIN_WORDS : (text.match(/[\p{L}\p{M}]{2,}/gu)?.length ?? 0),
    digits: text.match(/\d/g)?.length ?? 0,
  };
}

/** Words of a line of running text at least: in any case, and in columns that are drawn one after the other. */
const MIN_WORDS = 3;
const MIN_WORDS_IN_TURN = 2;

/** Whether segments read as lines of running text that fill their column, or as entries of an index. */
function isProse(segments: readonly Segment[], read: Read, words: number): boolean {
  if (segments.length < MIN_COLUMN_ROWS) return false;
  const x0 = Math.min(...segments.map((segment) => segment.x0));
  const x1 = Math.max(...segments.map((segment) => segment.x1));
  const width = x1 - x0;
  let characters = 0;
  let digits = 0;
  let filled = 0;
  for (const segment of segments) {
    const { length } = segment.text;
    const reading = read(segment);
    characters += length;
    if (reading.isEntry) {
      filled += length;
      continue;
    }
    digits += reading.digits;
    const isFull = segment.x1 - segment.x0 >= 0.55 * width && width >= 10 * segment.size;
    if (reading.words >= words && isFull) filled += length;
  }
  return filled >= MIN_FILLED_SHARE * characters && digits < 0.25 * characters;
}

/** Columns overlap in height; a heading above a paragraph that is set further right does not. */
function standSideBySide(left: readonly Segment[], right: readonly Segment[]): boolean {
  const range = (side: readonly Segment[]): [number, number] => [
    Math.min(...side.map((segment) => segment.y0)),
    Math.max(...side.map((segment) => segment.y1)),
  ];
  const [leftTop, leftBottom] = range(left);
  const [rightTop, rightBottom] = range(right);
  const overlap = Math.min(leftBottom, rightBottom) - Math.max(leftTop, rightTop);
  return overlap > 0.5 * Math.min(leftBottom - leftTop, rightBottom - rightTop);
}
