import { type Line, sliceLine } from "../lines.ts";
import { median } from "../median.ts";
import type { Row } from "../rows.ts";
import type { Segment } from "../segments.ts";
import { isFigure, isValue } from "./cells.ts";
import { type Interval, placeCell } from "./table-columns.ts";

/** In type sizes: a space between two words is narrower, but where a line is justified. */
const MIN_GAP = 0.4;
/** A gap before a figure is at least this times as wide as those between the words of its line. */
const MIN_RATIO = 1.5;
/** In type sizes: the same of a line's only gap, which can be compared with no other. */
const LONE_GAP = 0.5;
/** Rows that leave the same place free before a figure, this one included, by which it is told that a column begins there. */
const MIN_ROWS = 3;
/** Those of them at least that hold more than a digit or a year. */
const MIN_TELLING = 2;
/** In type sizes: what they all leave free is at least as wide. */
const MIN_FREE = 0.3;
/** Share of the words behind a gap that are figures. */
const MIN_FIGURES = 0.5;
/** How many rows above and below a row are looked at. */
const REACH = 12;
/** Rows in a run that write over the place end the search: a section's name or a lone label may. */
const MAX_CROSSED = 2;

/** `10 000`, in which a space sets the thousands apart. */
const THOUSANDS = /^\d{1,3}$/;
const LAST_THOUSANDS = /^\d{3}$/;

interface Gap {
  readonly x0: number;
  readonly x1: number;
  /** Offset into the segment's text behind the gap; undefined between two segments. */
  readonly at?: number;
  /** What stands behind it: a figure or its currency sign, the rest of an amount behind that sign, or a word. */
  readonly before: "figure" | "rest" | "word";
  /** More than a digit or a year, which stand in rows and columns in a matrix or along an axis as well. */
  readonly tells: boolean;
  /** What stands on both sides may be one number. */
  readonly thousands: boolean;
}

/** A row's segments, parted where columns stand so near to each other that no wide gap tells them. */
export interface PartedRow {
  readonly segments: readonly Segment[];
  /** Those of them that begin a column, whatever they look like beside the figure to their left. */
  readonly begins: ReadonlySet<Segment>;
}

/**
 * Parts rows before the figures of columns that are set close together: a gap that is wider than a space, in the same
 * place in rows above or below.
 */
export function partTightColumns(rows: readonly Row[]): PartedRow[] {
  const gaps = new Map<Row, readonly Gap[]>();
  const gapsOf = (row: Row): readonly Gap[] => {
    let found = gaps.get(row);
    if (!found) gaps.set(row, (found = row.segments.flatMap((_, index) => gapsBefore(row, index))));
    return found;
  };
  return rows.map((row, index) => {
    const begins = new Set<Segment>();
    if (!row.segments.some(mayHoldFigures)) return { segments: row.segments, begins };
    const segments = row.segments.flatMap((segment) => {
      const parting = tightGaps(segment).filter((gap) => isColumn(gap, rows, index, gapsOf));
      if (parting.length === 0) return [segment];
      const pieces = partAt(
        segment,
        parting.map(({ at }) => at!),
      );
      for (const piece of pieces.slice(1)) begins.add(piece);
      return pieces;
    });
    return { segments, begins };
  });
}

