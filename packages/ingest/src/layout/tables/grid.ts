import type { Line } from "../lines.ts";
import { isValue, isYear } from "./cells.ts";

/** A line of a cell is cited whole: where its characters stand is not kept. */
export type CellLine = Omit<Line, "edges">;

/** A cell of a table: the lines of text in it, and the columns it covers. */
export interface Cell {
  readonly lines: readonly CellLine[];
  readonly text: string;
  /** First column, from 0. */
  readonly column: number;
  /** Number of columns covered. */
  readonly span: number;
}

export interface TableRow {
  readonly cells: readonly Cell[];
  /** Heads the columns below it. */
  readonly header: boolean;
}

export interface Table {
  readonly type: "table";
  readonly columns: number;
  readonly rows: readonly TableRow[];
  /** What its figures are counted in, as the table says it: `in millions`. */
  readonly unit?: string;
  /** The rows on earlier pages that it goes on from: their heads and sections hold for it. */
  readonly before?: readonly TableRow[];
}

/** A column's horizontal extent. */
export interface Interval {
  x0: number;
  x1: number;
}

/** Rows with this share of the fullest row's cells show where the columns are. */
const FULL_ROW_SHARE = 0.6;

/**
 * Finds the columns of a set of cells: narrow cells first, each founds a column or widens the one that it overlaps;
 * a cell over several columns spans them and founds none. Rows with few cells hold heads that stand centred over
 * several columns: they found a column only where there is none.
 */
export function findColumns(rows: readonly (readonly Line[])[]): Interval[] {
  const most = Math.max(...rows.map((row) => row.length));
  const isFull = (row: readonly Line[]): boolean => row.length > 1 && row.length >= FULL_ROW_SHARE * most;
  const narrowFirst = (a: Line, b: Line): number => a.x1 - a.x0 - (b.x1 - b.x0);
  const columns: Interval[] = [];
  // Figures share an edge; heads stand centred over them, beside the narrow ones.
  const figuresFirst = (a: Line, b: Line): number => Number(isFigure(b)) - Number(isFigure(a));
  for (const cell of rows
    .filter(isFull)
    .flat()
    .sort((a, b) => figuresFirst(a, b) || narrowFirst(a, b))) {
    const overlapped = columns.filter((column) => overlaps(column, cell));
    if (overlapped.length === 0) columns.push({ x0: cell.x0, x1: cell.x1 });
    else if (overlapped.length === 1) {
      const column = overlapped[0]!;
      const wider = { x0: Math.min(column.x0, cell.x0), x1: Math.max(column.x1, cell.x1) };
      if (!columns.some((other) => other !== column && overlaps(other, wider))) Object.assign(column, wider);
    }
  }
  const others = rows.filter((row) => row.length > 1 && !isFull(row)).flat();
  for (const cell of others.sort(narrowFirst)) {
    // A head alone, between the columns that it stands over, is no column.
    const isColumn = isFigure(cell) || others.some((other) => other !== cell && overlaps(other, cell));
    if (isColumn && !columns.some((column) => overlaps(column, cell)))
      columns.push({ x0: cell.x0, x1: cell.x1 });
  }
  columns.sort((a, b) => a.x0 - b.x0);
  return joinHeadsToFigures(columns, rows);
}

/** In type sizes. Figures of one column, set apart by a sign or a note's mark, stand nearer than this ... */
const FIGURES_GAP = 1;
/** ... and a head that is set beside its figures. */
const HEAD_GAP = 2;

/**
 * Heads that stand over no figures found columns of their own. Where there are half as many of them as there are
 * columns without a head, each heads the two beside it: `2021` is centred over an amount and its share. Else a head,
 * and figures that stand beside others, join the column beside them with which they share no row.
 */
