import { type Row, toRows } from "./rows.ts";
import type { Segment } from "./segments.ts";

/** Each side of a gutter holds at least this many lines, or it is no column of prose. */
const MIN_COLUMN_ROWS = 4;
/** Share of a column's characters that stand in lines which fill it. */
const MIN_FILLED_SHARE = 0.55;

/**
 * Parts a page into regions in reading order: what stands above columns of prose, each column from left to right,
 * what stands below. Tables, whose columns are not prose, stay whole.
 */
export function splitColumns(segments: readonly Segment[]): Segment[][] {
  if (segments.length === 0) return [];
  const band = widestColumnBand(toRows(segments));
  if (!band) return [[...segments]];
  return [band.above, band.left, band.right, band.below].flatMap((part) => splitColumns(part));
}

interface Band {
  readonly above: Segment[];
  readonly left: Segment[];
  readonly right: Segment[];
  readonly below: Segment[];
}

function widestColumnBand(rows: readonly Row[]): Band | undefined {
  if (rows.length < MIN_COLUMN_ROWS) return undefined;
  let best: { band: Band; size: number } | undefined;
  for (const x of gutterCandidates(rows)) {
    for (const [start, end] of uncrossedRuns(rows, x)) {
      const inside = rows.slice(start, end).flatMap((row) => row.segments);
      const size = inside.length;
      if (best && size <= best.size) continue;
      const left = inside.filter((segment) => segment.x1 <= x);
      const right = inside.filter((segment) => segment.x1 > x);
      if (!isProse(left) || !isProse(right) || !standSideBySide(left, right)) continue;
      best = {
        size,
        band: {
          above: rows.slice(0, start).flatMap((row) => row.segments),
          left,
          right,
          below: rows.slice(end).flatMap((row) => row.segments),
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
    for (const segment of segments) vote(segment.x0 - 0.6 * segment.size);
  }
  return [...votes.values()]
    .filter((entry) => entry.count >= 3)
    .sort((a, b) => b.count - a.count)
    .slice(0, 24)
    .map((entry) => entry.x);
}

/** Half-open ranges of rows in which no segment crosses `x`. */
function* uncrossedRuns(rows: readonly Row[], x: number): Generator<[number, number]> {
  let start = 0;
  for (let index = 0; index <= rows.length; index++) {
    const row = rows[index];
    const crossed = !row || row.segments.some((segment) => segment.x0 < x - 0.5 && segment.x1 > x + 0.5);
    if (!crossed) continue;
    if (index - start >= MIN_COLUMN_ROWS) yield [start, index];
    start = index + 1;
  }
}

/** Whether segments read as lines of running text that fill their column. */
function isProse(segments: readonly Segment[]): boolean {
  if (segments.length < MIN_COLUMN_ROWS) return false;
  const x0 = Math.min(...segments.map((segment) => segment.x0));
  const x1 = Math.max(...segments.map((segment) => segment.x1));
  const width = x1 - x0;
  let characters = 0;
  let digits = 0;
  let filled = 0;
  for (const { text, x0: left, x1: right, size } of segments) {
    characters += text.length;
    digits += text.match(/\d/g)?.length ?? 0;
    const words = text.match(/[\p{L}\p{M}]{2,}/gu)?.length ?? 0;
    const isLine = words >= 3 || /[\u3040-\u30ff\u4e00-\u9fff]{8,}/.test(text);
    if (isLine && right - left >= 0.55 * width && width >= 10 * size) filled += text.length;
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
