import { looksLikeCode } from "../code.ts";
import { isContentsEntry, isIndexEntry } from "../contents-entry.ts";
import type { Line } from "../lines.ts";
import { textOfRow } from "../rows.ts";
import type { Candidate } from "./candidate.ts";
import { isValue } from "./cells.ts";
import type { Interval } from "./table-columns.ts";

/**
 * What rows are: a table, a drawing or listing, which is no table whichever row it is begun from, or text that happens to
 * have gaps.
 *
 * @param many those of the rows that have several cells
 */
export function tellRows(
  all: readonly Candidate[],
  many: readonly Candidate[],
  columns: readonly Interval[],
): "table" | "drawing" | "text" {
  if (isScattered(many, columns) || isEquation(many.flatMap(({ cells }) => cells))) return "drawing";
  if (isListing(all)) return "drawing";
  if (columns.length < 2 || standsInText(all, many) || !looksTabular(many, columns)) return "text";
  return "table";
}

/** Code, whose comments and arguments are set in columns. */
function isListing(rows: readonly Candidate[]): boolean {
  return (
    rows.every(({ cells }) => cells.every(({ monospace }) => monospace)) &&
    looksLikeCode(rows.map(({ row }) => textOfRow(row)))
  );
}

function looksTabular(rows: readonly Candidate[], columns: readonly Interval[]): boolean {
  const cells = rows.flatMap((candidate) => candidate.cells);
  const values = cells.filter((cell) => isValue(cell.text)).length;
  if (rows.length < 2) return false;
  // Every column but the first is met by at least two rows, or it is an accident of spacing.
  const met = columns.filter((column) => rowsMeeting(rows, column) >= 2).length;
  if (met < 2) return false;
  if (isMute(cells) || isIndex(rows) || isJustifiedText(rows, columns)) return false;
  if (values >= rows.length * 0.5) return true;
  const words = cells.reduce((sum, cell) => sum + cell.text.split(/\s+/).length, 0) / cells.length;
  return rows.length >= 3 && words <= 8;
}

/** Share of its cells that a table fills, or else of its rows that its fullest column has a cell in. */
const MIN_FILL = 0.5;
const MIN_FULLEST = 0.66;
/** Columns of which few cells are filled by accident. */
const MANY_COLUMNS = 4;

/** Names in a drawing, and figures at the bars of a chart, share some heights and edges, but no column lists them. */
function isScattered(rows: readonly Candidate[], columns: readonly Interval[]): boolean {
  if (columns.length < MANY_COLUMNS) return false;
  const met = columns.map((column) => rowsMeeting(rows, column));
  return sum(met) < MIN_FILL * rows.length * columns.length && Math.max(...met) < MIN_FULLEST * rows.length;
}

function rowsMeeting(rows: readonly Candidate[], column: Interval): number {
  return rows.filter((row) => row.cells.some((cell) => meets(cell, column))).length;
}

/** Whether a cell has anything in common with a column, be it a hair. */
function meets(cell: Interval, column: Interval): boolean {
  return cell.x0 < column.x1 && cell.x1 > column.x0;
}

/** Dots, and glyphs without a character: notes of music and parts of drawings are set in rows and columns as well. */
const MUTE = /^[\s.·\p{Co}\p{Cn}\ufffd]*$/u;
const MAX_MUTE_SHARE = 0.5;

function isMute(cells: readonly Line[]): boolean {
  return cells.filter(({ text }) => MUTE.test(text)).length > MAX_MUTE_SHARE * cells.length;
}

/** Signs of formulas, letters that are set apart for them, and brackets, whole or in pieces. */
const MATH_SIGN =
  /[=∑∏∫√∂∇∞≤≥≠≈≡±→∈∀∃⟨⟩‖∥⊂⊆∪∩∧∨\u{1D400}-\u{1D7FF}]|^[()[\]{}|\u{239B}-\u{23AD}\p{Co}\p{Mn}\s]+$/u;
/** A figure with its error. */
const MEASURED = /\d\s?±\s?\d/;
const EQUATION_NUMBER = /^\(\w{1,3}(?:\.\w{1,3})*\)$/;
/** Shares of the cells of a displayed formula that are its parts at least, and figures or words at most. */
const MIN_MATH_SHARE = 0.4;
const MAX_OTHER_SHARE = 0.3;
/** An exponent or index, beside the type of its formula. */
const MAX_INDEX_LENGTH = 2;
const INDEX_SIZE = 0.85;

