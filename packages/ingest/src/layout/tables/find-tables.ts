import type { Rectangle } from "../geometry.ts";
import { type Line, sliceLine } from "../lines.ts";
import { startsListItem } from "../paragraphs.ts";
import type { Row } from "../rows.ts";
import type { Candidate } from "./candidate.ts";
import { isFigure, isValue, toCells } from "./cells.ts";
import { type Cell, compactCell, type Table, type TableRow } from "./grid.ts";
import { findColumns, type Interval, overlaps, placeCell } from "./table-columns.ts";
import { countHeaderRows, headsAnew } from "./header-rows.ts";
import { arrangeHeads } from "./heads.ts";
import { joinRuledRows, rowsAboveRule } from "./ruled-rows.ts";
import { withHeadsAbove, withoutSurroundings } from "./surroundings.ts";
import { joinSpacedRows } from "./spaced-rows.ts";
import { joinStaggered, spreadLabels } from "./staggered-rows.ts";
import { INDENT, SAME_START, tellRows } from "./tell-rows.ts";
import { partAtColumns, partTightColumns } from "./tight-columns.ts";
import { findUnit } from "./unit.ts";
import {
  CELL_LEADING,
  joinHangingLines,
  joinLoneLines,
  joinWrappedLabels,
  joinWrappedText,
} from "./wrapped-cells.ts";

/** A table begins and ends with a row of several cells and holds no more rows of one cell in a run than this. */
const MAX_SINGLE_ROWS = 3;
/** In row heights: a wider gap ends a table. */
const MAX_ROW_GAP = 3.2;

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
  let left = candidates[start]!.row.x0;
  let singles = 0;
  let data = false;
  for (let index = start + 1; index < candidates.length; index++) {
    const { row, cells } = candidates[index]!;
    data ||= candidates[index - 1]!.cells.some(({ text }) => isFigure(text));
    if (data && headsAnew(cells)) return withoutLastHeads(candidates, start, end);
    const previous = candidates[index - 1]!.row;
    if (row.y0 - previous.y1 > MAX_ROW_GAP * Math.max(row.size, previous.size)) break;
    if (cells.length >= 2 || goesOnInColumn(cells[0]!, candidates[index - 1]!, left)) {
      end = index + 1;
      singles = 0;
    } else if (++singles > MAX_SINGLE_ROWS || isRunningText(cells[0]!, candidates.slice(start, end))) break;
    left = Math.min(left, row.x0);
  }
  return end;
}

/** In type sizes: the narrowest column of labels, and the space behind it. */
const NARROWEST_LABELS = 2.5;

/** Whether a lone line goes on with a text that stands in a column behind the first, which begins at `left`, right above it. */
function goesOnInColumn(line: Line, { cells }: Candidate, left: number): boolean {
  const indent = (line.x0 - left) / line.size;
  if (indent < NARROWEST_LABELS) return false;
  const texts = cells.length > 1 ? cells.slice(1) : cells;
  return texts.some(
    (cell) =>
      Math.abs(cell.x0 - line.x0) < SAME_START &&
      line.baseline - cell.baseline < CELL_LEADING * line.size &&
      !isValue(cell.text) &&
      (!isValue(line.text) || cell.text.includes(" ")) &&
      (indent > INDENT || (!line.monospace && isInSentence(cell.text, line.text))),
  );
}

/** Whether a sentence goes on from one line to the next: behind narrow labels, lines of a list are indented as far. */
function isInSentence(above: string, line: string): boolean {
  return !/[.;:!?]\s*$/.test(above) && /^[\p{Ll}(]/u.test(line) && !startsListItem(line);
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
  const ruled = joinRuledRows(lines, rules);
  // Where rules tell the rows, the space between these does not.
  const parted = ruled.length < lines.length ? ruled : joinSpacedRows(ruled);
  const placed = joinLoneLines(joinWrappedLabels(joinStaggered(joinHangingLines(spreadLabels(parted)))));
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
    const last = placed.at(-1);
    // Two cells in one column of one row are one cell with a gap in it.
    if (last && last.column + last.span > place.column) {
      placed[placed.length - 1] = {
        ...last,
        lines: [...last.lines, line],
        text: `${last.text} ${line.text}`,
        span: Math.max(last.span, place.column + place.span - last.column),
      };
      continue;
    }
    if (place.span === 1) {
      placed.push(cellOf(line, place));
      continue;
    }
    const repeated = splitRepeated(line, place.span);
    const pieces =
      repeated.length > 1
        ? repeated.map((piece, index) => cellOf(piece, { column: place.column + index, span: 1 }))
        : partAtColumns(line, columns, figures).map((piece) => cellOf(piece, placeCell(piece, columns)));
    placed.push(...pieces);
  }
  return placed;
}

function cellOf(line: Line, place: Pick<Cell, "column" | "span">): Cell {
  return { lines: [line], text: line.text, ...place };
}

/**
 * Parts a cell over several columns that says the same kind of thing once for each: heads set close together, as
 * `July 2, 2023 July 3, 2022`, leave no gap to tell them by.
 */
function splitRepeated(line: Line, columns: number): Line[] {
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
