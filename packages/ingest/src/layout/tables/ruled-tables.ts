import type { Rectangle } from "../geometry.ts";
import { joinTexts } from "../line-ends.ts";
import { toLine } from "../lines.ts";
import { toRows } from "../rows.ts";
import type { Segment } from "../segments.ts";
import { isValue } from "./cells.ts";
import { type Cell, compactCell, leftOf, type Table } from "./grid.ts";
import { countHeaderRows } from "./header-rows.ts";
import { findLattices, type Lattice, type LatticeCell } from "./lattice.ts";
import { areRows, type Stack } from "./stacked-rows.ts";
import { findUnit } from "./unit.ts";
import { joinWrappedLabels } from "./wrapped-cells.ts";

export interface RuledTable {
  readonly table: Table;
  readonly box: Rectangle;
  /** The text in it. */
  readonly segments: readonly Segment[];
}

/** Cells with text that a table has at least; fewer are a frame, or a form's field. */
const MIN_CELLS = 4;
/** In ems, by which the label of several rows is off the base line of each. */
const BETWEEN = 0.25;
/** Share of the text that its largest cell holds at most; more is a page with a border. */
const MAX_CELL_SHARE = 0.7;

/**
 * Finds the tables that are ruled on all sides of their cells. What stands in a cell is told by the rules alone,
 * however many lines it has; columns of running text in cells are no columns of the page.
 */
export function findRuledTables(
  segments: readonly Segment[],
  rules: readonly Rectangle[],
): { readonly tables: readonly RuledTable[]; readonly rest: readonly Segment[] } {
  const tables: RuledTable[] = [];
  let rest = segments;
  for (const lattice of findLattices(rules)) {
    const box = boundsOf(lattice);
    const [inside, outside] = part(rest, (segment) => isInside(segment, box));
    const table = toTable(inside, lattice);
    if (!table) continue;
    tables.push({ table, box, segments: inside });
    rest = outside;
  }
  return { tables, rest };
}

function boundsOf({ xs, ys }: Lattice): Rectangle {
  return { x0: xs[0]!, x1: xs.at(-1)!, y0: ys[0]!, y1: ys.at(-1)! };
}

function part<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const passed: T[] = [];
  const failed: T[] = [];
  for (const item of items) (test(item) ? passed : failed).push(item);
  return [passed, failed];
}

function isInside({ x0, x1, y0, baseline }: Segment, box: Rectangle): boolean {
  const [x, y] = [(x0 + x1) / 2, (y0 + baseline) / 2];
  return x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1;
}

function toTable(segments: readonly Segment[], lattice: Lattice): Table | undefined {
  const contents = new Map<LatticeCell, Segment[]>();
  for (const segment of segments) {
    const cell = cellOf(segment, lattice);
    // Text across a border: what looks like a grid is none.
    if (!cell) return undefined;
    contents.set(cell, [...(contents.get(cell) ?? []), segment]);
  }
  const filled = [...contents]
    .flatMap(([place, own]) => partLabels(place, own, lattice, contents))
    .flatMap(([place, own]) => partUnruled(place, own, lattice));
  if (!looksTabular(filled.map(({ cell }) => cell)) || holdColumns(filled)) return undefined;
  const grid = lattice.ys
    .slice(1)
    .map((_, row) =>
      filled
        .filter(({ place }) => row >= place.row && row < place.row + place.rows)
        .toSorted((a, b) => a.cell.column - b.cell.column),
    );
  const placed = grid.filter((row) => row.length > 0).flatMap((row) => rowsOf(row, lattice));
  const headers = countHeaderRows(placed);
  const unit = findUnit(placed.slice(0, headers + 2), headers);
  return {
    type: "table",
    columns: lattice.xs.length - 1,
    rows: placed.map((cells, index) => ({ cells: cells.map(compactCell), header: index < headers })),
    ...(unit === undefined ? {} : { unit }),
  };
}

function cellOf(
  { x0, x1, y0, baseline, size }: Segment,
  { xs, ys, cells }: Lattice,
): LatticeCell | undefined {
  const row = rowAt({ y0, baseline }, ys);
  const column = xs.findLastIndex((x) => x < (x0 + x1) / 2);
  const cell = cells.find(
    (one) =>
      column >= one.column && column < one.column + one.columns && row >= one.row && row < one.row + one.rows,
  );
  if (!cell) return undefined;
  const [left, right] = [xs[cell.column]!, xs[cell.column + cell.columns]!];
  return x0 > left - 0.5 * size && x1 < right + 0.5 * size ? cell : undefined;
}

function rowAt({ y0, baseline }: Pick<Segment, "y0" | "baseline">, ys: readonly number[]): number {
  return ys.findLastIndex((y) => y < (y0 + baseline) / 2);
}

interface FilledCell {
  readonly place: LatticeCell;
  readonly segments: readonly Segment[];
  readonly cell: Cell;
}

/** Share of a cell's lines that stand on base lines of the cells beside it, by which they are labels, a row each. */
const MIN_LABELS = 0.6;

/**
 * A column of labels that no rule parts, where the figures beside it have rules above their totals: what stands between
 * two such rules is a cell of its own. One label over several rows has no more lines than these.
 */
