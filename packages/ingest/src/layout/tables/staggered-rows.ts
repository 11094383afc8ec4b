import { isValue } from "./cells.ts";
import { baselineOf, type Cell, joinLines } from "./grid.ts";
import { covers } from "./heads.ts";

/** In ems, from base line to base line: between rows set no wider apart, there is no room for a row of its own. */
const NO_ROOM = 1.7;

/** Share of their distance by which a label is off the middle of two rows; more is the label of one of them, set higher. */
const OFF_MIDDLE = 0.2;

/** Repeats a label that is set in the middle of the two rows that it covers, between their base lines, in both. */
export function spreadLabels(rows: readonly Cell[][]): Cell[][] {
  const spread = rows.map((row) => [...row]);
  const between = new Set<number>();
  for (let index = 1; index < rows.length - 1; index++) {
    const [above, row, below] = [spread[index - 1]!, spread[index]!, spread[index + 1]!];
    const [label] = row;
    if (row.length !== 1 || above.length < 2 || below.length < 2 || label!.lines.length > 1) continue;
    const [top, middle, bottom] = [baselineOf(above), baselineOf(row), baselineOf(below)];
    const near = bottom - top < NO_ROOM * label!.lines[0]!.size;
    if (
      !near ||
      Math.abs(top + bottom - 2 * middle) > OFF_MIDDLE * (bottom - top) ||
      [...above, ...below].some((cell) => covers(cell, label!))
    )
      continue;
    for (const beside of [above, below]) {
      beside.push(label!);
      beside.sort((a, b) => a.column - b.column);
    }
    between.add(index);
  }
  return spread.filter((_, index) => !between.has(index));
}

/** In type sizes, from base line to base line: lines of text are set wider apart. */
const STAGGERED = 0.8;
/** The same, from the first to the last line of heads that are set in the middle of their row. */
const MAX_STAGGERED = 1.6;

/** Joins the lines of one row whose cells, of more lines and fewer, are set in the middle of it. */
export function joinStaggered(rows: readonly Cell[][]): Cell[][] {
  const joined: Cell[][] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    if (above && isStaggered(above, row)) {
      const free = row.filter((cell) => !above.some((one) => covers(one, cell)));
      const cells = above.map((one) => {
        const next = row.find((cell) => covers(one, cell));
        return next ? joinLines(one, next) : one;
      });
      joined[joined.length - 1] = [...cells, ...free].sort((a, b) => a.column - b.column);
    } else joined.push(row);
  }
  return joined;
}

function isStaggered(above: readonly Cell[], row: readonly Cell[]): boolean {
  const { size } = row[0]!.lines[0]!;
  if (firstBaselineOf(row) - baselineOf(above) >= STAGGERED * size) return false;
  const overlap = row.filter((cell) => above.some((one) => covers(one, cell)));
  if (overlap.length === 0) return true;
  return (
    overlap.every((cell) => above.filter((one) => covers(one, cell)).length === 1) &&
    above.every((one) => row.filter((cell) => covers(one, cell)).length <= 1) &&
    ![...above, ...row].some(({ column, text }) => column > 0 && isValue(text)) &&
    baselineOf(row) - firstBaselineOf(above) < MAX_STAGGERED * size
  );
}

function firstBaselineOf(row: readonly Cell[]): number {
  return Math.min(...row.map(({ lines }) => lines[0]!.baseline));
}
