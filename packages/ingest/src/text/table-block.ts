import type { TextBlock } from "./blocks.ts";
import { placeCells, type WrittenRow } from "./merged-cells.ts";
import { rowSentences, tableMarkdown } from "./table.ts";

/** Columns times rows, above which a table has no Markdown: most of it would be bars. */
const MAX_MARKDOWN_CELLS = 500_000;

/** What blocks say on one line, as a cell of a table has it. */
export function cellText(blocks: readonly TextBlock[]): string {
  return blocks
    .map(({ kind, text }) => (kind === "table" ? text.replaceAll("\n", "; ") : text).replace(/\s+/g, " "))
    .join(" ");
}

/** A table as a block: a line for each of its rows; none where no cell has text. */
export function tableBlock(rows: readonly WrittenRow[], indent: number): TextBlock[] {
  const table = placeCells(rows);
  const lines = rowSentences(table).map(({ text }) => text);
  if (lines.length === 0) return [];
  const small = table.columns * table.rows.length <= MAX_MARKDOWN_CELLS;
  return [
    {
      kind: "table",
      text: lines.join("\n"),
      unit: "line",
      indent,
      ...(small && { markdown: tableMarkdown(table) }),
    },
  ];
}
