import { isContentsEntry, isIndexEntry } from "../contents-entry.ts";
import type { Rectangle } from "../geometry.ts";
import { type Line, sliceLine } from "../lines.ts";
import type { Row } from "../rows.ts";
import { isFigure, isValue, toCells } from "./cells.ts";
import { type Cell, joinCells, type Table, type TableRow, withoutEdges } from "./grid.ts";
import { findColumns, type Interval, placeCell } from "./table-columns.ts";
import { countHeaderRows, headsAnew } from "./header-rows.ts";
import { arrangeHeads, covers } from "./heads.ts";
import { joinRuledRows } from "./ruled-rows.ts";
import { findUnit } from "./unit.ts";

/** A table begins and ends with a row of several cells and holds no more rows of one cell in a run than this. */
const MAX_SINGLE_ROWS = 3;
/** In row heights: a wider gap ends a table. */
const MAX_ROW_GAP = 3.2;

interface Candidate {
  readonly row: Row;
  readonly cells: readonly Line[];
}

/**
 * Parts a region's rows into tables, found by the alignment of their cells, and rows of running text.
 *
 * @param rules the page's rules, in the rows' coordinates
 */
export function findTables(rows: readonly Row[], rules: readonly Rectangle[]): (Row | Table)[] {
  const candidates = rows.map((row) => ({ row, cells: toCells(row) }));
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
    if (data && headsAnew(cells)) break;
    const previous = candidates[index - 1]!.row;
    if (row.y0 - previous.y1 > MAX_ROW_GAP * Math.max(row.size, previous.size)) break;
    if (cells.length >= 2) {
      end = index + 1;
      singles = 0;
    } else if (++singles > MAX_SINGLE_ROWS || isRunningText(cells[0]!, candidates.slice(start, end))) break;
  }
  return end;
}

const CAPTION =
  /^(?:table|figure|fig\.|chart|exhibit|tab\.|tableau|tabelle|abbildung|tabla|cuadro|gráfico|図|表)\s*[\dIVX]/iu;
const REMARK = /^(?:source|sources|note|notes|nb|n\.b\.|quelle|fuente|\(:\)|\*+\)?)(?:\s|:|$)|^\(\*+\)/i;
const NUMBERED_HEADING = /^\d+(?:\.\d+)*\.$/;
/** `Item 1.   Financial Statements`: a filing's own numbering. */
const ITEM = /^(?:item|part|note)\s+(?:\d+[A-Z]?|[IVX]+)\s*[.:–—-]?$/i;
const SECTION_NUMBER = /^(?:\d+|[A-Z])(?:\.\d+)+$/;
const HEADING_NUMBER = /^(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)\.?$/;

/**
 * A range of rows without the caption that stands above a table and the remarks and the next heading that stand
 * below it: a gap behind their number makes them look like rows.
 */
function withoutSurroundings(candidates: readonly Candidate[], start: number, end: number): [number, number] {
  let first = start;
  let last = end;
  if (first < last && isNumberedHeading(candidates[first]!)) first++;
  if (first < last && isItem(candidates[first]!)) {
    first++;
    // What stands below a filing's item, before the heads, is the statement's name.
    while (first < last && candidates[first]!.cells.length === 1) first++;
  }
  if (first < last && CAPTION.test(textOf(candidates[first]!))) {
    const head = candidates[first]!;
    first++;
    // The caption's further lines hang below its text.
    while (first < last && hangsBelow(candidates[first]!, head)) first++;
  }
  for (let index = last - 1; index > first; index--) {
    const { cells } = candidates[index]!;
    const label = cells[0]!.text.trim();
    const heads = NUMBERED_HEADING.test(label) && cells.length === 2 && !isValue(cells[1]!.text);
    if (REMARK.test(label) || heads || isNextSection(candidates.slice(first, index + 1))) last = index;
    else if (cells.length > 2 || cells.slice(1).some((cell) => isValue(cell.text))) break;
  }
  return [first, last];
}

/** Whether the last of some rows is the heading of the section below them: set off, and the only one that is numbered so. */
function isNextSection(rows: readonly Candidate[]): boolean {
  const [above, last] = rows.slice(-2) as [Candidate, Candidate];
  const isNumbered = ({ cells }: Candidate): boolean => SECTION_NUMBER.test(cells[0]!.text.trim());
  return (
    last.cells.length === 2 &&
    !isValue(last.cells[1]!.text) &&
    isNumbered(last) &&
    rows.filter(isNumbered).length === 1 &&
    last.row.y0 - above.row.y1 > last.row.size
  );
}

/** Rows of a lone head that may stand above a table's first row of several cells. */
const MAX_HEADS_ABOVE = 2;