function joinHeadsToFigures(columns: readonly Interval[], rows: readonly (readonly Line[])[]): Interval[] {
  const firstData = rows.findIndex((row) => row.some(isFigure));
  const isHeads = (index: number): boolean => index < firstData;
  const usesOf = (column: Interval): number[] =>
    rows.flatMap((row, index) =>
      row.some((cell) => overlaps(column, cell) && columns.filter((one) => overlaps(one, cell)).length === 1)
        ? [index]
        : [],
    );
  const [label, ...others] = columns.map((column) => ({ column, uses: usesOf(column) }));
  // Single letters are those of a head that is set upright, letter by letter.
  const isWord = (column: Interval): boolean =>
    rows.some((row) => row.some((cell) => cell.text.trim().length > 1 && overlaps(column, cell)));
  const lone = others.filter(({ column, uses }) => uses.length > 0 && uses.every(isHeads) && isWord(column));
  const bare = others.filter(({ uses }) => uses.length > 0 && !uses.some(isHeads));
  if (lone.length > 0 && bare.length === 2 * lone.length) {
    return columns.filter((column) => !lone.some((one) => one.column === column));
  }
  const size = Math.max(...rows.flat().map((cell) => cell.size));
  const joined = label ? [label] : [];
  for (const next of others) {
    const last = joined.at(-1)!;
    const parted =
      last === label ||
      next.uses.length === 0 ||
      last.uses.length === 0 ||
      next.uses.some((row) => last.uses.includes(row));
    const headed =
      (lone.includes(last) && bare.includes(next)) || (bare.includes(last) && lone.includes(next));
    const gap = next.column.x0 - last.column.x1;
    if (
      parted ||
      gap > (headed ? HEAD_GAP : bare.includes(last) && bare.includes(next) ? FIGURES_GAP : 0) * size
    ) {
      joined.push(next);
    } else {
      joined[joined.length - 1] = {
        column: { x0: last.column.x0, x1: next.column.x1 },
        uses: [...last.uses, ...next.uses],
      };
    }
  }
  return joined.map(({ column }) => column);
}

function isFigure({ text }: Line): boolean {
  return isValue(text) && !isYear(text);
}

function overlaps(a: Interval, b: Interval): boolean {
  return overlapOf(a, b) > 0.5;
}

function overlapOf(a: Interval, b: Interval): number {
  return Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
}

/** In shares of a cell's width: it may hang over into the next column by this much. */
const OVERHANG = 0.15;

/** First column and number of columns that a cell covers; the nearest column when it covers none. */
export function placeCell(cell: Interval, columns: readonly Interval[]): { column: number; span: number } {
  let first = -1;
  let last = -1;
  const shares = columns.map((column) => overlapOf(column, cell) / Math.max(1, cell.x1 - cell.x0));
  const hangsOver = Math.max(...shares) > 1 - 2 * OVERHANG;
  columns.forEach((column, index) => {
    if (!overlaps(column, cell) || (hangsOver && shares[index]! < OVERHANG)) return;
    if (first < 0) first = index;
    last = index;
  });
  if (first >= 0) return { column: first, span: last - first + 1 };
  const middle = (cell.x0 + cell.x1) / 2;
  let nearest = 0;
  columns.forEach((column, index) => {
    const distance = Math.abs((column.x0 + column.x1) / 2 - middle);
    const best = columns[nearest]!;
    if (distance < Math.abs((best.x0 + best.x1) / 2 - middle)) nearest = index;
  });
  return { column: nearest, span: 1 };
}

/** Two lines, or groups of lines, of one cell. */
export function joinCells(above: Cell, below: Cell): Cell {
  return {
    lines: [...above.lines, ...below.lines],
    text: `${above.text} ${below.text}`,
    column: Math.min(above.column, below.column),
    span: Math.max(above.span, below.span),
  };
}

/** A cell whose lines no longer know where their characters stand. */
export function withoutEdges(cell: Cell): Cell {
  const lines = cell.lines.map(
    ({ text, x0, x1, y0, y1, baseline, size, bold, italic, monospace, order }) => ({
      text,
      x0,
      x1,
      y0,
      y1,
      baseline,
      size,
      bold,
      italic,
      monospace,
      order,
    }),
  );
  return { ...cell, lines };
}
