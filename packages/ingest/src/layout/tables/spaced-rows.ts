import { median } from "../median.ts";
import { isValue } from "./cells.ts";
import { baselineOf, type Cell, joinRows } from "./grid.ts";
import { CELL_LEADING } from "./wrapped-cells.ts";

/** Rows by which it can be told that they are set apart; and those of several lines among them. */
const MIN_ROWS = 3;
const MIN_WRAPPED = 2;
/** The space between rows, from base line to base line, beside that between the lines of a cell. */
const SET_APART = 1.3;
/** In ems, from base line to base line: where type is set wide. */
const WIDE_LEADING = 1.7;
/** Share of the rows of several lines in which more than the label has fewer lines. */
const MIN_UNEVEN = 0.5;

type Lines = readonly (readonly Cell[])[];

/**
 * Joins the lines of rows that space sets apart, where cells of fewer lines are set in the middle of their row, or at its
 * top. Lines with figures, or a label in each, are rows.
 */
export function joinSpacedRows(lines: readonly Cell[][]): Cell[][] {
  const steps = lines.slice(1).map((line, index) => baselineOf(line) - baselineOf(lines[index]!));
  const sizes = lines.map((line) => line[0]!.lines[0]!.size);
  const rows = [WIDE_LEADING, CELL_LEADING]
    .map((leading) => setApart(lines, steps, leading * median(sizes)))
    .find((groups) => groups !== undefined && areRows(groups));
  if (!rows) return [...lines];
  const [heads, ...others] = rows;
  return [
    ...(isOneRow(heads!) ? [joinRows(heads!)] : heads!.map((line) => [...line])),
    ...others.map(joinRows),
  ];
}

function areRows(rows: readonly Lines[]): boolean {
  // The first may be heads in several rows.
  const wrapped = rows.slice(1).filter((row) => row.length > 1);
  const columns = new Set(rows.flat(2).map(({ column }) => column)).size;
  const uneven = wrapped.filter((row) => columns === 2 || shortColumns(row) > 1);
  return (
    rows.length >= MIN_ROWS &&
    wrapped.length >= MIN_WRAPPED &&
    wrapped.every(isOneRow) &&
    uneven.length >= MIN_UNEVEN * wrapped.length
  );
}

/**
 * Groups of lines no further apart than the `leading`; nothing where they are hardly closer than others.
 *
 * @param steps from each line's base line to the next, in points, as is the `leading`
 */
function setApart(lines: Lines, steps: readonly number[], leading: number): Lines[] | undefined {
  const groups: (readonly Cell[])[][] = [[lines[0]!]];
  for (const [index, step] of steps.entries()) {
    const line = lines[index + 1]!;
    if (step < leading) groups.at(-1)!.push(line);
    else groups.push([line]);
  }
  const widest = Math.max(0, ...steps.filter((step) => step < leading));
  const narrowest = Math.min(...steps.filter((step) => step >= leading));
  return narrowest >= SET_APART * widest ? groups : undefined;
}

function isOneRow(lines: Lines): boolean {
  const cells = lines.flat();
  const labels = lines.flatMap((line, index) => (line.some(({ column }) => column === 0) ? [index] : []));
  const figures = cells.filter(({ text }) => isValue(text)).map(({ column }) => column);
  return (
    cells.every(({ span }) => span === 1) &&
    labels.length > 0 &&
    labels.length < lines.length &&
    labels.at(-1)! - labels[0]! < labels.length &&
    new Set(figures).size === figures.length
  );
}

/** Columns that have fewer lines than their row. */
function shortColumns(lines: Lines): number {
  const counts = Map.groupBy(lines.flat(), ({ column }) => column);
  return [...counts.values()].filter((cells) => cells.length < lines.length).length;
}
