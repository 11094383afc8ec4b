import type { Box } from "@longdoc/core";

import { joinTexts } from "../layout/line-ends.ts";
import { sliceLine } from "../layout/lines.ts";
import {
  type Cell,
  type CellLine,
  leftOf,
  LONG_CELL,
  type Table,
  type TableRow,
} from "../layout/tables/grid.ts";
import { isYear } from "../layout/tables/cells.ts";
import { isUnit, unitIn } from "../layout/tables/unit.ts";
import { splitSentences } from "../sentences/split.ts";
import { boxOf, type PlacedLine } from "./join-lines.ts";

export interface RowSentence {
  readonly text: string;
  readonly boxes: readonly Box[];
  readonly page: number;
}

/**
 * A table's rows as sentences that can be cited with their meaning: the row's label, under the section it stands
 * in, then `header: value` for each column, then the unit: `Current assets: Inventories — 2019: $5,409; 2018: $5,209
 * (in millions)`. A row without figures is its own text.
 */
export function rowSentences(
  table: Table,
  place: Omit<PlacedLine, "line">,
  { unit, language }: { readonly unit: string | undefined; readonly language: string },
): RowSentence[] {
  const headers = columnHeaders(table, unit);
  const name = nameOfLabels(table);
  const sections: Section[] = [];
  const left = Math.min(...table.rows.flatMap((row) => row.cells.map(leftOf)));
  const context = { headers, name, sections, unit, left };
  for (const row of table.before ?? []) rowText(row, context);
  const boxesOf = (lines: readonly CellLine[]): Box[] =>
    lines.map((line) => boxOf({ ...line, ...line.drawn }, place));
  const sentences: RowSentence[] = [];
  for (const row of table.rows) {
    const boxes = boxesOf(row.cells.flatMap((cell) => cell.lines));
    if (boxes.length === 0) continue;
    const text = rowText(row, context);
    if (text.length <= MAX_ROW || row.header) sentences.push({ text, boxes, page: place.page });
    else {
      for (const part of partsOf(row, language)) {
        // The row's own label has entered its section above.
        const own = { ...context, sections: [...sections] };
        const partBoxes = boxesOf(part.cells.flatMap((cell) => cell.lines));
        sentences.push({ text: rowText(part, own), boxes: partBoxes, page: place.page });
      }
    }
  }
  return sentences;
}

/** UTF-16 units: a longer row is cited sentence by sentence. */
const MAX_ROW = 600;

/** A long row as its short cells, and each sentence of a cell that holds several, with the row's label. */
function partsOf(row: TableRow, language: string): TableRow[] {
  const label = row.cells.find(({ column }) => column === 0);
  const isLong = (cell: Cell): boolean => cell !== label && cell.text.length > LONG_CELL;
  const short = row.cells.filter((cell) => !isLong(cell));
  const long = row.cells
    .filter(isLong)
    .flatMap((cell) => splitCell(cell, language))
    .map((part) => ({ ...row, cells: label ? [label, part] : [part] }));
  return short.some((cell) => cell !== label) ? [{ ...row, cells: short }, ...long] : long;
}

function splitCell(cell: Cell, language: string): Cell[] {
  const { text, starts } = joinTexts(cell.lines);
  if (text !== cell.text) return [cell];
  return splitSentences(cell.text, language).map(({ start, end }) => ({
    ...cell,
    text: cell.text.slice(start, end),
    lines: cell.lines.flatMap((line, index) => {
      const begin = starts[index]!;
      const [from, to] = [Math.max(start - begin, 0), Math.min(end - begin, line.text.length)];
      return from < to ? [cutLine(line, from, to)] : [];
    }),
  }));
}

function cutLine(line: CellLine, from: number, to: number): CellLine {
  if (line.edges === undefined || to - from === line.text.length) return line;
  return sliceLine({ ...line, edges: line.edges }, from, to);
}

interface TableContext {
  readonly headers: readonly string[];
  /** What stands over the labels: `Domestic Segment Results`. */
  readonly name: string | undefined;
  readonly sections: Section[];
  readonly unit: string | undefined;
  /** Left edge of the table. */
  readonly left: number;
}

function rowText(row: TableRow, { headers, name: tableName, sections, unit, left }: TableContext): string {
  const cells = row.cells;
  const label = cells[0]?.column === 0 ? cells[0] : undefined;
  const values = label ? cells.slice(1) : cells;
  if (row.header) return cells.map((cell) => cell.text).join(" | ");
  if (label) {
    // A name that stands over the columns is not indented, wherever it is set.
    const x0 = label.span > 1 ? left : leftOf(label);
    enterSection(sections, { x0, text: label.text, opens: values.length === 0 });
  }
  if (values.length === 0) return label!.text;
  const pairs = values.map((cell) => pair(cell, headers)).join("; ");
  const section = sections.at(-1)?.text.replace(/[:.]\s*$/, "");
  const name = label
    ? [tableName, section, label.text.replace(/[:.\s]+$/, "")]
        .filter((part, at, all) => part && (at === 2 || part !== all[2]))
        .join(": ")
    : "";
  const counted = unit && values.some(({ text }) => isCounted(text)) ? unitFor(name, unit) : "";
  return `${name ? `${name} — ` : ""}${pairs}${counted ? ` (${counted})` : ""}`;
}

