import type { Rectangle } from "../geometry.ts";
import type { Segment } from "../segments.ts";
import type { RuledTable } from "./ruled-tables.ts";

/** A part of the page: its tables, and the text outside of them. */
export interface Region {
  readonly segments: readonly Segment[];
  readonly tables: readonly RuledTable[];
}

/** Points by which text may reach over the edge of its table. */
const OVERHANG = 3;
/** Lines that are a column beside a table; fewer are its caption, or a note. */
const MIN_LINES = 4;
/** Share of the text on both sides that stands in tables: what is mostly prose shows its columns itself. */
const MIN_IN_TABLES = 0.5;

/**
 * Parts a page beside tables that stand in columns of it, as in the panels of a leaflet, where the file draws all that
 * stands to the left before what stands to the right. The text around the tables, a heading here and there, is too
 * little to tell columns by.
 */
export function partBesideTables(region: Region): Region[] {
  for (const { box } of region.tables) {
    for (const x of [box.x0 - OVERHANG, box.x1 + OVERHANG]) {
      const parts = partAt(x, box.y0, region);
      if (parts) return parts.flatMap(partBesideTables);
    }
  }
  return [region];
}

/** What stands above, left, right and below: parts a region at `x`, as far up and down from `y` as nothing crosses it. */
function partAt(x: number, y: number, { segments, tables }: Region): Region[] | undefined {
  const crossing = [...segments, ...tables.map(({ box }) => box)].filter((box) => box.x0 < x && box.x1 > x);
  const top = Math.max(-Infinity, ...crossing.filter((box) => box.y0 < y).map((box) => box.y1));
  const bottom = Math.min(Infinity, ...crossing.filter((box) => box.y0 >= y).map((box) => box.y0));
  const place = (box: Rectangle): number => {
    const middle = (box.y0 + box.y1) / 2;
    if (middle < top) return 0;
    if (middle > bottom) return 3;
    return box.x0 + box.x1 < 2 * x ? 1 : 2;
  };
  const parts = [0, 1, 2, 3].map((part): Region => ({
    segments: segments.filter((segment) => place(segment) === part),
    tables: tables.filter(({ box }) => place(box) === part),
  }));
  const [, left, right] = parts;
  if (!isColumn(left!) || !isColumn(right!) || !areMostlyTables([left!, right!])) return undefined;
  return Math.max(...ordersOf(left!)) < Math.min(...ordersOf(right!)) ? parts : undefined;
}

function isColumn({ segments, tables }: Region): boolean {
  return tables.length > 0 || segments.length >= MIN_LINES;
}

function areMostlyTables(regions: readonly Region[]): boolean {
  const text = lengthOf(regions.flatMap(({ segments }) => segments));
  const inTables = lengthOf(regions.flatMap(({ tables }) => tables.flatMap(({ segments }) => segments)));
  return inTables >= MIN_IN_TABLES * (text + inTables);
}

/** UTF-16 units. */
function lengthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }) => sum + text.length, 0);
}

function ordersOf({ segments, tables }: Region): number[] {
  return [...segments, ...tables.flatMap((table) => table.segments)].map(({ order }) => order);
}