/** A space and, behind it, what a figure begins with. */
const BEFORE_FIGURE = /\s[\d(+\-–−—.$€£¥n]/i;

function mayHoldFigures({ text, monospace }: Segment): boolean {
  return !monospace && BEFORE_FIGURE.test(text);
}

const CURRENCY_SIGN = /^[$€£¥]$/;
/** What a figure goes on with: `IOL = 1.6 mA`. */
const OPERATOR = /^[=<>≤≥±×·/:([]$/;
/** Dots that lead to a page number, which is the last word of its line. */
const LEADER = /[.…·_]{2}$|^[.…·]$/;

/** A number with a full stop, `1.`, is an enumerator. */
function tellWord(word: string, previous: string): Gap["before"] {
  if (CURRENCY_SIGN.test(word)) return "figure";
  if (!isValue(word) || word.endsWith(".") || OPERATOR.test(previous)) return "word";
  return CURRENCY_SIGN.test(previous) ? "rest" : "figure";
}

/** The gap between a segment and the one before it, and those in it. */
function gapsBefore(row: Row, index: number): Gap[] {
  const segment = row.segments[index]!;
  const previous = row.segments[index - 1];
  const within = gapsWithin(segment);
  if (!previous) return within;
  const [first = ""] = segment.text.trimStart().split(/\s/, 1);
  return [
    {
      x0: previous.x1,
      x1: segment.x0,
      before: tellWord(first, ""),
      tells: tells(first),
      thousands: false,
    },
    ...within,
  ];
}

function tells(word: string): boolean {
  return word.length > 1 && isFigure(word);
}

function gapsWithin({ text, edges }: Line): Gap[] {
  const gaps: Gap[] = [];
  let previous: RegExpExecArray | undefined;
  for (const word of text.matchAll(/\S+/g)) {
    if (previous) {
      const isPageNumber = LEADER.test(previous[0]) && word.index + word[0].length === text.length;
      gaps.push({
        x0: edges[2 * (previous.index + previous[0].length) - 1]!,
        x1: edges[2 * word.index]!,
        at: word.index,
        before: isPageNumber ? "word" : tellWord(word[0], previous[0]),
        tells: tells(word[0]),
        thousands: THOUSANDS.test(previous[0]) && LAST_THOUSANDS.test(word[0]),
      });
    }
    previous = word;
  }
  return gaps;
}

/** The gaps before figures that are wider than the spaces of their line, and behind which more figures stand than words. */
function tightGaps(segment: Segment): Gap[] {
  const gaps = gapsWithin(segment);
  const spaces = gaps.filter(({ before }) => before === "word").map(({ x0, x1 }) => x1 - x0);
  const space = Math.max(MIN_GAP * segment.size, spaces.length > 0 ? MIN_RATIO * median(spaces) : 0);
  return gaps.filter((gap, index) => {
    const behind = gaps.slice(index);
    return (
      gap.before === "figure" &&
      gap.x1 - gap.x0 >= space &&
      behind.filter(({ before }) => before !== "word").length >= MIN_FIGURES * behind.length
    );
  });
}

/** Whether rows above and below leave the place of a gap free as well, and figures stand behind it. */
function isColumn(
  gap: Gap,
  rows: readonly Row[],
  index: number,
  gapsOf: (row: Row) => readonly Gap[],
): boolean {
  const { size } = rows[index]!;
  let { x0, x1 } = gap;
  let figures = 1;
  let telling = gap.tells ? 1 : 0;
  let { thousands } = gap;
  for (const step of [-1, 1]) {
    let crossed = 0;
    for (let at = index + step; Math.abs(at - index) <= REACH && crossed < MAX_CROSSED; at += step) {
      const row = rows[at];
      if (!row) break;
      const other = gapsOf(row).find((one) => Math.min(one.x1, x1) - Math.max(one.x0, x0) >= MIN_FREE * size);
      if (!other) {
        crossed++;
        continue;
      }
      crossed = 0;
      figures += other.before === "figure" ? 1 : 0;
      telling += other.tells ? 1 : 0;
      thousands &&= other.thousands;
      x0 = Math.max(x0, other.x0);
      x1 = Math.min(x1, other.x1);
    }
  }
  return figures >= MIN_ROWS && telling >= MIN_TELLING && !thousands;
}

/**
 * Parts a line over several columns, such as heads that are set close together, at gaps before columns of figures that
 * are wider than its spaces.
 *
 * @param figures those of the columns that hold figures
 */
export function partAtColumns(
  line: Line,
  columns: readonly Interval[],
  figures: ReadonlySet<Interval>,
): Line[] {
  if (line.monospace) return [line];
  const gaps = gapsWithin(line).filter(({ before }) => before !== "rest");
  const narrow = Math.min(...gaps.map(({ x0, x1 }) => x1 - x0));
  const parting = gaps.filter((gap) => {
    const width = gap.x1 - gap.x0;
    const isWide =
      gaps.length === 1
        ? width >= LONE_GAP * line.size
        : width >= Math.max(MIN_GAP * line.size, MIN_RATIO * narrow);
    return (
      isWide &&
      columns.some((column, index) => {
        const next = columns[index + 1];
        return next !== undefined && figures.has(next) && gap.x0 < next.x0 && gap.x1 > column.x1;
      })
    );
  });
  const pieces = partAt(
    line,
    parting.map(({ at }) => at!),
  );
  const places = pieces.map((piece) => placeCell(piece, columns));
  const apart = places.every(({ column }, index) => {
    const before = places[index - 1];
    return before === undefined || column >= before.column + before.span;
  });
  return apart ? pieces : [line];
}

function partAt<Part extends Line>(segment: Part, starts: readonly number[]): Part[] {
  const bounds = [0, ...starts, segment.text.length];
  return bounds.slice(1).map((end, index) => {
    const start = bounds[index]!;
    const length = segment.text.slice(start, end).trimEnd().length;
    return { ...segment, ...sliceLine(segment, start, start + length) };
  });
}
