import { groupByExtent, type Rectangle } from "../geometry.ts";
import type { Segment } from "../segments.ts";
import type { RuledTable } from "./ruled-tables.ts";

/** A part of the page: its tables, and the text outside of them. */
export interface Region {
  readonly segments: readonly Segment[];
  readonly tables: readonly RuledTable[];
}

type Parts = readonly [above: Region, left: Region, right: Region, below: Region];

/** Points by which text may reach over the edge of its table. */
const OVERHANG = 3;
/** Lines that are a column beside a table; fewer are its caption, or a note. */
const MIN_LINES = 4;
/** Share of the text on both sides that stands in tables: what is mostly prose shows its columns itself. */
const MIN_IN_TABLES = 0.5;

/** Rules below rows of one column, at least. */
const MIN_RULES = 4;
/** In type sizes: from a row's base line down to its rule. */
const RULE_GAP = 1.2;
/** Points by which rules that are level may differ in height. */
const LEVEL = 1.5;
/** Share of a column's rules that are level with one of the next column: more are those of one table's columns. */
const MAX_LEVEL_RULES = 0.5;

/**
 * Parts a page between columns that hold tables, where the text around these, a heading here and there, is too little to
 * tell columns by: beside tables, as in the panels of a leaflet, where the file draws all that stands to the left before
 * what stands to the right; and between rules as wide as a column each, as in a sheet of specifications, where it draws
 * one column after the other.
 */
export function partSideBySide(region: Region, rules: readonly Rectangle[]): Region[] {
  return partAtGutters(region, guttersBetween(columnsOfRules(rules, region.segments)));
}

function partAtGutters(region: Region, betweenRules: readonly Gutter[]): Region[] {
  const parts =
    partAtFirst(
      guttersBeside(region.tables),
      region,
      (left, right) => areMostlyTables([left, right]) && isDrawnBefore(left, right),
    ) ??
    partAtFirst(
      betweenRules,
      region,
      (left, right) => isDrawnBefore(left, right) || isDrawnBefore(right, left),
    );
  return parts ? parts.flatMap((part) => partAtGutters(part, betweenRules)) : [region];
}

/** Parts a region at the first of some gutters that has columns beside it. */
function partAtFirst(
  gutters: readonly Gutter[],
  region: Region,
  areColumns: (left: Region, right: Region) => boolean,
): Parts | undefined {
  for (const gutter of gutters) {
    const parts = partAt(gutter, region);
    if (parts && areColumns(parts[1], parts[2])) return parts;
  }
  return undefined;
}

/** A place between two columns: a height at which both stand. */
interface Gutter {
  readonly x: number;
  readonly y: number;
}

function guttersBeside(tables: readonly RuledTable[]): Gutter[] {
  return tables.flatMap(({ box: { x0, x1, y0 } }) => [
    { x: x0 - OVERHANG, y: y0 },
    { x: x1 + OVERHANG, y: y0 },
  ]);
}

/** Level rules that begin and end at the same places, and those of them that stand below rows. */
interface RuleColumn {
  readonly all: readonly Rectangle[];
  readonly belowRows: readonly Rectangle[];
}

/** From left to right. */
function columnsOfRules(rules: readonly Rectangle[], segments: readonly Segment[]): RuleColumn[] {
  return groupByExtent(rules)
    .filter((all) => all.length >= MIN_RULES)
    .map((all) => ({ all, belowRows: all.filter((rule) => segments.some((one) => standsOn(rule, one))) }))
    .filter(({ belowRows }) => belowRows.length >= MIN_RULES)
    .toSorted((a, b) => a.all[0]!.x0 - b.all[0]!.x0);
}

/** What stands on a chart's lines is none of a row. */
function standsOn({ x0, y0, x1 }: Rectangle, segment: Segment): boolean {
  const below = y0 - segment.baseline;
  return (
    segment.x0 > x0 - OVERHANG && segment.x1 < x1 + OVERHANG && below > 0 && below < RULE_GAP * segment.size
  );
}

function guttersBetween(columns: readonly RuleColumn[]): Gutter[] {
  return columns.slice(1).flatMap((right, index) => {
    const left = columns[index]!;
    const [end, begin] = [left.all[0]!.x1, right.all[0]!.x0];
    const heights = [left, right].map(({ belowRows }) => belowRows.map(({ y0 }) => y0));
    const y = Math.max(...heights.map((own) => Math.min(...own)));
    const isBeside = y < Math.min(...heights.map((own) => Math.max(...own)));
    const areLevel = isLevelWith(left, right) || isLevelWith(right, left);
    return begin > end && isBeside && !areLevel ? [{ x: (end + begin) / 2, y }] : [];
  });
}

function isLevelWith({ belowRows }: RuleColumn, { all }: RuleColumn): boolean {
  const level = belowRows.filter((rule) => all.some(({ y0 }) => Math.abs(y0 - rule.y0) <= LEVEL));
  return level.length > MAX_LEVEL_RULES * belowRows.length;
}

/** What stands above, left, right and below: parts a region at `x`, as far up and down from `y` as nothing crosses it. */
function partAt({ x, y }: Gutter, { segments, tables }: Region): Parts | undefined {
  const crossing = [...segments, ...tables.map(({ box }) => box)].filter((box) => box.x0 < x && box.x1 > x);
  const top = Math.max(-Infinity, ...crossing.filter((box) => box.y0 < y).map((box) => box.y1));
  const bottom = Math.min(Infinity, ...crossing.filter((box) => box.y0 >= y).map((box) => box.y0));
  const place = (box: Rectangle): number => {
    const middle = (box.y0 + box.y1) / 2;
    if (middle < top) return 0;
    if (middle > bottom) return 3;
    return box.x0 + box.x1 < 2 * x ? 1 : 2;
  };
  const part = (index: number): Region => ({
    segments: segments.filter((segment) => place(segment) === index),
    tables: tables.filter(({ box }) => place(box) === index),
  });
  const [left, right] = [part(1), part(2)];
  return isColumn(left) && isColumn(right) ? [part(0), left, right, part(3)] : undefined;
}

function isDrawnBefore(first: Region, second: Region): boolean {
  return Math.max(...ordersOf(first)) < Math.min(...ordersOf(second));
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
