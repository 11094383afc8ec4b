import type { Rectangle } from "../geometry.ts";
import { isValue, isYear } from "./cells.ts";
import { baselineOf, type Cell, type CellLine, joinRows, leftOf, rightOf } from "./grid.ts";
import { hasFigures } from "./header-rows.ts";
import { areRows, type Stack } from "./stacked-rows.ts";

/** Points: a rule is no thicker, and the pieces of one rule lie no further apart in height. */
const THICKNESS = 3;
/** Share of a table's width that a rule covers to part rows; a cell over several rows interrupts it. */
const MIN_COVERED = 0.35;
/** The same, of a rule that crosses the table. */
const CROSSING = 0.9;
/** More of them part all rows: the first one does not set off the heads. */
const MAX_CROSSING = 3;
/** A table that is ruled throughout has at least this many rows between rules, and this share of them hold one row. */
const MIN_ROWS = 3;
const MIN_SINGLE_SHARE = 0.8;

/**
 * The rows of a table that has a rule between each two of them: all lines between two rules are one row. A statement
 * that is ruled above its totals only, where a column holds many figures between two rules, stays as it is.
 */
export function joinRuledRows(lines: readonly Cell[][], rules: readonly Rectangle[]): Cell[][] {
  const groups = groupByRules(lines, rules);
  if (groups.length < MIN_ROWS || groups.length === lines.length) return [...lines];
  const starts = columnStarts(lines);
  const isOneRow = (group: readonly (readonly Cell[])[]): boolean =>
    !hasColumnOfFigures(group) && !isSigned(group) && !areRows(stacksOf(group, starts));
  const single = groups.filter((group) => isOneRow(group)).length;
  if (single < MIN_SINGLE_SHARE * groups.length) return [...lines];
  return groups.flatMap((group, index) => {
    // Among the first rows may be heads over several columns, which are no lines of the row below.
    const heads = index === 0 && group.some((row) => row.length > group[0]!.length);
    if (heads || !isOneRow(group)) return group;
    const data = index === 0 ? dataBelowHeads(group) : 0;
    return data > 0 ? [joinRows(group.slice(0, data)), joinRows(group.slice(data))] : [joinRows(group)];
  });
}

/** Where, in the lines down to the first rule, the first row of data begins below heads that no rule sets off; 0 otherwise. */
function dataBelowHeads(group: readonly (readonly Cell[])[]): number {
  const [first] = group;
  const heads = first!.filter(({ column }) => column > 0);
  const areYears = heads.length > 0 && heads.every(({ text }) => isYear(text));
  const isHeads = first!.length > 1 && !hasFigures(first!);
  const data = areYears ? 1 : group.findIndex(hasFigures);
  return isHeads && data > 0 && group[data]?.[0]!.column === 0 ? data : 0;
}

function groupByRules(lines: readonly Cell[][], rules: readonly Rectangle[]): Cell[][][] {
  const all = lines.flat().flatMap((cell) => cell.lines);
  const x0 = Math.min(...all.map((line) => line.x0));
  const x1 = Math.max(...all.map((line) => line.x1));
  const drawn = rules.filter((rule) => !all.some((line) => underlines(rule, line)));
  const heights = ruleHeights(drawn, { x0, x1 }, MIN_COVERED);
  const groups: Cell[][][] = [];
  let previous: number | undefined;
  for (const row of lines) {
    const baseline = baselineOf(row);
    const middle = Math.min(
      ...row.flatMap((cell) => cell.lines.map((line) => (line.y0 + line.baseline) / 2)),
    );
    const parted = previous === undefined || heights.some((y) => y > previous! - 1 && y < middle);
    if (parted) groups.push([row]);
    else groups.at(-1)!.push(row);
    previous = baseline;
  }
  return groups;
}

/** In type sizes: words are underlined no further below their base line. */
const UNDERLINE = 0.3;

