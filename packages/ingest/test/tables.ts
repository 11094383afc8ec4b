import type { Cell, Table, TableRow } from "../src/layout/tables/grid.ts";

/** Points. The right edge of each column of figures. */
const EDGES = [200, 300, 400];

/** A table's row, its cells from the first column on. */
export function row(texts: readonly (string | undefined)[], { header = false, shift = 0 } = {}): TableRow {
  const cells = texts.flatMap((text, column): Cell[] => {
    if (text === undefined) return [];
    const width = 5 * text.length;
    const x0 = column === 0 ? 50 : EDGES[column - 1]! - width + shift;
    const line = { text, x0, x1: x0 + width, y0: 0, y1: 10, baseline: 8, size: 10, order: 0 };
    return [{ text, column, span: 1, lines: [{ ...line, bold: false, italic: false, monospace: false }] }];
  });
  return { cells, header };
}

export const table = (rows: readonly TableRow[]): Table => ({ type: "table", columns: 3, rows });
