import { rowText } from "./table-row.ts";

export interface TableCell {
  /** From 0. */
  readonly column: number;
  /** Columns that the cell covers. */
  readonly span: number;
  readonly text: string;
}

export interface TableRow<Cell extends TableCell = TableCell> {
  readonly header: boolean;
  readonly cells: readonly Cell[];
}

/** A table's rows; a merged cell stands where it begins. */
export interface Table<Cell extends TableCell = TableCell> {
  readonly columns: number;
  readonly rows: readonly TableRow<Cell>[];
}

/** UTF-16 units of the names of a header that is not marked as one. */
const MAX_NAME = 60;
/** UTF-16 units: a header is said again in every row, and what is longer is no name. */
const MAX_HEADER = 300;
const TOTAL = /^total\b/i;
const YEAR = /^(?:FY ?)?(?:18|19|20)\d{2}$/;
const NUMBER = /^[\p{Sc}(+−–-]*\d[\d\s.,:/%)–-]*\p{L}{0,3}$/u;

/**
 * Whether a first row that is not marked as a header is one all the same: short names, each another, no figures but
 * several years.
 */
export function looksLikeHeader(cells: readonly TableCell[]): boolean {
  const names = cells.filter(({ column }) => column > 0).map(({ text }) => text);
  const all = cells.map(({ text }) => text);
  const years = names.length > 1 && names.every((name) => YEAR.test(name)) ? names : [];
  return (
    names.length > 0 &&
    names.every((name) => name !== "") &&
    all.every((name) => name.length <= MAX_NAME && (!NUMBER.test(name) || years.includes(name))) &&
    new Set(all).size === all.length
  );
}

/**
 * A table's rows as sentences that can be cited with their meaning, with the cells that have text. Below a label
 * without figures rows say it too, up to the next one or a total: `Current assets: Inventories — 2019: 5,409`.
 */
export function rowSentences<Cell extends TableCell>(
  table: Table<Cell>,
): { readonly text: string; readonly cells: readonly Cell[] }[] {
  let headers: readonly string[] | undefined;
  let section = "";
  return table.rows.flatMap(({ header, cells }, index) => {
    const shown = cells.filter(({ text }) => text !== "");
    if (header) {
      const above = table.rows[index - 1]?.header === true ? headers : undefined;
      headers = below(above, columnTexts(cells, table.columns));
    }
    if (shown.length === 0) return [];
    if (header) {
      section = "";
      return [{ text: shown.map((cell) => cell.text).join(" | "), cells: shown }];
    }
    const names = headers ?? headless(cells);
    const text = rowText(names, cellTexts(cells, table.columns));
    if (names[0] !== "" || shown[0]!.column > 0) return [{ text, cells: shown }];
    const [label] = shown;
    if (shown.length === 1)
      section = label!.text.length <= MAX_NAME ? label!.text.replace(/[:.\s]+$/, "") : "";
    const within = shown.length > 1 && section !== "" && !TOTAL.test(label!.text) ? `${section}: ` : "";
    if (TOTAL.test(label!.text)) section = "";
    return [{ text: within + text, cells: shown }];
  });
}

/** The table as GitHub-flavoured Markdown, which has one row of headers. */
export function tableMarkdown(table: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  const first = table.rows.findIndex((row) => row.header);
  let last = first;
  while (table.rows[last + 1]?.header === true) last += 1;
  const headers = first < 0 ? [] : table.rows.slice(first, last + 1);
  const columns = Array.from({ length: table.columns }, () => "");
  const names =
    headers.length > 1
      ? headers.map(({ cells }) => columnTexts(cells, table.columns)).reduce(below, columns)
      : cellTexts(headers[0]?.cells ?? [], table.columns);
  return [
    line(names),
    line(columns.map(() => "---")),
    ...table.rows
      .filter((row) => !headers.includes(row))
      .map(({ cells }) => line(cellTexts(cells, table.columns))),
  ].join("\n");
}

/** Without headers a first cell that is no figure names the figures beside it. */
function headless(cells: readonly TableCell[]): string[] {
  const [first, ...rest] = cells;
  const names = first?.column === 0 && !NUMBER.test(first.text) && rest.some(({ text }) => NUMBER.test(text));
  return names ? [""] : [];
}

function cellTexts(cells: readonly TableCell[], columns: number): string[] {
  const texts = Array.from({ length: columns }, () => "");
  for (const { column, text } of cells) texts[column] = text;
  return texts;
}

/** Each column's header; one that spans several stands over each of them. */
function columnTexts(cells: readonly TableCell[], columns: number): string[] {
  const texts = Array.from({ length: columns }, () => "");
  for (const { column, span, text } of cells) {
    if (text.length <= MAX_HEADER) texts.fill(text, column, Math.min(columns, column + span));
  }
  return texts;
}

/** Each column's names under those of the row above; a cell of both rows is said once. */
function below(above: readonly string[] | undefined, names: readonly string[]): string[] {
  return names.map((name, column) => {
    const over = above?.[column] ?? "";
    return over === "" || over === name || over.endsWith(` ${name}`) || over.length > MAX_HEADER
      ? name || over
      : `${over} ${name}`.trim();
  });
}
