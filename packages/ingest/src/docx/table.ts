import { elements, find, type XmlElement } from "../archive/xml-element.ts";
import { type BlockContext, createBlockWriter } from "../text/block-writer.ts";
import type { WrittenCell, WrittenRow } from "../text/merged-cells.ts";
import { cellText, tableBlock } from "../text/table-block.ts";
import { attribute, isOn, toggle, valueOf } from "./attribute.ts";
import type { WordDocument } from "./word-document.ts";

export type WriteBlocks = (container: XmlElement, document: WordDocument, context: BlockContext) => void;

const WRAPPERS = new Set(["sdt", "sdtContent", "ins", "moveTo", "customXml"]);

/** Writes a table; of one that only places text (a frame, columns side by side), what its cells hold. */
export function writeTable(
  table: XmlElement,
  document: WordDocument,
  context: BlockContext,
  write: WriteBlocks,
): void {
  const rows = inside(table, "tr").filter((row) => !find(row, "trPr", "del"));
  if (context.kind === "header" || context.kind === "footer" || isLayout(rows)) {
    for (const row of rows) for (const cell of inside(row, "tc")) write(cell, document, context);
    return;
  }
  const notes: WordDocument["writer"] = createBlockWriter();
  document.writer.add(
    tableBlock(writtenRows(rows, setsFirstRowApart(table, document), document, notes, write), context.indent),
  );
  document.writer.add(notes.blocks);
}

/** Every new table has the mark of a header row; that it is one shows where its style draws it in another way. */
function setsFirstRowApart(table: XmlElement, { styles }: WordDocument): boolean {
  const properties = find(table, "tblPr");
  const look = find(properties, "tblLook");
  const marked = attribute(look, "firstRow") ?? String((Number.parseInt(valueOf(look) ?? "0", 16) >> 5) & 1);
  return isOn(marked) && styles.drawsFirstRow(valueOf(find(properties, "tblStyle")));
}

function isLayout(rows: readonly XmlElement[]): boolean {
  if (rows.some((row) => toggle(find(row, "trPr", "tblHeader")) === true)) return false;
  const cells = rows.map((row) => inside(row, "tc"));
  return (
    rows.length < 2 ||
    cells.every((row) => row.length < 2) ||
    cells.flat().some((cell) => elements(cell, "tbl").length > 0)
  );
}

/** A cell that goes on below counts the rows that it covers. */
type GrowingCell = WrittenCell & { rowSpan: number };

function writtenRows(
  rows: readonly XmlElement[],
  setApart: boolean,
  document: WordDocument,
  notes: WordDocument["writer"],
  write: WriteBlocks,
): WrittenRow[] {
  const open = new Map<number, GrowingCell>();
  return rows.map((row, index) => {
    const before = Number(valueOf(find(row, "trPr", "gridBefore")) ?? 0) || 0;
    let column = before;
    const cells: WrittenCell[] = [];
    for (const cell of inside(row, "tc")) {
      const properties = find(cell, "tcPr");
      const columnSpan = Math.max(1, Number(valueOf(find(properties, "gridSpan"))) || 1);
      const merge = find(properties, "vMerge");
      const above = merge && (valueOf(merge) ?? "continue") === "continue" ? open.get(column) : undefined;
      if (above) above.rowSpan += 1;
      else {
        const written = { text: textOfCell(cell, document, notes, write), columnSpan, rowSpan: 1 };
        cells.push(written);
        if (merge) open.set(column, written);
        else open.delete(column);
      }
      column += columnSpan;
    }
    const marked = toggle(find(row, "trPr", "tblHeader")) ?? false;
    return { header: marked || (index === 0 && setApart), before, cells };
  });
}

/** What a cell says on one line; what its notes and comments say stands behind the table. */
function textOfCell(
  cell: XmlElement,
  document: WordDocument,
  notes: WordDocument["writer"],
  write: WriteBlocks,
): string {
  const writer = createBlockWriter();
  write(cell, { ...document, writer }, { kind: "paragraph", indent: 0 });
  notes.add(writer.blocks.filter(({ kind }) => kind === "note"));
  return cellText(writer.blocks.filter(({ kind }) => kind !== "note"));
}

/** Children of one name, through what may be wrapped around them. */
function inside(of: XmlElement, name: string): XmlElement[] {
  return elements(of).flatMap((child) => {
    if (child.name === name) return [child];
    return WRAPPERS.has(child.name) ? inside(child, name) : [];
  });
}
