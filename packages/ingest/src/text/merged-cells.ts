import { joinSplitFigures } from "./split-figures.ts";
import { looksLikeHeader, type Table, type TableCell, type TableRow } from "./table.ts";

/** A cell as it is written: a merged one where it begins. */
export interface WrittenCell {
  readonly text: string;
  readonly columnSpan: number;
  readonly rowSpan: number;
}

export interface WrittenRow {
  readonly header: boolean;
  /** Empty columns before the first cell. Default 0. */
  readonly before?: number;
  readonly cells: readonly WrittenCell[];
}

/** HTML's own limit, which keeps a table of a billion columns small. */
const MAX_COLUMNS = 1000;
/** UTF-16 units of a cell over several rows that is said in each of them; longer ones are said once. */
const MAX_REPEATED = 200;
/** Cells, those said again among them. */
const MAX_CELLS = 500_000;

interface OpenCell extends TableCell {
  rows: number;
}

/**
 * Places a table's cells. One that covers several rows is said in each of them; columns in which no cell with text
 * begins are left out, and figures that are spread over several are joined. A first row that looks like a header is one.
 */
export function placeCells(written: readonly WrittenRow[]): Table {
  let cells = 0;
  let open: OpenCell[] = [];
  const rows = written.map((row): TableRow => {
    const placed: TableCell[] = [];
    const next: OpenCell[] = [];
    let above = 0;
    const skip = (column: number): number => {
      let at = column;
      for (let over = open[above]; over && over.column <= at; over = open[above]) {
        above += 1;
        at = Math.max(at, over.column + over.span);
        if (over.text.length <= MAX_REPEATED && cells < MAX_CELLS) placed.push(over);
        cells += 1;
        if (over.rows > 1) next.push({ ...over, rows: over.rows - 1 });
      }
      return at;
    };
    let column = row.before ?? 0;
    for (const { text, columnSpan, rowSpan } of row.cells) {
      column = Math.min(skip(column), MAX_COLUMNS);
      const span = Math.max(1, Math.min(columnSpan, MAX_COLUMNS - column));
      const cell = { column, span, text };
      placed.push(cell);
      cells += 1;
      if (rowSpan > 1) next.push({ ...cell, rows: rowSpan - 1 });
      column += span;
    }
    skip(Number.POSITIVE_INFINITY);
    // Beyond the limit nothing is said again, and so nothing has to be remembered.
    open = cells < MAX_CELLS ? next.toSorted((a, b) => a.column - b.column) : [];
    // A row that only goes on with those above has nothing to say.
    const says = row.cells.some(({ text }) => text !== "");
    const shown = says ? placed.toSorted((a, b) => a.column - b.column) : [];
    return { header: row.header, cells: joinSplitFigures(shown) };
  });
  const table = withoutEmptyColumns(rows);
  const [first, ...rest] = table.rows;
  if (!first || rest.length === 0 || table.rows.some(({ header }) => header)) return table;
  return { ...table, rows: [{ ...first, header: looksLikeHeader(first.cells) }, ...rest] };
}

function withoutEmptyColumns(rows: readonly TableRow[]): Table {
  const begun = new Set(rows.flatMap(({ cells }) => cells.map(({ column }) => column)));
  const columns = [...begun].toSorted((a, b) => a - b);
  /** Columns kept that lie before one, up to the one behind the last: a filing has thousands of small tables. */
  const keptBefore = [0];
  for (let column = 0; column <= (columns.at(-1) ?? 0); column++) {
    keptBefore.push(keptBefore[column]! + (begun.has(column) ? 1 : 0));
  }
  return {
    columns: columns.length,
    rows: rows.map(({ header, cells }) => ({
      header,
      cells: joinAtEnd(
        cells.map(({ column, span, text }) => {
          const to = keptBefore[Math.min(keptBefore.length - 1, column + span)]!;
          return { column: keptBefore[column]!, span: Math.max(1, to - keptBefore[column]!), text };
        }),
      ),
    })),
  };
}

/** Cells beyond the last column share it. */
function joinAtEnd(cells: readonly TableCell[]): TableCell[] {
  const joined: TableCell[] = [];
  for (const cell of cells) {
    const last = joined.at(-1);
    if (last?.column === cell.column)
      joined[joined.length - 1] = { ...last, text: `${last.text} ${cell.text}` };
    else joined.push(cell);
  }
  return joined;
}
