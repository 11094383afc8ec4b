import type { Rectangle } from "../geometry.ts";
import { type Line, sliceLine } from "../lines.ts";
import type { Row } from "../rows.ts";
import type { Candidate } from "./candidate.ts";
import { isFigure, isValue, toCells } from "./cells.ts";
import { baselineOf, type Cell, compactCell, joinCells, type Table, type TableRow } from "./grid.ts";
import { findColumns, type Interval, overlaps, placeCell } from "./table-columns.ts";
import { countHeaderRows, headsAnew } from "./header-rows.ts";
import { arrangeHeads, covers } from "./heads.ts";
import { joinRuledRows, rowsAboveRule } from "./ruled-rows.ts";
import { withHeadsAbove, withoutSurroundings } from "./surroundings.ts";
import { INDENT, tellRows } from "./tell-rows.ts";
import { partAtColumns, partTightColumns } from "./tight-columns.ts";
import { findUnit } from "./unit.ts";
import { CELL_LEADING, joinLoneLines, joinWrappedLabels, joinWrappedText } from "./wrapped-cells.ts";

/** A table begins and ends with a row of several cells and holds no more rows of one cell in a run than this. */
const MAX_SINGLE_ROWS = 3;
/** In row heights: a wider gap ends a table. */
const MAX_ROW_GAP = 3.2;
/** Points by which the lines of a cell may begin apart. */
const SAME_START = 1;

/**
 * Parts a region's rows into tables, found by the alignment of their cells, and rows of running text.
 *
 * @param rules the page's rules, in the rows' coordinates
 */
export function findTables(rows: readonly Row[], rules: readonly Rectangle[]): (Row | Table)[] {
  const parted = partTightColumns(rows);
  const candidates = rows.map((row, index) => ({ row, cells: toCells(parted[index]!) }));
  const result: (Row | Table)[] = [];
  /** Where the last table ended: rows before it are taken. */
  let free = 0;
  for (let index = 0; index < candidates.length;) {
    const end = tableEnd(candidates, index);
    const [begin, last] = withoutSurroundings(candidates, index, end);
    const first = begin === index ? withHeadsAbove(candidates, { free, start: begin, end: last }) : begin;
    const table = last > first ? toTable(candidates.slice(first, last), rules) : undefined;
    if (table === "drawing") {
      for (const { row } of candidates.slice(index, last)) result.push(row);
      index = free = last;
    } else if (table) {
      for (const { row } of candidates.slice(index, first)) result.push(row);
      // They were given out as text before it was known what they head.
      result.length -= Math.max(0, index - first);
      result.push(table);
      index = free = last;
    } else {
      result.push(candidates[index]!.row);
      index++;
    }
  }
  return result;
}

/** End of the run of rows from `start` that could be one table; `start` when there is none. */
function tableEnd(candidates: readonly Candidate[], start: number): number {
  if (candidates[start]!.cells.length < 2) return start;
  let end = start + 1;
  let singles = 0;
  let data = false;
  for (let index = start + 1; index < candidates.length; index++) {
    const { row, cells } = candidates[index]!;
    data ||= candidates[index - 1]!.cells.some(({ text }) => isFigure(text));
    if (data && headsAnew(cells)) return withoutLastHeads(candidates, start, end);
    const previous = candidates[index - 1]!.row;
    if (row.y0 - previous.y1 > MAX_ROW_GAP * Math.max(row.size, previous.size)) break;
    if (cells.length >= 2 || goesOnInColumn(cells[0]!, candidates.slice(start, index))) {
      end = index + 1;
      singles = 0;
    } else if (++singles > MAX_SINGLE_ROWS || isRunningText(cells[0]!, candidates.slice(start, end))) break;
  }
  return end;
}

/** Whether a lone line goes on with a text that stands in a column behind the first, right above it. */
function goesOnInColumn(line: Line, above: readonly Candidate[]): boolean {
  const left = Math.min(...above.map(({ row }) => row.x0));
  const [last, ...others] = above.at(-1)!.cells.toReversed();
  const starts = others.length > 0 ? [last!, ...others.slice(0, -1)] : [last!];
  return (
    line.x0 > left + INDENT * line.size &&
    starts.some(
      (cell) =>
        Math.abs(cell.x0 - line.x0) < SAME_START &&
        line.baseline - cell.baseline < CELL_LEADING * line.size &&
        !isValue(cell.text) &&
        (!isValue(line.text) || cell.text.includes(" ")),
    )
  );
}

