import type { Cell, Interval, Table, TableRow } from "../layout/tables/grid.ts";

/**
 * A table that begins a page, as the continuation of the one that ended the page before: its columns are the same
 * ones, and its rows stand under the same heads. Undefined where it is a table of its own.
 */
export function continueTable(before: Table, after: Table): Table | undefined {
  const columns = columnExtents(before);
  const places = columnExtents(after).map((extent) =>
    extent === undefined
      ? -1
      : columns.findIndex((column) => column !== undefined && overlap(column, extent)),
  );
  const met = places.filter((place) => place >= 0);
  const sameOrder = met.every((place, index) => index === 0 || place > met[index - 1]!);
  if (met.length < 2 || met.length < places.length || !sameOrder) return undefined;
  const heads = before.rows.filter((row) => row.header);
  const own = after.rows.filter((row) => row.header);
  const repeated = own.length > 0 && textOf(own) === textOf(heads);
  if (own.length > 0 && !repeated) return undefined;
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
    before: [...(before.before ?? []), ...before.rows].filter(holdsBelow),
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

function overlap(a: Interval, b: Interval): boolean {
  return Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0) > 0.5;
}

function textOf(rows: readonly TableRow[]): string {
  return rows.flatMap((row) => row.cells.map((cell) => cell.text)).join("|");
}
