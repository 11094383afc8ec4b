import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import type { Rectangle, TableCell, TablePart } from "../deck.ts";
import { clip, union } from "../layout/geometry.ts";
import { setText, textHeight } from "../layout/set-text.ts";
import { looksLikeHeader } from "../../text/table.ts";
import type { Shape, ShapeContext } from "./shapes.ts";
import { points } from "./styles.ts";
import { type Paragraph, readParagraphs } from "./text-body.ts";

const SIDE_INSET = 7.2;
const TOP_INSET = 3.6;
/** PowerPoint's own limit is 75 rows of 75 columns. */
const MAX_CELLS = 100_000;

interface RawCell {
  readonly column: number;
  readonly span: number;
  readonly rowSpan: number;
  readonly paragraphs: readonly Paragraph[];
  readonly insets: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  readonly anchor: "top" | "centre" | "bottom";
}

/** Reads a table; a merged cell stands where it begins. Rows grow with their text. */
export function readTable(table: XmlElement, shape: Shape, context: ShapeContext): TablePart[] {
  const widths = elements(find(table, "tblGrid"), "gridCol").map(
    ({ attributes }) => points(attributes["w"]) ?? 0,
  );
  const rows = elements(table, "tr");
  if (rows.length > MAX_CELLS || rows.length * widths.length > MAX_CELLS) {
    context.warnings.push(`A table of more than ${MAX_CELLS} cells was not read on slide ${context.slide}.`);
    return [];
  }
  const columns = widths.length;
  const raw = rows.map((row) => readRow(row, columns, context));
  if (raw.every((cells) => cells.every(({ paragraphs }) => paragraphs.every(({ text }) => text === ""))))
    return [];
  const xs = edges(shape.frame.x, shape.frame.width, widths);
  const width = ({ column, span }: RawCell): number => xs[Math.min(columns, column + span)]! - xs[column]!;
  const heights = rows.map(({ attributes }, index) => {
    const needed = raw[index]!.filter(({ rowSpan }) => rowSpan === 1).map((cell) => {
      const { left, top, right, bottom } = cell.insets;
      return textHeight(cell.paragraphs, width(cell) - left - right) + top + bottom;
    });
    return Math.max(points(attributes["h"]) ?? 0, ...needed);
  });
  const ys = edges(shape.frame.y, 0, heights);
  const read = raw.map((cells, row) => ({
    header: false,
    cells: cells.map((cell) => {
      const bottom = ys[Math.min(rows.length, row + cell.rowSpan)]!;
      const area = { x: xs[cell.column]!, y: ys[row]!, width: width(cell), height: bottom - ys[row]! };
      return placeCell(cell, clip(area, context.page));
    }),
  }));
  const flag = find(table, "tblPr")?.attributes["firstRow"];
  const [first, ...rest] = read;
  const header = rest.length > 0 && (flag === undefined ? looksLikeHeader(first!.cells) : flag === "1");
  const box = union(read.flatMap(({ cells }) => cells.map((cell) => cell.box)));
  return [{ type: "table", box, columns, rows: [{ ...first!, header }, ...rest] }];
}

function readRow(row: XmlElement, columns: number, context: ShapeContext): RawCell[] {
  return elements(row, "tc").flatMap((cell, column): RawCell[] => {
    const merged = cell.attributes["hMerge"] === "1" || cell.attributes["vMerge"] === "1";
    if (column >= columns || merged) return [];
    const properties = find(cell, "tcPr")?.attributes ?? {};
    return [
      {
        column,
        span: spanOf(cell, "gridSpan"),
        rowSpan: spanOf(cell, "rowSpan"),
        paragraphs: readParagraphs(find(cell, "txBody"), {
          relations: context.relations,
          styles: context.master.styles(undefined, []),
          themeFaces: context.master.themeFaces,
        }),
        insets: {
          left: points(properties["marL"]) ?? SIDE_INSET,
          top: points(properties["marT"]) ?? TOP_INSET,
          right: points(properties["marR"]) ?? SIDE_INSET,
          bottom: points(properties["marB"]) ?? TOP_INSET,
        },
        anchor: properties["anchor"] === "ctr" ? "centre" : properties["anchor"] === "b" ? "bottom" : "top",
      },
    ];
  });
}

function placeCell({ column, span, paragraphs, insets, anchor }: RawCell, box: Rectangle): TableCell {
  const lines = setText(paragraphs, { box, insets, anchor, wraps: true, rotation: 0, textRotation: 0 });
  const shown = paragraphs.filter(({ text }) => text !== "");
  let length = 0;
  const shifted = paragraphs.flatMap((paragraph, index) => {
    if (paragraph.text === "") return [];
    const shift = length;
    length += paragraph.text.length + 1;
    return lines[index]!.map((line) => ({ start: line.start + shift, end: line.end + shift, box: line.box }));
  });
  return {
    column,
    span,
    text: shown.map(({ text }) => text).join(" "),
    box,
    lines: shifted,
  };
}

/** Where columns, or rows, begin and end; sizes that are not given share the frame. */
function edges(start: number, length: number, sizes: readonly number[]): number[] {
  const given = sizes.some((size) => size > 0);
  const found = [start];
  for (const size of sizes) found.push(found.at(-1)! + (given ? Math.max(0, size) : length / sizes.length));
  return found;
}

function spanOf(cell: XmlElement, name: string): number {
  const span = Number(cell.attributes[name] ?? 1);
  return Number.isInteger(span) && span > 1 ? Math.min(span, MAX_CELLS) : 1;
}
