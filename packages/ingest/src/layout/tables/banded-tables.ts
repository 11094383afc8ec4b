import type { Rectangle } from "../geometry.ts";
import { joinTexts } from "../line-ends.ts";
import { joinSegments, type Line, sliceLine } from "../lines.ts";
import { toRows } from "../rows.ts";
import type { Segment } from "../segments.ts";
import { isValue } from "./cells.ts";
import { type Cell, compactCell, type Table, type TableRow } from "./grid.ts";
import type { RuledTable } from "./ruled-tables.ts";
import { breaksEarly } from "./stacked-rows.ts";

/** Points: a rule is no thicker, and the rules of one table end no further apart. */
const THICKNESS = 3;
/** Points. Shorter rules part no text that runs over lines. */
const MIN_RULE = 120;
/** Points by which a line's start may be off its column's. */
const SAME_START = 2;
/** Share of a column's lines that start where its head does. */
const MIN_ALIGNED = 0.6;
/** Share of figures at most: tables of figures are told by their columns. */
const MAX_FIGURES = 0.3;
/** Lines of a cell by which it can be told that a text runs over them. */
const MIN_LINES = 3;
/** In type sizes, from base line to base line: the label of the next row stands further from this one's. */
const LABEL_LEADING = 1.6;

/**
 * Finds the tables whose cells hold running text between rules from edge to edge: a row of heads between the first two
 * rules, and below it text in columns that start where the heads do. Read by itself, such text would be columns of the
 * page.
 */
export function findBandedTables(
  segments: readonly Segment[],
  rules: readonly Rectangle[],
): { readonly tables: readonly RuledTable[]; readonly rest: readonly Segment[] } {
  const tables: RuledTable[] = [];
  let rest = segments;
  for (const group of rulesOfTables(rules)) {
    for (let top = 0; top + 2 < group.length;) {
      const found = tableBelow(group.slice(top), rest);
      if (!found) {
        top++;
        continue;
      }
      const { table, box } = found;
      tables.push({ table, box, segments: rest.filter((segment) => isInside(segment, box)) });
      rest = rest.filter((segment) => !isInside(segment, box));
      top += found.rules - 1;
    }
  }
  return { tables, rest };
}

/** Rules that are equally long and stand below one another, from top to bottom. */
function rulesOfTables(rules: readonly Rectangle[]): Rectangle[][] {
  const groups: Rectangle[][] = [];
  const flat = rules.filter(({ x0, x1, y0, y1 }) => y1 - y0 <= THICKNESS && x1 - x0 >= MIN_RULE);
  for (const rule of flat.toSorted((a, b) => a.y0 - b.y0)) {
    const group = groups.find(
      ([first]) => Math.abs(first!.x0 - rule.x0) <= THICKNESS && Math.abs(first!.x1 - rule.x1) <= THICKNESS,
    );
    if (!group) groups.push([rule]);
    // A thick rule may be drawn as two.
    else if (rule.y0 - group.at(-1)!.y1 > THICKNESS) group.push(rule);
  }
  return groups.filter((group) => group.length > 2);
}

function tableBelow(
  rules: readonly Rectangle[],
  segments: readonly Segment[],
): { readonly table: Table; readonly box: Rectangle; readonly rules: number } | undefined {
  const [first] = rules;
  const { x0, x1 } = first!;
  const band = (index: number): Rectangle => ({ x0, x1, y0: rules[index]!.y0, y1: rules[index + 1]!.y0 });
  const heads = toRows(segments.filter((segment) => isInside(segment, band(0))));
  if (heads.length !== 1 || heads[0]!.segments.length < 2) return undefined;
  const starts = heads[0]!.segments.map((head) => head.x0);
  const bands: Piece[][] = [];
  for (let index = 1; index + 1 < rules.length; index++) {
    const inside = segments.filter((segment) => isInside(segment, band(index)));
    const pieces = inside.map((segment) => cutAt(segment, starts));
    if (inside.length === 0 || pieces.includes(undefined)) break;
    bands.push(pieces.flatMap((some) => some!));
  }
  if (bands.length === 0 || !holdsText(bands, [...starts.slice(1), x1])) return undefined;
  const headCells = heads[0]!.segments.map((line, column): Cell => ({
    lines: [line],
    text: line.text,
    column,
    span: 1,
  }));
  const rows: TableRow[] = [
    { cells: headCells.map(compactCell), header: true },
    ...bands.flatMap(rowsOf).map((cells) => ({ cells: cells.map(compactCell), header: false })),
  ];
  const count = bands.length + 2;
  const box = { x0, x1, y0: first!.y0, y1: rules[count - 1]!.y1 };
  return { table: { type: "table", columns: starts.length, rows }, box, rules: count };
}

