import type { Cell, Table, TableRow } from "../layout/tables/grid.ts";
import { type Interval, overlaps } from "../layout/tables/table-columns.ts";

/** Points by which a column's edges may differ where a line of text interrupts its table. */
const SAME_EDGE_PT = 3;

/**
 * A table, as the continuation of the one before it: its columns are the same ones, and its rows stand under the same
 * heads. Undefined where it is a table of its own.
 *
 * @param where it begins the page that follows, or text interrupts it on one page; there, it must have all of
 * the columns above, share an edge with those of figures, and have no heads
 */
export function continueTable(
  before: Table,
  after: Table,
  where: "next page" | "same page",
): Table | undefined {
  const columns = columnExtents(before);
  const extents = columnExtents(after);
  const places = extents.map((extent) =>
    extent === undefined
      ? -1
      : columns.findIndex((column) => column !== undefined && overlaps(column, extent)),
  );
  const met = places.filter((place) => place >= 0);
  const sameOrder = met.every((place, index) => index === 0 || place > met[index - 1]!);
  if (met.length < 2 || met.length < places.length || !sameOrder) return undefined;
  const heads = before.rows.filter((row) => row.header);
  const own = after.rows.filter((row) => row.header);
  const repeated = own.length > 0 && textOf(own) === textOf(heads);
  if (own.length > 0 && !repeated) return undefined;
  const above = [...(before.before ?? []), ...before.rows];
  if (where === "same page") {
    const headed = above.some((row) => row.header);
    // Heads are set over the figures' middle, or wider than they are.
    const figures = columnExtents({ ...before, rows: before.rows.filter((row) => !row.header) });
    const inLine = extents.every((extent, column) => {
      const place = figures[places[column]!];
      return column === 0 || extent === undefined || (place !== undefined && sharesEdge(extent, place));
    });
    const whole = columns.every((column, index) => column === undefined || places.includes(index));
    if (!headed || own.length > 0 || !inLine || !whole) return undefined;
  }
  const place = (cell: Cell): Cell => {
    const column = places[cell.column]!;
    const last = places[Math.min(cell.column + cell.span, places.length) - 1]!;
    return { ...cell, column, span: last - column + 1 };
  };
  const unit = after.unit ?? before.unit;
  return {
    type: "table",
    columns: before.columns,
    rows: after.rows.map((row) => ({ ...row, cells: row.cells.map(place) })),
    ...(unit === undefined ? {} : { unit }),
    // The text that interrupts a table may name the next section.
    before: above.filter(where === "next page" ? holdsBelow : (row) => row.header),
  };
}

/** Heads, the labels of sections, and the totals that end them. */
function holdsBelow({ header, cells }: TableRow): boolean {
  return header || cells.length === 1 || /^total\b/i.test(cells[0]?.text ?? "");
}

/** Where each column's cells stand; undefined for a column that only spanning cells cover. */
function columnExtents(table: Table): (Interval | undefined)[] {
  const extents: (Interval | undefined)[] = Array.from({ length: table.columns }, () => undefined);
  for (const { cells } of table.rows) {
    for (const { column, span, lines } of cells) {
      if (span > 1) continue;
      for (const { x0, x1 } of lines) {
        const known = extents[column];
        extents[column] = known ? { x0: Math.min(known.x0, x0), x1: Math.max(known.x1, x1) } : { x0, x1 };
      }
    }
  }
  return extents;
}

function sharesEdge(a: Interval, b: Interval): boolean {
  return [a.x0 - b.x0, a.x1 - b.x1].some((off) => Math.abs(off) <= SAME_EDGE_PT);
}

function textOf(rows: readonly TableRow[]): string {
  return rows.flatMap((row) => row.cells.map((cell) => cell.text)).join("|");
}