/** A figure that is no share of another one. */
function isCounted(value: string): boolean {
  return /\d/.test(value) && !/%\s*\)?\s*$/.test(value);
}

const EXCEPTION = /,?\s*(?:except|unless|other than).*$/i;
const PER_SHARE = /\bper (?:\p{L}+ ){0,3}(?:share|unit|ads)\b|\beps\b/iu;

/** `in millions, except per share amounts`: the exception is said where a row may be one. */
function unitFor(label: string, unit: string): string {
  if (EXCEPTION.test(unit)) {
    return /\bshare|\bper\b|%|percent|ratio|\beps\b/i.test(label) ? unit : unit.replace(EXCEPTION, "");
  }
  return PER_SHARE.test(label) ? "" : unit;
}

/** A label without figures, and whether the rows below it are indented. */
interface Section {
  readonly x0: number;
  readonly text: string;
  indents: boolean;
}

/** Keeps the labels of the sections that a row stands in: those that it is indented under. */
function enterSection(
  sections: Section[],
  { x0, text, opens }: { readonly x0: number; readonly text: string; readonly opens: boolean },
): void {
  for (let top = sections.at(-1); top; top = sections.at(-1)) {
    if (x0 > top.x0 + 1) {
      top.indents = true;
      break;
    }
    // A table without indents leaves its sections open until the next label, or the total.
    if (x0 >= top.x0 - 1 && !opens && !top.indents) break;
    sections.pop();
  }
  if (opens) sections.push({ x0, text, indents: false });
  else if (/^total\b/i.test(text) && sections.at(-1) && !sections.at(-1)!.indents) sections.pop();
}

function pair(cell: Cell, headers: readonly string[]): string {
  const value = cell.text.replace(/([$€£¥])\s+(?=[\d(])/g, "$1").replace(/(\d)\s+(?=[%)])/g, "$1");
  const header = [...new Set(headers.slice(cell.column, cell.column + cell.span).filter(Boolean))].join(
    " / ",
  );
  return header ? `${header}: ${value}` : value;
}

/** A single word over the labels says what they are, and nothing of the rows: `Region`. */
function isNameOfRows(text: string): boolean {
  return text.split(/\s+/).filter((word) => /\p{L}{3}/u.test(word)).length >= 2;
}

function nameOfLabels(table: Table): string | undefined {
  const heads = [...(table.before ?? []), ...table.rows].filter((row) => row.header);
  const stub = heads.at(-1)?.cells.find(({ column, span }) => column === 0 && span === 1);
  const name = stub?.text.replace(/[:.\s]+$/, "");
  if (name === undefined || !isNameOfRows(name) || unitIn(name) !== undefined || PERIOD.test(name))
    return undefined;
  return stub!.lines.every(({ bold }) => bold) ? name : undefined;
}

/** What stands over the labels and belongs to the years beside it: `Years ended December 31,`. */
const PERIOD = /\bended\b|^(?:as )?(?:of|at) \p{L}|^\p{Lu}\p{L}{2,8} \d{1,2},?$/iu;

/** Each column's header cells from top to bottom, spanning ones included; years with the period that they end. */
function columnHeaders(table: Table, unit: string | undefined): string[] {
  const headers: string[] = [];
  const rows = [...(table.before ?? []), ...table.rows].filter((row) => row.header);
  const saysUnit = ({ text }: Cell): boolean => isUnit(text) && unitIn(text) === unit;
  const stub = rows.flatMap(({ cells }) => cells.filter(({ column, span }) => column === 0 && span === 1));
  const period = stub
    .map(({ text }) => text.replace(/\([^)]*\)/g, "").trim())
    .find((text) => PERIOD.test(text));
  for (let column = 0; column < table.columns; column++) {
    const texts: string[] = [];
    for (const row of rows) {
      const cell = row.cells.find((one) => column >= one.column && column < one.column + one.span);
      if (!cell || saysUnit(cell) || texts.includes(cell.text)) continue;
      const ofPeriod = period !== undefined && column > 0 && isYear(cell.text);
      texts.push(ofPeriod ? `${period} ${cell.text}` : cell.text);
    }
    headers.push(texts.join(" "));
  }
  return headers;
}

/**
 * The table as GitHub-flavoured Markdown: its first row of heads is Markdown's, further ones are rows below it. A head
 * over several columns stands in each of them; a table without heads has an empty one.
 */
export function toMarkdown(table: Table): string {
  const all = Array.from({ length: table.columns }, (_, column) => column);
  const heads = [...(table.before ?? []), ...table.rows].filter((row) => row.header);
  const body = table.rows.filter((row) => !row.header);
  const [first = all.map(() => ""), ...further] = heads.map((row) =>
    all.map((column) => textAt(row, (cell) => cell.column <= column && column < cell.column + cell.span)),
  );
  const corner = first[0] || (table.unit === undefined ? "" : `(${table.unit})`);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line([corner, ...first.slice(1)]),
    line(all.map(() => "---")),
    ...further.map(line),
    ...body.map((row) => line(all.map((column) => textAt(row, (cell) => cell.column === column)))),
  ].join("\n");
}

function textAt(row: TableRow, isThere: (cell: Cell) => boolean): string {
  const text = row.cells.find(isThere)?.text ?? "";
  return text
    .replace(/\|/g, "\\|")
    .replace(/(?<=\p{L}[-\u2010])\n/gu, "")
    .replace(/\s+/g, " ");
}