/** The fractions, limits and cases of a displayed formula stand beside and above one another. */
function isEquation(cells: readonly Line[]): boolean {
  const isNumber = ({ text }: Line): boolean => EQUATION_NUMBER.test(text.trim());
  // Tables hold small figures as well, but no number of an equation.
  const largest = cells.some(isNumber) ? Math.max(...cells.map(({ size }) => size)) : 0;
  const isSmall = ({ text, size }: Line): boolean =>
    text.length <= MAX_INDEX_LENGTH && size < INDEX_SIZE * largest;
  const isPart = (cell: Line): boolean => cell.math === true || MATH_SIGN.test(cell.text) || isSmall(cell);
  const others = cells.filter(
    (cell) =>
      MEASURED.test(cell.text) ||
      (isValue(cell.text) && !isSmall(cell) && !isNumber(cell)) ||
      (!isPart(cell) && /\p{L}{4}/u.test(cell.text)),
  );
  return (
    cells.filter(isPart).length >= MIN_MATH_SHARE * cells.length &&
    others.length <= MAX_OTHER_SHARE * cells.length
  );
}

/** An index, or a list of contents: in columns, a row's entries have nothing to do with each other. */
function isIndex(rows: readonly Candidate[]): boolean {
  const entries = rows.filter(({ cells }) =>
    // Dots lead to a statement's figures as well: there is a column behind the first.
    cells.some(
      ({ text }, index) =>
        (isContentsEntry(text) || isIndexEntry(text)) &&
        !(cells[index + 1] && isValue(cells[index + 1]!.text)),
    ),
  );
  return entries.length >= 0.5 * rows.length;
}

/** In type sizes: cells of one column start, end or are centred at the same place but for this. */
const ALIGNED = 0.2;
/** Share of cells that their columns align, below which rows are text: in any case, and where both margins are flush. */
const MIN_ALIGNED_SHARE = 0.35;
const MIN_ALIGNED_SHARE_FLUSH = 0.6;
/** Cells by which it can be told whether a column is aligned: in any case, and where both margins are flush. */
const MIN_COLUMN_CELLS = 3;
const MIN_COLUMN_CELLS_FLUSH = 2;

/** Share of a line of text that is not space. */
const MIN_FILLED = 0.7;

/** Wide spaces of justified text part it to cells, which no column aligns. Figures are told by themselves. */
function isJustifiedText(rows: readonly Candidate[], columns: readonly Interval[]): boolean {
  const inner = rows.flatMap(({ cells }) => cells.slice(1));
  if (inner.filter(({ text }) => isValue(text)).length > 0.5 * inner.length) return false;
  const filled = sum(rows.flatMap(({ cells }) => cells).map(({ x0, x1 }) => x1 - x0));
  if (filled < MIN_FILLED * sum(rows.map(({ row }) => row.x1 - row.x0))) return false;
  const flush =
    isFlush(rows.map(({ row }) => ({ place: row.x0, size: row.size }))) &&
    isFlush(rows.map(({ row }) => ({ place: row.x1, size: row.size })));
  let aligned = 0;
  let all = 0;
  for (const column of columns.slice(1)) {
    const own = inner.filter((cell) => meets(cell, column));
    if (own.length < (flush ? MIN_COLUMN_CELLS_FLUSH : MIN_COLUMN_CELLS)) continue;
    const most = (place: (cell: Line) => number): number =>
      mostAligned(own.map((cell) => ({ place: place(cell), size: cell.size })));
    const starts = most(({ x0 }) => x0);
    const ends = most(({ x1 }) => x1);
    const middles = most(({ x0, x1 }) => (x0 + x1) / 2);
    // A flush margin aligns the ends of the last column, whatever stands there.
    aligned += (flush && column === columns.at(-1) ? starts : Math.max(starts, ends, middles)) - 1;
    all += own.length - 1;
  }
  if (all === 0) return flush;
  return aligned < (flush ? MIN_ALIGNED_SHARE_FLUSH : MIN_ALIGNED_SHARE) * all;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

interface Edge {
  readonly place: number;
  /** Of the type. */
  readonly size: number;
}

/** Share of lines that keep to a margin: a paragraph's first line is indented. */
const FLUSH_SHARE = 0.6;

/** How many edges at most share a place. */
function mostAligned(edges: readonly Edge[]): number {
  return Math.max(
    ...edges.map(
      (edge) => edges.filter((other) => Math.abs(other.place - edge.place) <= ALIGNED * edge.size).length,
    ),
  );
}

function isFlush(edges: readonly Edge[]): boolean {
  return mostAligned(edges) >= FLUSH_SHARE * edges.length;
}

/** Of the table's width. */
const WIDE_SHARE = 0.7;
/** In type sizes: lines of text are indented by less. */
export const INDENT = 4;

/** Points by which the lines of a text in a column may begin apart. */
export const SAME_START = 1;

/** Between lines of text that run over all columns, a few with a gap are text as well. */
function standsInText(all: readonly Candidate[], many: readonly Candidate[]): boolean {
  const left = Math.min(...all.map(({ row }) => row.x0));
  const right = Math.max(...all.map(({ row }) => row.x1));
  const wide = all.filter(
    ({ row, cells }) =>
      cells.length === 1 &&
      row.x1 - row.x0 > WIDE_SHARE * (right - left) &&
      row.x0 < left + INDENT * row.size &&
      !many.some((other) => other.cells.slice(1).some(({ x0 }) => Math.abs(x0 - row.x0) < SAME_START)),
  );
  return wide.length >= many.length;
}
