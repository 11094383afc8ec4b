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
/** In type sizes: a line whose gaps are all this wide has no spaces among them; those of typewriters are 0.6 wide. */
const EVEN_GAP = 0.45;
const TYPEWRITTEN_EVEN_GAP = 0.65;
/** Rows that leave the same place free beside a figure, this one included, by which it is told that a column begins there. */
const MIN_ROWS = 3;
/** Those of them at least that hold more than a digit or a year, as a matrix or an axis does. */
const MIN_TELLING = 2;
/** In type sizes: what they all leave free is at least as wide. */
const MIN_FREE = 0.3;
/** Share of the words behind a gap that are no figures. */
const MAX_WORDS = 0.5;
/** How many rows above and below a row are looked at. */
const REACH = 12;
/** Rows in a run that write over the place end the search: a section's name or a lone label may. */
const MAX_CROSSED = 2;

/** `10 000`, in which a space sets the thousands apart. */
const THOUSANDS = /^\d{1,3}$/;
const LAST_THOUSANDS = /^\d{3}$/;

/** A gap between two words of a row. */
interface Gap {
  readonly x0: number;
  readonly x1: number;
  readonly previous: string;
  readonly next: string;
  /** Offset of the next word in its segment's text; undefined where the gap parts two segments. */
  readonly at?: number;
}

/** A row's segments, parted where columns stand so near to each other that no wide gap tells them. */
export interface PartedRow {
  readonly segments: readonly Segment[];
  /** Those of them that begin a column, whatever they look like beside the figure to their left. */
  readonly begins: ReadonlySet<Segment>;
}

const NONE: ReadonlySet<Segment> = new Set();

/**
 * Parts rows beside the figures of columns that are set close together: at a gap that is wider than a space, in the same
 * place in rows above or below.
 */
export function partTightColumns(rows: readonly Row[]): PartedRow[] {
  const gaps = new Map<Row, readonly Gap[]>();
  const gapsOf = (row: Row): readonly Gap[] => {
    let found = gaps.get(row);
    if (!found) gaps.set(row, (found = gapsOfRow(row)));
    return found;
  };
  return rows.map((row, index) => {
    if (!row.segments.some(mayHoldFigures)) return { segments: row.segments, begins: NONE };
    const begins = new Set<Segment>();
    const segments = row.segments.flatMap((segment) => {
      const parting = tightGaps(segment, row).filter(({ gap, side }) =>
        isColumn(gap, side, { rows, index, gapsOf }),
      );
      if (parting.length === 0) return [segment];
      const pieces = partAt(
        segment,
        parting.map(({ gap }) => gap.at!),
      );
      for (const piece of pieces.slice(1)) begins.add(piece);
      return pieces;
    });
    return { segments, begins };
  });
}