/** Whether a rule underlines words of a line, such as a link's. */
function underlines(rule: Rectangle, { x0, x1, baseline, size }: CellLine): boolean {
  const below = rule.y0 - baseline;
  return below >= -1 && below < UNDERLINE * size && rule.x0 > x0 - 1 && rule.x1 < x1 + 1;
}

/** How many rows stand above the rule that crosses a table below its heads; undefined where there is none. */
export function rowsAboveRule(
  rows: readonly (readonly Cell[])[],
  rules: readonly Rectangle[],
): number | undefined {
  const x0 = Math.min(...rows.flat().map(leftOf));
  const x1 = Math.max(...rows.flat().map(rightOf));
  const [first, last] = [baselineOf(rows[0]!), baselineOf(rows.at(-1)!)];
  const heights = ruleHeights(rules, { x0, x1 }, CROSSING).filter((y) => y > first - 1 && y < last);
  const [height] = heights;
  if (height === undefined || heights.length > MAX_CROSSING) return undefined;
  return rows.filter((row) => baselineOf(row) < height + 1).length;
}

/** Heights at which horizontal rules cover this share of a table's width at least. */
function ruleHeights(
  rules: readonly Rectangle[],
  { x0, x1 }: { readonly x0: number; readonly x1: number },
  share: number,
): number[] {
  const flat = rules
    .filter((rule) => rule.y1 - rule.y0 <= THICKNESS && rule.x1 > x0 && rule.x0 < x1)
    .toSorted((a, b) => a.y0 - b.y0);
  const heights: number[] = [];
  for (let start = 0; start < flat.length;) {
    let end = start;
    let covered = 0;
    while (end < flat.length && flat[end]!.y0 - flat[start]!.y0 <= THICKNESS) {
      covered += Math.min(flat[end]!.x1, x1) - Math.max(flat[end]!.x0, x0);
      end++;
    }
    if (covered >= share * (x1 - x0)) heights.push((flat[start]!.y0 + flat[end - 1]!.y1) / 2);
    start = end;
  }
  return heights;
}

/** Names stand below the rule that was signed on: the next signature is a row of its own. */
function isSigned(group: readonly (readonly Cell[])[]): boolean {
  return group.slice(1).some((row) => row.some(({ text }) => text.startsWith("/s/")));
}

/** A figure with its unit, and the same in another one: `9 ft 10 in (3.0 m)`. */
const MEASURE = /^\d[\d.,]*\s?\p{L}{1,5}(?![\p{L}.])(?:[^.;]|\.\d){0,24}$/u;

/** A column holds two figures, or two measures that have labels each: the lines are rows of their own. */
function hasColumnOfFigures(group: readonly (readonly Cell[])[]): boolean {
  const columns = new Set<number>();
  for (const row of group) {
    const isLabelled = row[0]?.column === 0;
    for (const cell of row) {
      const isFigure = isValue(cell.text) || (isLabelled && MEASURE.test(cell.text));
      if (cell.column === 0 || !isFigure) continue;
      if (columns.has(cell.column)) return true;
      columns.add(cell.column);
    }
  }
  return false;
}

/** Left edge of each column, and behind the last one the right edge of the table. */
function columnStarts(table: readonly (readonly Cell[])[]): number[] {
  const starts: number[] = [];
  let columns = 0;
  let end = -Infinity;
  for (const cell of table.flat()) {
    starts[cell.column] = Math.min(starts[cell.column] ?? Infinity, leftOf(cell));
    columns = Math.max(columns, cell.column + cell.span);
    end = Math.max(end, rightOf(cell));
  }
  starts[columns] = end;
  return starts;
}

/** What stands in each column of a group, up to where the next column begins in any row of the table. */
function stacksOf(group: readonly (readonly Cell[])[], starts: readonly number[]): Stack[] {
  const byColumn = Map.groupBy(group.flat(), ({ column }) => column);
  return [...byColumn.values()].map((cells) => {
    const next = Math.max(...cells.map(({ column, span }) => column + span));
    return { lines: cells.flatMap(({ lines }) => lines), right: starts[next] ?? starts.at(-1)! };
  });
}