function partLabels(
  place: LatticeCell,
  segments: Segment[],
  { ys }: Lattice,
  contents: ReadonlyMap<LatticeCell, readonly Segment[]>,
): [LatticeCell, Segment[]][] {
  const lines = toRows(segments);
  if (place.rows < 2 || lines.length <= place.rows) return [[place, segments]];
  const beside = [...contents].flatMap(([other, own]) => (other === place ? [] : own));
  const labels = lines.filter(
    ({ segments: own, baseline, size }) =>
      !own.some(({ text }) => isValue(text)) &&
      beside.some((other) => Math.abs(other.baseline - baseline) < BETWEEN * size),
  );
  if (labels.length < MIN_LABELS * lines.length) return [[place, segments]];
  return [...Map.groupBy(segments, (segment) => rowAt(segment, ys))].map(([row, own]) => [
    { ...place, row, rows: 1 },
    own,
  ]);
}

/** A row without rules between its columns, where the rows above have them: each piece stands in a column of its own. */
function partUnruled(place: LatticeCell, segments: readonly Segment[], { xs }: Lattice): FilledCell[] {
  const columnOf = ({ x0, x1 }: Segment): number => xs.findLastIndex((x) => x < (x0 + x1) / 2);
  const byColumn = Map.groupBy(segments, columnOf);
  const fits = ({ x0, x1 }: Segment, column: number): boolean =>
    x0 > xs[column]! - 1 && x1 < xs[column + 1]! + 1;
  if (byColumn.size < 2 || !segments.every((segment) => fits(segment, columnOf(segment)))) {
    return [{ place, segments, cell: toCell(place, segments) }];
  }
  return [...byColumn].map(([column, own]) => {
    const part = { ...place, column, columns: 1 };
    return { place: part, segments: own, cell: toCell(part, own) };
  });
}

/** Whether figures stand side by side within cells, on more lines than one: not all columns are ruled. */
function holdColumns(cells: readonly FilledCell[]): boolean {
  const lines = cells.flatMap(({ segments }) => toRows(segments));
  const crowded = lines.filter(({ segments }) => segments.filter(({ text }) => isValue(text)).length > 1);
  return crowded.length > 1;
}

/**
 * The rows between two rules: one, or one for each base line, where a column of figures stands between them, a head
 * over heads of its columns, or lines that no text runs over.
 */
function rowsOf(row: readonly FilledCell[], lattice: Lattice): Cell[][] {
  const hasColumn = row.some(({ cell }) => cell.lines.filter((line) => isValue(line.text)).length > 1);
  const hasHeads = row.some((cell) => headsColumns(cell, lattice));
  const stacks = row.map(({ cell, place }): Stack => {
    const [left, right] = [lattice.xs[place.column]!, lattice.xs[place.column + place.columns]!];
    // As far from the right border as the text is from the left one.
    return { lines: cell.lines, right: right - Math.max(0, leftOf(cell) - left) };
  });
  if (!(hasColumn || hasHeads || areRows(stacks)) || row.some(({ place }) => place.rows > 1))
    return [row.map(({ cell }) => cell)];
  const covering = hasColumn ? row.filter((cell) => standsBetween(cell, row)) : [];
  const parted = row.filter((cell) => !covering.includes(cell));
  const lines = toRows(parted.flatMap(({ segments }) => segments)).map((line) =>
    row.flatMap((filled) => {
      const { place, segments, cell } = filled;
      if (covering.includes(filled)) return [cell];
      const own = line.segments.filter((segment) => segments.includes(segment));
      return own.length > 0 ? partUnruled(place, own, lattice).map((one) => one.cell) : [];
    }),
  );
  return hasColumn ? joinWrappedLabels(lines) : lines;
}

/** Whether a cell holds a head over several columns and, on a line below it, a head for each of them. */
function headsColumns({ place, segments }: FilledCell, lattice: Lattice): boolean {
  if (place.columns < 2) return false;
  const [first, ...others] = toRows(segments).map((line) => partUnruled(place, line.segments, lattice));
  return first?.length === 1 && others.length > 0 && others.every((line) => line.length === place.columns);
}

/** Whether a cell's only line is on no other one's base line: it stands in the middle of the rows that it covers. */
function standsBetween({ segments }: FilledCell, row: readonly FilledCell[]): boolean {
  const [line, ...others] = toRows(segments);
  if (!line || others.length > 0) return false;
  return row.every(({ segments: beside }) =>
    beside.every(
      (one) => segments.includes(one) || Math.abs(one.baseline - line.baseline) > BETWEEN * line.size,
    ),
  );
}

function toCell({ column, columns }: LatticeCell, segments: readonly Segment[]): Cell {
  const lines = toRows(segments).map((row) => toLine(row));
  return { lines, text: joinTexts(lines).text, column, span: columns };
}

function looksTabular(cells: readonly Cell[]): boolean {
  if (cells.length < MIN_CELLS || new Set(cells.map(({ column }) => column)).size < 2) return false;
  const all = cells.reduce((sum, { text }) => sum + text.length, 0);
  return !cells.some(({ text }) => text.length > MAX_CELL_SHARE * all);
}