/** The end of a table without the rows of heads that stand right above the heads of the next one. */
function withoutLastHeads(candidates: readonly Candidate[], start: number, end: number): number {
  const left = Math.min(...candidates.slice(start, end).map(({ row }) => row.x0));
  let last = end;
  const isHeads = ({ row, cells }: Candidate): boolean =>
    row.x0 > left + INDENT * row.size && !cells.some(({ text }) => isFigure(text));
  while (last > start + 1 && isHeads(candidates[last - 1]!)) last--;
  return last;
}

/** A line that crosses the columns found so far and is no label. */
function isRunningText(line: Line, above: readonly Candidate[]): boolean {
  const left = Math.min(...above.map(({ row }) => row.x0));
  const right = Math.max(...above.map(({ row }) => row.x1));
  const words = line.text.split(/\s+/).length;
  return words > 8 && line.x1 - line.x0 > 0.75 * (right - left);
}

function toTable(
  candidates: readonly Candidate[],
  rules: readonly Rectangle[],
): Table | "drawing" | undefined {
  const many = candidates.filter(({ cells }) => cells.length >= 2);
  const columns = findColumns(many.map(({ cells }) => cells));
  const kind = tellRows(candidates, many, columns);
  if (kind !== "table") return kind === "drawing" ? kind : undefined;
  const figures = columnsOfFigures(columns, many);
  const lines = candidates.map(({ cells }) => placeRow(cells, columns, figures));
  const placed = joinLoneLines(joinWrappedLabels(joinStaggered(spreadLabels(joinRuledRows(lines, rules)))));
  const rowsOfHeads = countHeaderRows(placed, rowsAboveRule(placed, rules));
  const unit = findUnit(placed.slice(0, rowsOfHeads + 2), rowsOfHeads);
  const data = joinWrappedText(placed.slice(rowsOfHeads));
  const heads = arrangeHeads(placed.slice(0, rowsOfHeads), fullestRow(data));
  const headers = heads.length;
  const body = data.map((cells) => asSection(cells, columns.length));
  const rows: TableRow[] = [...heads, ...body].map((cells, index) => ({
    cells: cells.map(compactCell),
    header: index < headers,
  }));
  return { type: "table", columns: columns.length, rows, ...(unit === undefined ? {} : { unit }) };
}

/** The first of the rows with the most figures. */
function fullestRow(rows: readonly (readonly Cell[])[]): readonly Cell[] | undefined {
  const figures = rows.map((row) => row.filter((cell) => cell.column > 0 && isValue(cell.text)).length);
  const most = Math.max(0, ...figures);
  return most > 0 ? rows[figures.indexOf(most)] : undefined;
}

/** The columns of which half of the cells are figures at least. */
function columnsOfFigures(columns: readonly Interval[], rows: readonly Candidate[]): Set<Interval> {
  return new Set(
    columns.filter((column) => {
      const own = rows.flatMap(({ cells }) => cells.filter((cell) => overlaps(column, cell)));
      return own.filter(({ text }) => isFigure(text)).length >= 0.5 * own.length;
    }),
  );
}

function placeRow(
  cells: readonly Line[],
  columns: readonly Interval[],
  figures: ReadonlySet<Interval>,
): Cell[] {
  const placed: Cell[] = [];
  for (const line of cells) {
    const place = placeCell(line, columns);
    const pieces = splitRepeated(line, place.span);
    if (pieces.length > 1) {
      placed.push(
        ...pieces.map((piece, index) => ({
          lines: [piece],
          text: piece.text,
          column: place.column + index,
          span: 1,
        })),
      );
      continue;
    }
    const heads = place.span > 1 ? partAtColumns(line, columns, figures) : [line];
    if (heads.length > 1) {
      placed.push(...heads.map((head) => ({ lines: [head], text: head.text, ...placeCell(head, columns) })));
      continue;
    }
    const last = placed.at(-1);
    // Two cells in one column of one row are one cell with a gap in it.
    if (last && last.column + last.span - 1 >= place.column) {
      placed[placed.length - 1] = {
        ...last,
        lines: [...last.lines, line],
        text: `${last.text} ${line.text}`,
        span: Math.max(last.span, place.column + place.span - last.column),
      };
    } else placed.push({ lines: [line], text: line.text, ...place });
  }
  return placed;
}

