import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import type { Rectangle, TableCell, TablePart } from "../deck.ts";
import { clip } from "../layout/geometry.ts";
import { setText } from "../layout/set-text.ts";
import { looksLikeHeader } from "../table-rows.ts";
import type { Shape, ShapeContext } from "./shapes.ts";
import { points } from "./styles.ts";
import { readParagraphs } from "./text-body.ts";

const SIDE_INSET = 7.2;
const TOP_INSET = 3.6;
/** PowerPoint's own limit is 75 rows of 75 columns. */
const MAX_CELLS = 100_000;

/** Reads a table; a merged cell stands where it begins. */
export function readTable(table: XmlElement, shape: Shape, context: ShapeContext): TablePart[] {
  const widths = elements(find(table, "tblGrid"), "gridCol").map(
    ({ attributes }) => points(attributes["w"]) ?? 0,
  );
  const rows = elements(table, "tr");
  const heights = rows.map(({ attributes }) => points(attributes["h"]) ?? 0);
  const columns = Math.max(
    widths.length,
    ...rows.slice(0, MAX_CELLS).map((row) => elements(row, "tc").length),
  );
  if (columns === 0) return [];
  if (rows.length * columns > MAX_CELLS) {
    context.warnings.push(`A table of more than ${MAX_CELLS} cells was not read on slide ${context.slide}.`);
    return [];
  }
  const xs = edges(shape.frame.x, shape.frame.width, widths, columns);
  const ys = edges(shape.frame.y, shape.frame.height, heights, rows.length);
  const area = (row: number, column: number, rowSpan: number, span: number): Rectangle => ({
    x: xs[column]!,
    y: ys[row]!,
    width: xs[Math.min(columns, column + span)]! - xs[column]!,
    height: ys[Math.min(rows.length, row + rowSpan)]! - ys[row]!,
  });
  const read = rows.map((row, index) => ({
    header: false,
    cells: elements(row, "tc").flatMap((cell, column): TableCell[] => {
      if (column >= columns || cell.attributes["hMerge"] === "1" || cell.attributes["vMerge"] === "1")
        return [];
      const span = spanOf(cell, "gridSpan");
      const box = clip(area(index, column, spanOf(cell, "rowSpan"), span), context.page);
      return [readCell(cell, { column, span, box }, context)];
    }),
  }));
  if (read.every(({ cells }) => cells.every(({ text }) => text === ""))) return [];
  const flag = find(table, "tblPr")?.attributes["firstRow"];
  const [first, ...rest] = read;
  const header = rest.length > 0 && (flag === undefined ? looksLikeHeader(first!.cells) : flag === "1");
  return [{ type: "table", box: shape.box, columns, rows: [{ ...first!, header }, ...rest] }];
}

function readCell(
  cell: XmlElement,
  where: { column: number; span: number; box: Rectangle },
  context: ShapeContext,
): TableCell {
  const paragraphs = readParagraphs(find(cell, "txBody"), {
    relations: context.relations,
    styles: context.master.styles(undefined, []),
  });
  const properties = find(cell, "tcPr")?.attributes ?? {};
  const lines = setText(paragraphs, {
    box: where.box,
    insets: {
      left: points(properties["marL"]) ?? SIDE_INSET,
      top: points(properties["marT"]) ?? TOP_INSET,
      right: points(properties["marR"]) ?? SIDE_INSET,
      bottom: points(properties["marB"]) ?? TOP_INSET,
    },
    anchor: properties["anchor"] === "ctr" ? "centre" : properties["anchor"] === "b" ? "bottom" : "top",
    wraps: true,
    rotation: 0,
    textRotation: 0,
  });
  let length = 0;
  const shifted = paragraphs.flatMap((paragraph, index) => {
    if (paragraph.text === "") return [];
    const shift = length;
    length += paragraph.text.length + 1;
    return lines[index]!.map(({ start, end, box }) => ({ start: start + shift, end: end + shift, box }));
  });
  const shown = paragraphs.filter(({ text }) => text !== "");
  return {
    ...where,
    text: shown.map(({ text }) => text).join(" "),
    lines: shifted,
    fontSize: shown[0]?.fontSize ?? 18,
  };
}

/** Where columns (or rows) begin and end, stretched to the frame. */
function edges(start: number, length: number, sizes: readonly number[], count: number): number[] {
  const given = Array.from({ length: count }, (_, index) => Math.max(0, sizes[index] ?? 0));
  const sum = given.reduce((total, size) => total + size, 0);
  // A frame may say less than its table takes; the slide shows the table.
  const stretch = sum > 0 ? Math.max(1, length / sum) : 0;
  const found = [start];
  for (const size of given) found.push(found.at(-1)! + (sum > 0 ? size * stretch : length / count));
  return found;
}

function spanOf(cell: XmlElement, name: string): number {
  const span = Number(cell.attributes[name] ?? 1);
  return Number.isInteger(span) && span > 1 ? Math.min(span, MAX_CELLS) : 1;
}