/** Several words, one of which begins as a figure does. */
const WITH_FIGURE = /(?:^|\s)[\d(+\-–−—.$€£¥n]/i;

function mayHoldFigures({ text, monospace }: Segment): boolean {
  return !monospace && text.includes(" ") && WITH_FIGURE.test(text);
}

function gapsOfRow({ segments }: Row): Gap[] {
  return segments.flatMap((segment, index) => {
    const left = segments[index - 1];
    const within = gapsWithin(segment);
    if (!left) return within;
    const previous = left.text.trimEnd().split(/\s/).at(-1)!;
    const next = segment.text.trimStart().split(/\s/, 1)[0]!;
    return [{ x0: left.x1, x1: segment.x0, previous, next }, ...within];
  });
}

function gapsWithin({ text, edges }: Line): Gap[] {
  const gaps: Gap[] = [];
  let previous: RegExpExecArray | undefined;
  for (const word of text.matchAll(/\S+/g)) {
    if (previous) {
      gaps.push({
        x0: edges[2 * (previous.index + previous[0].length) - 1]!,
        x1: edges[2 * word.index]!,
        previous: previous[0],
        next: word[0],
        at: word.index,
      });
    }
    previous = word;
  }
  return gaps;
}

const CURRENCY_SIGN = /^[$€£¥]$/;
/** What a figure goes on with: `IOL = 1.6 mA`. */
const OPERATOR = /^[=<>≤≥±×·/:([]$/;
/** Dots that lead to a page number, which is the last word of its row. */
const LEADER = /[.…·_]{2}$|^[.…·]$/;

/** Whether a figure, or its currency sign, begins behind a gap. A number with a full stop, `1.`, is an enumerator. */
function isBeforeFigure({ previous, next }: Gap): boolean {
  if (CURRENCY_SIGN.test(next)) return true;
  return isFigureWord(next) && !OPERATOR.test(previous) && !CURRENCY_SIGN.test(previous);
}

/** `[1]` is a reference. */
function isFigureWord(word: string): boolean {
  return isValue(word) && !word.endsWith(".") && !word.startsWith("[");
}

/** On which side of a gap the figures stand whose column it bounds. */
type Side = "previous" | "next";

/**
 * The gaps beside figures that are wider than the spaces of their line: those before a figure, behind which more figures
 * stand than words, and the one behind figures that begin a line, but for a row's first: these number headings and lines.
 */
function tightGaps(segment: Segment, { segments }: Row): { readonly gap: Gap; readonly side: Side }[] {
  const gaps = gapsWithin(segment);
  // Most lines are text, in which no gap is wide: what stands beside them need not be told.
  if (gaps.every(({ x0, x1 }) => x1 - x0 < MIN_GAP * segment.size)) return [];
  const isWord = (gap: Gap): boolean => !isFigureWord(gap.next) && !CURRENCY_SIGN.test(gap.next);
  const spaces = gaps.filter(isWord).map(({ x0, x1 }) => x1 - x0);
  const space = Math.max(MIN_GAP * segment.size, MIN_RATIO * median(spaces));
  const isFirst = segment === segments[0];
  const isLast = segment === segments.at(-1);
  const firstWord = gaps.findIndex(isWord);
  return gaps.flatMap((gap, index): { gap: Gap; side: Side }[] => {
    if (gap.x1 - gap.x0 < space) return [];
    if (isWord(gap)) {
      const endsFigures = !isFirst && index === firstWord && isFigureWord(gap.previous);
      return endsFigures ? [{ gap, side: "previous" }] : [];
    }
    const behind = gaps.slice(index);
    const isPageNumber = isLast && behind.length === 1 && LEADER.test(gap.previous);
    const words = behind.filter(isWord).length;
    return isBeforeFigure(gap) && !isPageNumber && words <= MAX_WORDS * behind.length
      ? [{ gap, side: "next" }]
      : [];
  });
}

interface Neighbourhood {
  readonly rows: readonly Row[];
  readonly index: number;
  readonly gapsOf: (row: Row) => readonly Gap[];
}

/** Whether rows above and below leave the place of a gap free as well, and figures stand on the same side of it. */
function isColumn(gap: Gap, side: Side, { rows, index, gapsOf }: Neighbourhood): boolean {
  const { size } = rows[index]!;
  const found = [gap];
  let { x0, x1 } = gap;
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
      found.push(other);
      x0 = Math.max(x0, other.x0);
      x1 = Math.min(x1, other.x1);
    }
  }
  const figures = found.filter((one) =>
    side === "next" ? isBeforeFigure(one) : isFigureWord(one.previous) && !isFigureWord(one.next),
  );
  const isThousands = ({ previous, next }: Gap): boolean =>
    THOUSANDS.test(previous) && LAST_THOUSANDS.test(next);
  return (
    figures.length >= MIN_ROWS &&
    figures.filter((one) => one[side].length > 1 && isFigure(one[side])).length >= MIN_TELLING &&
    !found.every(isThousands)
  );
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
  const gaps = gapsWithin(line).filter(({ previous }) => !CURRENCY_SIGN.test(previous));
  const narrow = Math.min(...gaps.map(({ x0, x1 }) => x1 - x0));
  const even = isTypewritten(line) ? TYPEWRITTEN_EVEN_GAP : EVEN_GAP;
  const parting = gaps.filter((gap) => {
    const width = gap.x1 - gap.x0;
    const isWide =
      width >= MIN_GAP * line.size && (narrow >= even * line.size || width >= MIN_RATIO * narrow);
    return columns.some((column, index) => {
      const next = columns[index + 1];
      if (!next || !figures.has(next)) return false;
      return isWide
        ? gap.x0 < next.x0 && gap.x1 > column.x1
        : gap === gaps.at(-1) && endsColumn(gap, line, next);
    });
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

/** In type sizes: the figures of a column end at the same place but for this. */
const SAME_END = 0.1;

/** Whether a line that fills the column before it ends with a figure of this column. */
function endsColumn(gap: Gap, line: Line, column: Interval): boolean {
  return (
    isBeforeFigure(gap) &&
    gap.x1 > column.x0 - SAME_END * line.size &&
    Math.abs(line.x1 - column.x1) < SAME_END * line.size
  );
}

/** Whether all letters are equally wide, though the font does not say so. */
function isTypewritten({ text, edges }: Line): boolean {
  const widths = Array.from(text.matchAll(/\S/g), ({ index }) => edges[2 * index + 1]! - edges[2 * index]!);
  return Math.max(...widths) < 1.02 * Math.min(...widths);
}

function partAt<Part extends Line>(segment: Part, starts: readonly number[]): Part[] {
  const bounds = [0, ...starts, segment.text.length];
  return bounds.slice(1).map((end, index) => {
    const start = bounds[index]!;
    const length = segment.text.slice(start, end).trimEnd().length;
    return { ...segment, ...sliceLine(segment, start, start + length) };
  });
}