/**
 * Parts a cell over several columns that says the same kind of thing once for each: heads set close together, as
 * `July 2, 2023 July 3, 2022`, leave no gap to tell them by.
 */
function splitRepeated(line: Line, columns: number): Line[] {
  if (columns < 2) return [line];
  const words = [...line.text.matchAll(/\S+/g)];
  const each = words.length / columns;
  if (!Number.isInteger(each)) return [line];
  const pieces = Array.from({ length: columns }, (_, index) => {
    const first = words[index * each]!;
    const last = words[(index + 1) * each - 1]!;
    return sliceLine(line, first.index, last.index + last[0].length);
  });
  const shape = (text: string): string => text.replace(/\p{L}+/gu, "w").replace(/\d+/g, "#");
  const [first, ...others] = pieces.map((piece) => shape(piece.text));
  return first!.includes("#") && others.every((other) => other === first) ? pieces : [line];
}

/** A row of one cell over the columns, which names a section, covers the table. */
function asSection(cells: Cell[], columns: number): Cell[] {
  const [cell] = cells;
  const isName = cells.length === 1 && cell!.column > 0 && !isValue(cell!.text);
  return isName ? [{ ...cell!, column: 0, span: columns }] : cells;
}

/** In ems, from base line to base line: between rows set no wider apart, there is no room for a row of its own. */
const NO_ROOM = 1.7;

/** Share of their distance by which a label is off the middle of two rows; more is the label of one of them, set higher. */
const OFF_MIDDLE = 0.2;

/** Repeats a label that is set in the middle of the two rows that it covers, between their base lines, in both. */
function spreadLabels(rows: readonly Cell[][]): Cell[][] {
  const spread = rows.map((row) => [...row]);
  const between = new Set<number>();
  for (let index = 1; index < rows.length - 1; index++) {
    const [above, row, below] = [spread[index - 1]!, spread[index]!, spread[index + 1]!];
    const [label] = row;
    if (row.length !== 1 || above.length < 2 || below.length < 2 || label!.lines.length > 1) continue;
    const [top, middle, bottom] = [baselineOf(above), baselineOf(row), baselineOf(below)];
    const near = bottom - top < NO_ROOM * label!.lines[0]!.size;
    if (
      !near ||
      Math.abs(top + bottom - 2 * middle) > OFF_MIDDLE * (bottom - top) ||
      [...above, ...below].some((cell) => covers(cell, label!))
    )
      continue;
    for (const beside of [above, below]) {
      beside.push(label!);
      beside.sort((a, b) => a.column - b.column);
    }
    between.add(index);
  }
  return spread.filter((_, index) => !between.has(index));
}

/** In type sizes, from base line to base line: lines of text are set wider apart. */
const STAGGERED = 0.8;
/** The same, from the first to the last line of heads that are set in the middle of their row. */
const MAX_STAGGERED = 1.6;

/** Joins the lines of one row whose cells, of more lines and fewer, are set in the middle of it. */
function joinStaggered(rows: readonly Cell[][]): Cell[][] {
  const joined: Cell[][] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    if (above && isStaggered(above, row)) {
      const free = row.filter((cell) => !above.some((one) => covers(one, cell)));
      const cells = above.map((one) => {
        const next = row.find((cell) => covers(one, cell));
        // A label may be repeated in both.
        return next && next.lines[0] !== one.lines[0] ? joinCells(one, next) : one;
      });
      joined[joined.length - 1] = [...cells, ...free].sort((a, b) => a.column - b.column);
    } else joined.push(row);
  }
  return joined;
}

function isStaggered(above: readonly Cell[], row: readonly Cell[]): boolean {
  const { size } = row[0]!.lines[0]!;
  if (firstBaselineOf(row) - baselineOf(above) >= STAGGERED * size) return false;
  const overlap = row.filter((cell) => above.some((one) => covers(one, cell)));
  if (overlap.length === 0) return true;
  return (
    overlap.every((cell) => above.filter((one) => covers(one, cell)).length === 1) &&
    ![...above, ...row].some(({ column, text }) => column > 0 && isValue(text)) &&
    baselineOf(row) - firstBaselineOf(above) < MAX_STAGGERED * size
  );
}

function firstBaselineOf(row: readonly Cell[]): number {
  return Math.min(...row.map(({ lines }) => lines[0]!.baseline));
}
