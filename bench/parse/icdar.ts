import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { XMLParser } from "fast-xml-parser";

import type { GridCell } from "./table-cells.ts";

/** Points, origin bottom-left, as the competition gives them. */
export interface Edges {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface TrueTable {
  readonly page: number;
  readonly region: Edges;
  readonly cells: readonly (GridCell & { readonly edges: Edges })[];
}

interface StructureFile {
  readonly document: { readonly table: readonly { readonly region: readonly XmlRegion[] }[] };
}

interface XmlRegion {
  readonly page: string;
  readonly cell?: readonly XmlCell[];
}

interface XmlCell {
  readonly "start-row": string;
  readonly "end-row"?: string;
  readonly "start-col": string;
  readonly "end-col"?: string;
  readonly "bounding-box": Readonly<Record<"x1" | "x2" | "y1" | "y2", string>>;
  readonly content?: string | { readonly "#text"?: string };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  isArray: (name) => ["table", "region", "cell"].includes(name),
  parseTagValue: false,
});

/** The tables of each PDF in the folder: `*-str.xml`, a region of a table for one table. */
export function readTrueTables(folder: string): { readonly file: string; readonly tables: TrueTable[] }[] {
  const names = readdirSync(folder);
  return names
    .filter((name) => name.endsWith("-str.xml") && names.includes(name.replace("-str.xml", ".pdf")))
    .toSorted()
    .map((name) => {
      const { document } = parser.parse(readFileSync(join(folder, name), "utf8")) as StructureFile;
      const tables = document.table.flatMap(({ region }) => region.map((one) => toTable(one)));
      return { file: join(folder, name.replace("-str.xml", ".pdf")), tables };
    });
}

function toTable({ page, cell: xmlCells = [] }: XmlRegion): TrueTable {
  const cells = xmlCells.map((cell) => {
    const { x1, x2, y1, y2 } = cell["bounding-box"];
    return {
      row: Number(cell["start-row"]),
      lastRow: Number(cell["end-row"] ?? cell["start-row"]),
      column: Number(cell["start-col"]),
      lastColumn: Number(cell["end-col"] ?? cell["start-col"]),
      text: typeof cell.content === "string" ? cell.content : (cell.content?.["#text"] ?? ""),
      edges: { left: Number(x1), right: Number(x2), bottom: Number(y1), top: Number(y2) },
    };
  });
  const edges = cells.map((cell) => cell.edges);
  return {
    page: Number(page),
    region: {
      left: Math.min(...edges.map(({ left }) => left)),
      right: Math.max(...edges.map(({ right }) => right)),
      bottom: Math.min(...edges.map(({ bottom }) => bottom)),
      top: Math.max(...edges.map(({ top }) => top)),
    },
    cells,
  };
}

/** A cell's content as it is compared: letters and digits, without white space, case and form. */
export function normalizeCell(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}

/**
 * The adjacency relations of a table (Göbel and others, ICDAR 2013): each cell that has content with its nearest such
 * neighbour to the right, in each of its rows, and below, in each of its columns.
 */
export function relationsOf(cells: readonly GridCell[]): string[] {
  const full = cells
    .map((cell) => ({ ...cell, content: normalizeCell(cell.text) }))
    .filter(({ content }) => content !== "");
  const grid = new Map<string, (typeof full)[number]>();
  let rows = 0;
  let columns = 0;
  for (const cell of full) {
    for (let row = cell.row; row <= cell.lastRow; row++) {
      for (let column = cell.column; column <= cell.lastColumn; column++) grid.set(`${row},${column}`, cell);
    }
    rows = Math.max(rows, cell.lastRow);
    columns = Math.max(columns, cell.lastColumn);
  }
  const relations: string[] = [];
  for (const cell of new Set(grid.values())) {
    const right = new Set<(typeof full)[number]>();
    for (let row = cell.row; row <= cell.lastRow; row++) {
      for (let column = cell.lastColumn + 1; column <= columns; column++) {
        const next = grid.get(`${row},${column}`);
        if (!next) continue;
        right.add(next);
        break;
      }
    }
    const below = new Set<(typeof full)[number]>();
    for (let column = cell.column; column <= cell.lastColumn; column++) {
      for (let row = cell.lastRow + 1; row <= rows; row++) {
        const next = grid.get(`${row},${column}`);
        if (!next) continue;
        below.add(next);
        break;
      }
    }
    for (const next of right) relations.push(`${cell.content} → ${next.content}`);
    for (const next of below) relations.push(`${cell.content} ↓ ${next.content}`);
  }
  return relations;
}