function isInside({ x0, x1, y0, baseline }: Segment, box: Rectangle): boolean {
  const y = (y0 + baseline) / 2;
  return x0 > box.x0 - THICKNESS && x1 < box.x1 + THICKNESS && y > box.y0 && y < box.y1;
}

/** A part of a line that stands in one column. */
interface Piece extends Segment {
  readonly column: number;
}

/** A line's parts by column; undefined where words run over the start of one. */
function cutAt(segment: Segment, starts: readonly number[]): Piece[] | undefined {
  const pieces: Piece[] = [];
  let from = 0;
  let column = columnOf(segment.x0, starts);
  for (let next = column + 1; next < starts.length; next++) {
    const start = starts[next]!;
    if (segment.x1 < start + SAME_START) break;
    const words = segment.text.matchAll(/(?<=\s)\S/g);
    const at = [...words].find(
      ({ index }) => Math.abs(segment.edges[2 * index]! - start) <= SAME_START,
    )?.index;
    if (at === undefined) return undefined;
    const end = segment.text.slice(0, at).trimEnd().length;
    pieces.push({ ...segment, ...sliceLine(segment, from, end), column });
    [from, column] = [at, next];
  }
  pieces.push({ ...segment, ...sliceLine(segment, from, segment.text.length), column });
  return pieces;
}

function columnOf(x: number, starts: readonly number[]): number {
  return Math.max(
    0,
    starts.findLastIndex((start) => start <= x + SAME_START),
  );
}

/** Whether the columns start where their heads do, and text runs over the lines of a cell. */
function holdsText(bands: readonly (readonly Piece[])[], ends: readonly number[]): boolean {
  const all = bands.flat();
  if (all.filter(({ text }) => isValue(text)).length > MAX_FIGURES * all.length) return false;
  for (const column of ends.keys()) {
    const own = toRows(all.filter((piece) => piece.column === column));
    const start = Math.min(...own.map((row) => row.x0));
    const aligned = own.filter((row) => row.x0 - start <= SAME_START).length;
    if (own.length === 0 || aligned < MIN_ALIGNED * own.length) return false;
  }
  return bands.some((band) =>
    [...ends.entries()].some(([column, end]) => {
      const lines = linesOf(band, column);
      const full = lines.slice(1).filter((line, index) => !breaksEarly(lines[index]!, line, end));
      return lines.length >= MIN_LINES && full.length > 0.5 * (lines.length - 1);
    }),
  );
}

function linesOf(pieces: readonly Piece[], column: number): Line[] {
  return toRows(pieces.filter((piece) => piece.column === column)).map((row) => joinSegments(row.segments));
}

/** The rows between two rules: each label begins one. */
function rowsOf(pieces: readonly Piece[]): Cell[][] {
  const labels = linesOf(pieces, 0);
  const begins = labels.filter(
    (line, index) => index === 0 || line.baseline - labels[index - 1]!.baseline > LABEL_LEADING * line.size,
  );
  const tops = begins.map((line) => line.baseline - 0.5 * line.size);
  const byRow = Map.groupBy(pieces, ({ baseline }) =>
    Math.max(
      0,
      tops.findLastIndex((top) => top < baseline),
    ),
  );
  return [...byRow.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, own]) =>
      [...new Set(own.map(({ column }) => column))]
        .sort((a, b) => a - b)
        .map((column): Cell => {
          const lines = linesOf(own, column);
          return { lines, text: joinTexts(lines).text, column, span: 1 };
        }),
    );
}
