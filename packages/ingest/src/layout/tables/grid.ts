import { separatorBetween } from "../line-ends.ts";
import type { Line } from "../lines.ts";

/** UTF-16 units. A longer cell is cited sentence by sentence, others whole. */
export const LONG_CELL = 300;

/** Where its characters stand is kept of the lines of long cells alone. */
export type CellLine = Omit<Line, "edges"> & Partial<Pick<Line, "edges">>;

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

export function leftOf(cell: Cell): number {
  return Math.min(...cell.lines.map((line) => line.x0));
}

export function rightOf(cell: Cell): number {
  return Math.max(...cell.lines.map((line) => line.x1));
}

/** In type sizes: lines of one head share their left edge, their right edge or their middle. */
const ALIGNED = 0.8;

export function isAligned(head: Cell, line: Cell): boolean {
  const tolerance = ALIGNED * head.lines[0]!.size;
  const left = leftOf(head) - leftOf(line);
  const right = rightOf(head) - rightOf(line);
  return [left, right, (left + right) / 2].some((off) => Math.abs(off) <= tolerance);
}

/** The lowest base line in a row. */
export function baselineOf(row: readonly Cell[]): number {
  return Math.max(...row.flatMap((cell) => cell.lines.map((line) => line.baseline)));
}

/** Two lines, or groups of lines, of one cell. */
export function joinCells(above: Cell, below: Cell): Cell {
  return {
    lines: [...above.lines, ...below.lines],
    text: `${above.text}${separatorBetween(above.text, below.text)}${below.text}`,
    column: Math.min(above.column, below.column),
    span: Math.max(above.span, below.span),
  };
}

/** Two lines of one cell; or one that stands between two rows and is given in both. */
export function joinLines(above: Cell, below: Cell): Cell {
  return above.lines[0] === below.lines[0] ? below : joinCells(above, below);
}

/** The lines of one row, each of cells: what stands in a column, or in one that a cell covers, is one cell. */
export function joinRows(group: readonly (readonly Cell[])[]): Cell[] {
  const joined: Cell[] = [];
  for (const cell of group.flat()) {
    const at = joined.findIndex(
      (other) => other.column < cell.column + cell.span && cell.column < other.column + other.span,
    );
    if (at < 0) joined.push(cell);
    else joined[at] = joinCells(joined[at]!, cell);
  }
  return joined.sort((a, b) => a.column - b.column);
}

/** A cell with no more of its lines than citing it needs. */
export function compactCell(cell: Cell): Cell {
  const isLong = cell.text.length > LONG_CELL;
  const lines = cell.lines.map(
    ({ text, edges, x0, x1, y0, y1, baseline, size, bold, italic, monospace, order, drawn }) => ({
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
      ...(drawn && { drawn }),
      ...(isLong && edges && { edges }),
    }),
  );
  return { ...cell, lines };
}
