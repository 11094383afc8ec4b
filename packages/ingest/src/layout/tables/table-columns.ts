import type { Line } from "../lines.ts";
import { isFigure } from "./cells.ts";

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
  const figuresFirst = (a: Line, b: Line): number => Number(isFigure(b.text)) - Number(isFigure(a.text));
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
    const isColumn = isFigure(cell.text) || others.some((other) => other !== cell && overlaps(other, cell));
    if (isColumn && !columns.some((column) => overlaps(column, cell)))
      columns.push({ x0: cell.x0, x1: cell.x1 });
  }
  columns.sort((a, b) => a.x0 - b.x0);
  return joinHeadsToFigures(columns, rows);
}

/** In type sizes. Figures of one column, set apart by a sign or a note's mark, stand nearer than this ... */
const FIGURES_GAP = 1;
/** ... and a head that is set beside its figures, or, where there are as many such heads as columns without, than this. */
const HEAD_GAP = 2;
const PAIRED_GAP = 12;

/**
 * Heads that stand over no figures found columns of their own. Where there are half as many of them as there are
 * columns without a head, each heads the two beside it: `2021` is centred over an amount and its share. Else a head,
 * and figures that stand beside others, join the column beside them with which they share no row.
 */
function joinHeadsToFigures(columns: readonly Interval[], rows: readonly (readonly Line[])[]): Interval[] {
  const firstData = rows.findIndex((row) => row.some((cell) => isFigure(cell.text)));
  const isHeads = (row: number): boolean => row < firstData;
  const isLone = ({ uses, words }: ColumnUse): boolean => words && uses.length > 0 && uses.every(isHeads);
  const isBare = ({ uses }: ColumnUse): boolean => uses.length > 0 && !uses.some(isHeads);
  const size = Math.max(...rows.flat().map((cell) => cell.size));
  const figures = joinColumns(usesOf(columns, rows), (left, right) =>
    (isBare(left) || isBare(right)) && !isLone(left) && !isLone(right) ? FIGURES_GAP * size : -Infinity,
  );
  const lone = figures.slice(1).filter(isLone);
  const bare = figures.slice(1).filter(isBare);
  if (lone.length > 0 && bare.length === 2 * lone.length) {
    return figures.filter((one) => !lone.includes(one)).map(({ column }) => column);
  }
  const headGap = lone.length === bare.length ? PAIRED_GAP : HEAD_GAP;
  return joinColumns(figures, (left, right) =>
    (isLone(left) && isBare(right)) || (isBare(left) && isLone(right)) ? headGap * size : -Infinity,
  ).map(({ column }) => column);
}

/**
 * Joins neighbouring columns, but for the first, that share no row and stand no farther apart than `reach` says, points:
 * -Infinity where they are not to be joined.
 */
function joinColumns(
  columns: readonly ColumnUse[],
  reach: (left: ColumnUse, right: ColumnUse) => number,
): ColumnUse[] {
  const joined: ColumnUse[] = [];
  for (const next of columns) {
    const last = joined.at(-1);
    const joins =
      last !== undefined &&
      joined.length > 1 &&
      next.column.x0 - last.column.x1 <= reach(last, next) &&
      !next.uses.some((row) => last.uses.includes(row));
    if (!joins) joined.push(next);
    else {
      joined[joined.length - 1] = {
        column: { x0: last.column.x0, x1: next.column.x1 },
        uses: [...last.uses, ...next.uses],
        words: last.words || next.words,
      };
    }
  }
  return joined;
}

interface ColumnUse {
  readonly column: Interval;
  /** Rows with a cell in this column alone. */
  readonly uses: readonly number[];
  /** More stands in it than single letters, which are those of a head that is set upright. */
  readonly words: boolean;
}

function usesOf(columns: readonly Interval[], rows: readonly (readonly Line[])[]): ColumnUse[] {
  const found = columns.map((column) => ({ column, uses: [] as number[], words: false }));
  for (const [index, row] of rows.entries()) {
    for (const cell of row) {
      const met = found.filter(({ column }) => overlaps(column, cell));
      for (const one of met) one.words ||= cell.text.trim().length > 1;
      if (met.length === 1 && met[0]!.uses.at(-1) !== index) met[0]!.uses.push(index);
    }
  }
  return found;
}

/** Whether two intervals have more in common than a touch. */
export function overlaps(a: Interval, b: Interval): boolean {
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
