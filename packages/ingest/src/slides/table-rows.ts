import { rowText } from "../text/table-row.ts";
import type { Rectangle, TableCell, TablePart } from "./deck.ts";

/** A table's rows as sentences that can be cited with their meaning; their boxes are those of their cells. */
export function rowSentences(
  table: TablePart,
): { readonly text: string; readonly boxes: readonly Rectangle[] }[] {
  const headers = columnTexts(table.rows.find(({ header }) => header)?.cells ?? [], table.columns);
  return table.rows.flatMap(({ header, cells }) => {
    const shown = cells.filter(({ text }) => text !== "");
    if (shown.length === 0) return [];
    const text = header
      ? shown.map((cell) => cell.text).join(" | ")
      : rowText(headers, cellTexts(cells, table.columns));
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