/** The start of a table with the lone heads that stand close above its columns, and not above its labels: `Year Ended`. */
function withHeadsAbove(
  candidates: readonly Candidate[],
  { free, start, end }: { readonly free: number; readonly start: number; readonly end: number },
): number {
  const rows = candidates.slice(start, end).filter(({ cells }) => cells.length >= 2);
  if (rows.length < 2) return start;
  const right = Math.max(...rows.map(({ row }) => row.x1));
  const labels = Math.max(...rows.map(({ cells }) => (isValue(cells[0]!.text) ? -Infinity : cells[0]!.x0)));
  let first = start;
  while (first > free && start - first < MAX_HEADS_ABOVE) {
    const { row, cells } = candidates[first - 1]!;
    const below = candidates[first]!.row;
    const [cell] = cells;
    const close = below.y0 - row.y1 < row.size && Math.abs(row.size - below.size) < 0.2 * row.size;
    const heads =
      cells.length === 1 &&
      cell!.text.length <= 60 &&
      cell!.x0 > labels + 4 * row.size &&
      cell!.x1 <= right + 1;
    if (!close || !heads || /[.;]$/.test(cell!.text)) break;
    first--;
  }
  return first;
}

/** `2   Related Work`, set in bold. */
function isNumberedHeading({ cells }: Candidate): boolean {
  return (
    cells.length === 2 &&
    HEADING_NUMBER.test(cells[0]!.text.trim()) &&
    cells.every((cell) => cell.bold) &&
    /^\p{Lu}.*\p{Ll}/u.test(cells[1]!.text)
  );
}

function isItem({ cells }: Candidate): boolean {
  return cells.length === 2 && ITEM.test(cells[0]!.text.trim()) && !isValue(cells[1]!.text);
}

function hangsBelow({ cells, row }: Candidate, head: Candidate): boolean {
  const text = head.cells.at(-1)!;
  return (
    cells.length <= 2 &&
    row.y0 - head.row.y1 < 2.5 * row.size &&
    Math.abs(row.size - head.row.size) < 0.5 &&
    row.x0 >= head.row.x0 - 1 &&
    Math.abs(row.x0 - text.x0) < 2 * row.size
  );
}

function textOf({ cells }: Candidate): string {
  return cells.map((cell) => cell.text).join(" ");
}

/** A line that crosses the columns found so far and is no label. */
function isRunningText(line: Line, above: readonly Candidate[]): boolean {
  const left = Math.min(...above.map(({ row }) => row.x0));
  const right = Math.max(...above.map(({ row }) => row.x1));
  const words = line.text.split(/\s+/).length;
  return words > 8 && line.x1 - line.x0 > 0.75 * (right - left);
}

