import { descendants, elements, ownText, type XmlElement } from "../../archive/xml-element.ts";
import type { Rectangle, TablePart } from "../deck.ts";
import { clip, union } from "../layout/geometry.ts";
import { setText } from "../layout/set-text.ts";
import { looksLikeHeader } from "../../text/table.ts";
import type { OdpContext } from "./shapes.ts";
import { length } from "./styles.ts";
import { readOdpParagraphs } from "./text.ts";

const INSETS = { left: 7.09, top: 3.54, right: 7.09, bottom: 3.54 };
const MAX_CELLS = 100_000;
/** A row or cell that says it is repeated a million times is an empty rest of a sheet. */
const MAX_REPEATED = 100;

/** Reads a table; a merged cell stands where it begins. */
export function readOdpTable(table: XmlElement, frame: Rectangle, context: OdpContext): TablePart[] {
  const widths = elements(table, "table-column").flatMap((column) =>
    repeated(column, "table:number-columns-repeated", lengthOf(column, "style:column-width", context)),
  );
  const rows = rowsOf(table);
  const heights = rows.map((row) => lengthOf(row, "style:row-height", context));
  const columns = widths.length;
  if (columns === 0 || rows.length * columns > MAX_CELLS) return [];
  const xs = edges(frame.x, frame.width, widths);
  const ys = edges(frame.y, frame.height, heights);
  const read = rows.map((row, index) => ({
    header: false,
    cells: elements(row)
      .slice(0, columns)
      .flatMap((cell, column) => {
        if (cell.name !== "table-cell") return [];
        const span = spanOf(cell, "table:number-columns-spanned", columns - column);
        const down = spanOf(cell, "table:number-rows-spanned", rows.length - index);
        const area = {
          x: xs[column]!,
          y: ys[index]!,
          width: xs[column + span]! - xs[column]!,
          height: ys[index + down]! - ys[index]!,
        };
        const box = clip(area, context.page);
        const paragraphs = readOdpParagraphs(
          cell,
          context.styles,
          cell.attributes["table:style-name"],
        ).filter(({ text }) => text !== "");
        const set = setText(paragraphs, {
          box,
          insets: INSETS,
          anchor: "top",
          wraps: true,
          rotation: 0,
          textRotation: 0,
        });
        let shift = 0;
        const lines = paragraphs.flatMap(({ text }, at) => {
          const moved = set[at]!.map((line) => ({
            ...line,
            start: line.start + shift,
            end: line.end + shift,
          }));
          shift += text.length + 1;
          return moved;
        });
        return [{ column, span, text: paragraphs.map(({ text }) => text).join(" "), box, lines }];
      }),
  }));
  const [first, ...rest] = read;
  if (!first || read.every(({ cells }) => cells.every(({ text }) => text === ""))) return [];
  const header = rest.length > 0 && looksLikeHeader(first.cells);
  const box = union(read.flatMap(({ cells }) => cells.map((cell) => cell.box)));
  return [{ type: "table", box, columns, rows: [{ ...first, header }, ...rest] }];
}

/** The texts of a table's cells, row by row. */
export function odpTableRows(table: XmlElement | undefined): string[][] {
  if (!table) return [];
  return rowsOf(table).map((row) =>
    elements(row, "table-cell").flatMap((cell) => {
      const text = descendants(cell, "p").map(ownText).join(" ").trim();
      const value = cell.attributes["office:value"];
      return repeated(
        cell,
        "table:number-columns-repeated",
        text === "" && value !== undefined ? value : text,
      );
    }),
  );
}

function rowsOf(table: XmlElement): XmlElement[] {
  return elements(table).flatMap((child) => {
    if (child.name === "table-row") return [child];
    return child.name === "table-header-rows" || child.name === "table-rows" ? rowsOf(child) : [];
  });
}

function lengthOf(of: XmlElement, name: string, { styles }: OdpContext): number {
  const style = of.attributes["table:style-name"];
  const properties = name === "style:column-width" ? "table-column-properties" : "table-row-properties";
  return length(styles.attribute(style, properties, name)) ?? 0;
}

function edges(start: number, size: number, sizes: readonly number[]): number[] {
  const known = sizes.every((one) => one > 0);
  const found = [start];
  for (const one of sizes) found.push(found.at(-1)! + (known ? one : size / sizes.length));
  return found;
}

function repeated<Value>(of: XmlElement, name: string, value: Value): Value[] {
  const times = Number(of.attributes[name] ?? 1);
  return Array.from({ length: times > 1 ? Math.min(times, MAX_REPEATED) : 1 }, () => value);
}

function spanOf(cell: XmlElement, name: string, most: number): number {
  const span = Number(cell.attributes[name] ?? 1);
  return Number.isInteger(span) && span > 1 ? Math.min(span, most) : 1;
}
