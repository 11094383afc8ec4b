import type { Box } from "@longdoc/core";

/** A cell and the rows and columns it covers, from 0, inclusive. */
export interface GridCell {
  readonly row: number;
  readonly lastRow: number;
  readonly column: number;
  readonly lastColumn: number;
  readonly text: string;
}

export interface FoundTable {
  readonly page: number;
  /** Absent where the reader does not tell. */
  readonly box?: Omit<Box, "page"> | undefined;
  readonly cells: readonly GridCell[];
}

/** Cells of a table that is given as rows of texts. */
export function cellsOfRows(rows: readonly (readonly string[])[]): GridCell[] {
  return rows.flatMap((cells, row) =>
    cells.map((text, column) => ({ row, lastRow: row, column, lastColumn: column, text })),
  );
}

const PIPE_ROW = /^\s*\|.*\|\s*$/;
const DELIMITER_ROW = /^[\s|:-]+$/;

/** The pipe tables of a Markdown text, each as its rows; the row of heads is the first. */
export function markdownTables(markdown: string): string[][][] {
  const tables: string[][][] = [];
  let open: string[][] | undefined;
  for (const line of markdown.split("\n")) {
    if (!PIPE_ROW.test(line)) {
      open = undefined;
      continue;
    }
    if (!open) tables.push((open = []));
    if (DELIMITER_ROW.test(line)) continue;
    const cells = line
      .trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/);
    open.push(cells.map((cell) => cell.replaceAll("\\|", "|").trim()));
  }
  return tables;
}