/** The table that rows are, where they are one; what is a drawing's is none, whichever row it is begun from. */
function toTable(
  candidates: readonly Candidate[],
  rules: readonly Rectangle[],
): Table | "drawing" | undefined {
  const many = candidates.filter(({ cells }) => cells.length >= 2);
  const columns = findColumns(many.map(({ cells }) => cells));
  if (isScattered(many, columns) || isEquation(many.flatMap(({ cells }) => cells))) return "drawing";
  if (columns.length < 2 || standsInText(candidates, many) || !looksTabular(many, columns)) return undefined;
  const lines = candidates.map(({ cells }) => placeRow(cells, columns));
  const placed = mergeWrapped(spreadLabels(joinRuledRows(lines, rules)));
  const rowsOfHeads = countHeaderRows(placed);
  const unit = findUnit(placed.slice(0, rowsOfHeads + 2).flat());
  const data = placed.slice(rowsOfHeads);
  const heads = arrangeHeads(placed.slice(0, rowsOfHeads), fullestRow(data));
  const headers = heads.length;
  const body = data.map((cells) => asSection(cells, columns.length));
  const rows: TableRow[] = [...heads, ...body].map((cells, index) => ({
    cells: cells.map(withoutEdges),
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

/** Whether rows of several cells are a table and not running text that happens to have gaps. */
function looksTabular(rows: readonly Candidate[], columns: readonly Interval[]): boolean {
  const cells = rows.flatMap((candidate) => candidate.cells);
  const values = cells.filter((cell) => isValue(cell.text)).length;
  if (rows.length < 2) return false;
  // Every column but the first is met by at least two rows, or it is an accident of spacing.
  const met = columns.filter((column) => rowsMeeting(rows, column) >= 2).length;
  if (met < 2) return false;
  if (isDrawing(cells) || isIndex(rows) || isJustifiedText(rows, columns)) return false;
  if (values >= rows.length * 0.5) return true;
  const words = cells.reduce((sum, cell) => sum + cell.text.split(/\s+/).length, 0) / cells.length;
  return rows.length >= 3 && words <= 8;
}

/** Share of its cells that a table fills, or else of its rows that its fullest column has a cell in. */
const MIN_FILL = 0.5;
const MIN_FULLEST = 0.66;
/** Columns of which few cells are filled by accident. */
const MANY_COLUMNS = 4;

/** Names in a drawing, and figures at the bars of a chart, share some heights and edges, but no column lists them. */
function isScattered(rows: readonly Candidate[], columns: readonly Interval[]): boolean {
  if (columns.length < MANY_COLUMNS) return false;
  const met = columns.map((column) => rowsMeeting(rows, column));
  return sum(met) < MIN_FILL * rows.length * columns.length && Math.max(...met) < MIN_FULLEST * rows.length;
}

function rowsMeeting(rows: readonly Candidate[], column: Interval): number {
  return rows.filter((row) => row.cells.some((cell) => meets(cell, column))).length;
}

/** Whether a cell has anything in common with a column, be it a hair. */
function meets(cell: Interval, column: Interval): boolean {
  return cell.x0 < column.x1 && cell.x1 > column.x0;
}

/** Dots, and glyphs without a character: notes of music and parts of drawings are set in rows and columns as well. */
const MUTE = /^[\s.·\p{Co}\p{Cn}\ufffd]*$/u;
const MAX_MUTE_SHARE = 0.5;

function isDrawing(cells: readonly Line[]): boolean {
  return cells.filter(({ text }) => MUTE.test(text)).length > MAX_MUTE_SHARE * cells.length;
}

/** Signs of formulas, letters that are set apart for them, and brackets, whole or in pieces. */
const MATH_SIGN = /[=∑∏∫√∂∇∞≤≥≠≈≡±→∈∀∃⟨⟩‖∥⊂⊆∪∩∧∨\u{1D400}-\u{1D7FF}]|^[()[\]{}|\u{239B}-\u{23AD}\p{Mn}\s]+$/u;
/** A figure with its error. */
const MEASURED = /\d\s?±\s?\d/;
const EQUATION_NUMBER = /^\(\w{1,3}(?:\.\w{1,3})*\)$/;
/** Shares of the cells of a displayed formula that are its parts at least, and figures or words at most. */
const MIN_MATH_SHARE = 0.4;
const MAX_OTHER_SHARE = 0.3;

/** The fractions, limits and cases of a displayed formula stand beside and above one another. */
function isEquation(cells: readonly Line[]): boolean {
  const isPart = ({ text, math }: Line): boolean => math === true || MATH_SIGN.test(text);
  const others = cells.filter(
    (cell) =>
      MEASURED.test(cell.text) ||
      (isValue(cell.text) && !EQUATION_NUMBER.test(cell.text.trim())) ||
      (!isPart(cell) && /\p{L}{4}/u.test(cell.text)),
  );
  return (
    cells.filter(isPart).length >= MIN_MATH_SHARE * cells.length &&
    others.length <= MAX_OTHER_SHARE * cells.length
  );
}

/** An index, or a list of contents: in columns, a row's entries have nothing to do with each other. */
function isIndex(rows: readonly Candidate[]): boolean {
  const entries = rows.filter(({ cells }) =>
    // Dots lead to a statement's figures as well: there is a column behind the first.
    cells.some(
      ({ text }, index) =>
        (isContentsEntry(text) || isIndexEntry(text)) &&
        !(cells[index + 1] && isValue(cells[index + 1]!.text)),
    ),
  );
  return entries.length >= 0.5 * rows.length;
}

/** In type sizes: cells of one column start, end or are centred at the same place but for this. */
const ALIGNED = 0.2;
/** Share of cells that their columns align, below which rows are text: in any case, and where both margins are flush. */
const MIN_ALIGNED_SHARE = 0.35;
const MIN_ALIGNED_SHARE_FLUSH = 0.6;
/** Cells by which it can be told whether a column is aligned: in any case, and where both margins are flush. */
const MIN_COLUMN_CELLS = 3;
const MIN_COLUMN_CELLS_FLUSH = 2;

/** Share of a line of text that is not space. */
const MIN_FILLED = 0.7;

/** Wide spaces of justified text part it to cells, which no column aligns. Figures are told by themselves. */
function isJustifiedText(rows: readonly Candidate[], columns: readonly Interval[]): boolean {
  const inner = rows.flatMap(({ cells }) => cells.slice(1));
  if (inner.filter(({ text }) => isValue(text)).length > 0.5 * inner.length) return false;
  const filled = sum(rows.flatMap(({ cells }) => cells).map(({ x0, x1 }) => x1 - x0));
  if (filled < MIN_FILLED * sum(rows.map(({ row }) => row.x1 - row.x0))) return false;
  const flush =
    isFlush(rows.map(({ row }) => ({ place: row.x0, size: row.size }))) &&
    isFlush(rows.map(({ row }) => ({ place: row.x1, size: row.size })));
  let aligned = 0;
  let all = 0;
  for (const column of columns.slice(1)) {
    const own = inner.filter((cell) => meets(cell, column));
    if (own.length < (flush ? MIN_COLUMN_CELLS_FLUSH : MIN_COLUMN_CELLS)) continue;
    const most = (place: (cell: Line) => number): number =>
      mostAligned(own.map((cell) => ({ place: place(cell), size: cell.size })));
    const starts = most(({ x0 }) => x0);
    const ends = most(({ x1 }) => x1);
    const middles = most(({ x0, x1 }) => (x0 + x1) / 2);
    // A flush margin aligns the ends of the last column, whatever stands there.
    aligned += (flush && column === columns.at(-1) ? starts : Math.max(starts, ends, middles)) - 1;
    all += own.length - 1;
  }
  if (all === 0) return flush;
  return aligned < (flush ? MIN_ALIGNED_SHARE_FLUSH : MIN_ALIGNED_SHARE) * all;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

interface Edge {
  readonly place: number;
  /** Of the type. */
  readonly size: number;
}

/** Share of lines that keep to a margin: a paragraph's first line is indented. */
const FLUSH_SHARE = 0.6;

/** How many edges at most share a place. */
function mostAligned(edges: readonly Edge[]): number {
  return Math.max(
    ...edges.map(
      (edge) => edges.filter((other) => Math.abs(other.place - edge.place) <= ALIGNED * edge.size).length,
    ),
  );
}

function isFlush(edges: readonly Edge[]): boolean {
  return mostAligned(edges) >= FLUSH_SHARE * edges.length;
}

/** Of the table's width. */
const WIDE_SHARE = 0.7;

/** Between lines of text that run over all columns, a few with a gap are text as well. */
function standsInText(all: readonly Candidate[], many: readonly Candidate[]): boolean {
  const left = Math.min(...all.map(({ row }) => row.x0));
  const right = Math.max(...all.map(({ row }) => row.x1));
  const wide = all.filter(
    ({ row, cells }) => cells.length === 1 && row.x1 - row.x0 > WIDE_SHARE * (right - left),
  );
  return wide.length >= many.length;
}

function placeRow(cells: readonly Line[], columns: readonly Interval[]): Cell[] {
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

/** Repeats a label that is set in the middle of the two rows that it covers, between their base lines, in both. */
function spreadLabels(rows: readonly Cell[][]): Cell[][] {
  const spread = rows.map((row) => [...row]);
  const between = new Set<number>();
  for (let index = 1; index < rows.length - 1; index++) {
    const [above, row, below] = [spread[index - 1]!, spread[index]!, spread[index + 1]!];
    const [label] = row;
    if (row.length !== 1 || above.length < 2 || below.length < 2 || label!.lines.length > 1) continue;
    const near = baselineOf(below) - baselineOf(above) < NO_ROOM * label!.lines[0]!.size;
    if (!near || [...above, ...below].some((cell) => covers(cell, label!))) continue;
    for (const beside of [above, below]) {
      beside.push(label!);
      beside.sort((a, b) => a.column - b.column);
    }
    between.add(index);
  }
  return spread.filter((_, index) => !between.has(index));
}

function baselineOf(row: readonly Cell[]): number {
  return Math.max(...row.flatMap((cell) => cell.lines.map((line) => line.baseline)));
}

/** Joins a label that is set over several lines to one row. */
function mergeWrapped(rows: readonly Cell[][]): Cell[][] {
  const merged: Cell[][] = [];
  for (const row of rows) {
    const previous = merged.at(-1);
    const label = row[0];
    const above = previous?.[0];
    const continues =
      label?.column === 0 &&
      above?.column === 0 &&
      (/^[\p{Ll}(&]/u.test(label.text) || (previous!.length === 1 && OPEN_END.test(above.text)));
    // A colon opens a section: `(Loss)/earnings:`.
    const ends = row.length > 1 || /[:.]$/.test(above?.text ?? "") || label?.text.endsWith(":");
    if (continues && !ends && previous!.length > 1) {
      merged[merged.length - 1] = [joinCells(above, label), ...previous!.slice(1)];
    } else if (continues && previous!.length === 1 && !above.text.endsWith(":")) {
      merged[merged.length - 1] = [joinCells(above, label), ...row.slice(1)];
    } else merged.push(row);
  }
  return merged;
}

/** A label that cannot end here. */
const OPEN_END = /(?:[,(–—-]|\b(?:and|or|of|the|for|to|in|on|with|from|by|at|than|per|an?))$/i;
