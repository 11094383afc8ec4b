import type { Rectangle } from "../geometry.ts";

/** A grid that rules draw: cells bounded on all sides. */
export interface Lattice {
  /** Points, from left to right: the columns lie between them. */
  readonly xs: readonly number[];
  /** Points, from top to bottom: the rows lie between them. */
  readonly ys: readonly number[];
  /** Cells that cover the grid, row by row. */
  readonly cells: readonly LatticeCell[];
}

export interface LatticeCell {
  /** First column and row, from 0, and how many of each it covers. */
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

/** A straight stroke along an axis: at `at` on the other axis, from `from` to `to`. */
interface Stroke {
  readonly at: number;
  from: number;
  to: number;
}

/** Points: a stroke is no thicker, and strokes this close are one, or meet. */
const TOLERANCE = 3;
/** Points: shorter strokes are parts of letters and marks. */
const MIN_LENGTH = 5;
/** Share of a cell's side that strokes cover where there is a border. */
const MIN_COVERED = 0.6;
/** More lines in one direction are a hatching or a chart's paper. */
const MAX_LINES = 400;

/** Finds the grids among a page's rules: strokes that cross or meet, with at least two columns and two rows. */
export function findLattices(rules: readonly Rectangle[]): Lattice[] {
  const horizontal = mergeStrokes(
    rules.filter(isFlat).map((rule) => strokeOf(rule.y0, rule.y1, rule.x0, rule.x1)),
  );
  const vertical = mergeStrokes(
    rules.filter(isUpright).map((rule) => strokeOf(rule.x0, rule.x1, rule.y0, rule.y1)),
  );
  if (horizontal.length > MAX_LINES || vertical.length > MAX_LINES) return [];
  return connected(horizontal, vertical).flatMap(({ across, down }) => toLattice(across, down) ?? []);
}

function isFlat({ x0, x1, y0, y1 }: Rectangle): boolean {
  return y1 - y0 <= TOLERANCE && x1 - x0 >= MIN_LENGTH;
}

function isUpright({ x0, x1, y0, y1 }: Rectangle): boolean {
  return x1 - x0 <= TOLERANCE && y1 - y0 >= MIN_LENGTH;
}

function strokeOf(near: number, far: number, from: number, to: number): Stroke {
  return { at: (near + far) / 2, from, to };
}

/** Joins the pieces that a line is drawn in: cell by cell, or twice where two cells meet. */
function mergeStrokes(strokes: readonly Stroke[]): Stroke[] {
  const merged: Stroke[] = [];
  let line: Stroke[] = [];
  const flush = (): void => {
    const pieces = line.toSorted((a, b) => a.from - b.from);
    let last: Stroke | undefined;
    for (const piece of pieces) {
      if (last && piece.from <= last.to + TOLERANCE) last.to = Math.max(last.to, piece.to);
      else merged.push((last = { ...piece, at: line[0]!.at }));
    }
    line = [];
  };
  for (const stroke of strokes.toSorted((a, b) => a.at - b.at)) {
    if (line.length > 0 && stroke.at - line[0]!.at > TOLERANCE) flush();
    line.push(stroke);
  }
  flush();
  return merged;
}

interface Component {
  readonly across: readonly Stroke[];
  readonly down: readonly Stroke[];
}

function connected(horizontal: readonly Stroke[], vertical: readonly Stroke[]): Component[] {
  const components: Component[] = [];
  const free = { across: new Set(horizontal), down: new Set(vertical) };
  for (const first of horizontal) {
    if (!free.across.delete(first)) continue;
    const found = { across: [first], down: [] as Stroke[] };
    for (let next = 0, below = 0; next < found.across.length || below < found.down.length;) {
      const isAcross = next < found.across.length;
      const stroke = isAcross ? found.across[next++]! : found.down[below++]!;
      const [others, into] = isAcross ? [free.down, found.down] : [free.across, found.across];
      for (const other of others) {
        if (!meet(stroke, other)) continue;
        others.delete(other);
        into.push(other);
      }
    }
    if (found.down.length > 0) components.push(found);
  }
  return components;
}

function meet(a: Stroke, b: Stroke): boolean {
  return within(a.at, b) && within(b.at, a);
}

function within(at: number, { from, to }: Stroke): boolean {
  return at >= from - TOLERANCE && at <= to + TOLERANCE;
}

function toLattice(across: readonly Stroke[], down: readonly Stroke[]): Lattice | undefined {
  // A side without a line of its own is where the lines of the other direction end.
  const xs = distinct([...down.map(({ at }) => at), ...ends(across)]);
  const ys = distinct([...across.map(({ at }) => at), ...ends(down)]);
  if (xs.length < 3 || ys.length < 3) return undefined;
  const [columns, rows] = [xs.length - 1, ys.length - 1];
  const group = Array.from({ length: columns * rows }, (_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (group[root] !== root) root = group[root]!;
    return (group[index] = root);
  };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const own = row * columns + column;
      if (column + 1 < columns && !isDrawn(down, xs[column + 1]!, ys[row]!, ys[row + 1]!)) {
        group[find(own + 1)] = find(own);
      }
      if (row + 1 < rows && !isDrawn(across, ys[row + 1]!, xs[column]!, xs[column + 1]!)) {
        group[find(own + columns)] = find(own);
      }
    }
  }
  const members = Map.groupBy(group.keys(), (index) => find(index));
  const cells = [...members.values()].map((indices) => boundsOf(indices, columns));
  const covered = cells.reduce((sum, cell) => sum + cell.columns * cell.rows, 0);
  // Cells that are no rectangles, and overlap in their bounds: lines that are no grid.
  return covered === columns * rows && cells.length > 1 ? { xs, ys, cells } : undefined;
}

function ends(strokes: readonly Stroke[]): number[] {
  return [Math.min(...strokes.map(({ from }) => from)), Math.max(...strokes.map(({ to }) => to))];
}

function distinct(values: readonly number[]): number[] {
  const found: number[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    if (found.length === 0 || value - found.at(-1)! > TOLERANCE) found.push(value);
  }
  return found;
}

function isDrawn(strokes: readonly Stroke[], at: number, from: number, to: number): boolean {
  const covered = strokes
    .filter((stroke) => Math.abs(stroke.at - at) <= TOLERANCE)
    .reduce((sum, stroke) => sum + Math.max(0, Math.min(stroke.to, to) - Math.max(stroke.from, from)), 0);
  return covered >= MIN_COVERED * (to - from);
}

function boundsOf(indices: readonly number[], columns: number): LatticeCell {
  const across = indices.map((index) => index % columns);
  const down = indices.map((index) => Math.floor(index / columns));
  const [column, row] = [Math.min(...across), Math.min(...down)];
  return { column, row, columns: Math.max(...across) - column + 1, rows: Math.max(...down) - row + 1 };
}
