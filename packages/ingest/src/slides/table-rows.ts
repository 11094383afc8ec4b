import { rowText } from "../text/table-row.ts";
import type { Rectangle, TableCell, TablePart } from "./deck.ts";

const MAX_HEADER = 60;
const NUMBER = /^[\p{Sc}(+−–-]*\d[\d\s.,:/%)–-]*\p{L}{0,3}$/u;

/** Whether a first row that is not marked as a header is one all the same: short names, each another, no figures. */
export function looksLikeHeader(cells: readonly TableCell[]): boolean {
  const names = cells.filter(({ column }) => column > 0).map(({ text }) => text);
  const all = cells.map(({ text }) => text);
  return (
    names.length > 0 &&
    names.every((name) => name !== "") &&
    all.every((name) => name.length <= MAX_HEADER && !NUMBER.test(name)) &&
    new Set(all).size === all.length
  );
}

/** A table's rows as sentences that can be cited with their meaning; their boxes are those of their cells. */
export function rowSentences(
  table: TablePart,
): { readonly text: string; readonly boxes: readonly Rectangle[] }[] {
  const named = table.rows.find((row) => row.header);
  return table.rows.flatMap(({ header, cells }) => {
    const shown = cells.filter(({ text }) => text !== "");
    if (shown.length === 0) return [];
    const text = header
      ? shown.map((cell) => cell.text).join(" | ")
      : rowText(
          named ? columnTexts(named.cells, table.columns) : headless(cells),
          cellTexts(cells, table.columns),
        );
    return [{ text, boxes: shown.map(({ box }) => box) }];
  });
}

/** The table as GitHub-flavoured Markdown. */
export function tableMarkdown(table: TablePart): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  const header = table.rows.find((row) => row.header);
  const columns = Array.from({ length: table.columns }, () => "");
  return [
    line(header ? cellTexts(header.cells, table.columns) : columns),
    line(columns.map(() => "---")),
    ...table.rows.filter((row) => !row.header).map(({ cells }) => line(cellTexts(cells, table.columns))),
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
  const texts = cellTexts(cells, columns);
  for (const { column, span, text } of cells) texts.fill(text, column, Math.min(columns, column + span));
  return texts;
}
