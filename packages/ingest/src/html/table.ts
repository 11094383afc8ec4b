import { elements, type XmlElement } from "../archive/xml-element.ts";
import { type BlockContext, createBlockWriter } from "../text/block-writer.ts";
import type { WrittenRow } from "../text/merged-cells.ts";
import { cellText, tableBlock } from "../text/table-block.ts";
import { isHidden } from "./visible.ts";
import type { Page } from "./write-element.ts";

type Write = (element: XmlElement, context: BlockContext, page: Page) => void;

const SECTIONS = new Set(["thead", "tbody", "tfoot"]);
/** In a cell they say that the table only places parts of the page. */
const LAYOUT = new Set([
  "article",
  "aside",
  "blockquote",
  "footer",
  "form",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "header",
  "hr",
  "main",
  "nav",
  "pre",
  "section",
  "table",
]);
/** HTML's own limit. */
const MAX_ROW_SPAN = 65_534;

interface Row {
  readonly element: XmlElement;
  readonly cells: readonly XmlElement[];
  readonly header: boolean;
}

/** Writes a table: its caption, then its rows; of one that only lays the page out, what its cells hold. */
export function writeTable(table: XmlElement, context: BlockContext, page: Page, write: Write): void {
  const rows = rowsOf(table);
  const inner = { ...context, ...(context.kind === "list-item" && { kind: "paragraph" as const }) };
  for (const child of elements(table)) {
    if (child.name !== "tr" && !SECTIONS.has(child.name)) write(child, context, page);
  }
  if (isLayout(table, rows) || context.kind === "header" || context.kind === "footer") {
    for (const { cells } of rows) for (const cell of cells) write(cell, inner, page);
    return;
  }
  const written = rows.map(({ header, cells }): WrittenRow => ({
    header,
    cells: cells.map((cell) => ({
      text: textOfCell(cell, page, write),
      columnSpan: spanOf(cell, "colspan", 1000),
      rowSpan: spanOf(cell, "rowspan", MAX_ROW_SPAN),
    })),
  }));
  page.writer.add(tableBlock(written, context.indent));
}

function rowsOf(table: XmlElement): Row[] {
  return elements(table).flatMap((child): Row[] => {
    if (child.name === "tr") return rowOf(child, false);
    if (!SECTIONS.has(child.name) || isHidden(child)) return [];
    return elements(child, "tr").flatMap((row) => rowOf(row, child.name === "thead"));
  });
}

function rowOf(row: XmlElement, inHead: boolean): Row[] {
  if (isHidden(row)) return [];
  const cells = elements(row).filter(({ name }) => name === "td" || name === "th");
  const header = inHead || (cells.length > 1 && cells.every(({ name }) => name === "th"));
  return [{ element: row, cells, header }];
}

/** A table of data has headers, a caption, or rows and columns of short texts. */
function isLayout(table: XmlElement, rows: readonly Row[]): boolean {
  const role = table.attributes["role"];
  if (role === "presentation" || role === "none") return true;
  const cells = rows.flatMap((row) => row.cells);
  const marked =
    table.attributes["summary"] !== undefined ||
    rows.some(({ header }) => header) ||
    cells.some(({ name }) => name === "th") ||
    elements(table, "caption").length > 0;
  if (marked) return false;
  return rows.length < 2 || !rows.some((row) => row.cells.length > 1) || cells.some(hasLayout);
}

function hasLayout(element: XmlElement): boolean {
  return elements(element).some(
    (child) => LAYOUT.has(child.name) || child.attributes["role"] === "main" || hasLayout(child),
  );
}

function textOfCell(cell: XmlElement, page: Page, write: Write): string {
  const writer = createBlockWriter();
  const context: BlockContext = { kind: "paragraph", indent: 0 };
  write(cell, context, { ...page, writer });
  writer.endBlock(context);
  return cellText(writer.blocks);
}

function spanOf({ attributes }: XmlElement, name: string, most: number): number {
  const span = Number.parseInt(attributes[name] ?? "1", 10);
  // No rows at all stands for all that follow.
  if (span === 0 && name === "rowspan") return most;
  return span > 0 ? Math.min(span, most) : 1;
}
