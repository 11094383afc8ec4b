import { median } from "../median.ts";
import type { Candidate } from "./candidate.ts";
import { isValue } from "./cells.ts";
import { CELL_LEADING } from "./wrapped-cells.ts";

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
export function withoutSurroundings(
  candidates: readonly Candidate[],
  start: number,
  end: number,
): [number, number] {
  let first = start;
  let last = end;
  while (first < last && runsOn(candidates[last - 1]!, candidates[last])) last--;
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
  last = first + withoutNotes(candidates.slice(first, last));
  for (let index = last - 1; index > first; index--) {
    const { cells } = candidates[index]!;
    const label = cells[0]!.text.trim();
    const heads = NUMBERED_HEADING.test(label) && cells.length === 2 && !isValue(cells[1]!.text);
    if (REMARK.test(label) || heads || isNextSection(candidates.slice(first, index + 1))) last = index;
    else if (cells.length > 2 || cells.slice(1).some((cell) => isValue(cell.text))) break;
  }
  return [first, last];
}

const NOTE_SIGN = /^[*∗†‡§¶]{1,3}\s?\p{L}{2}/u;
/** Of a table's type size: that of the notes below it. */
const NOTE_SIZE = 0.92;
/** Rows of a table that tell its type size. */
const MIN_ABOVE_NOTES = 2;

/** How many of the rows come before the first that begins a note, where all from there on are in smaller type. */
function withoutNotes(rows: readonly Candidate[]): number {
  const first = rows.findIndex((one, index) => {
    if (index < MIN_ABOVE_NOTES || !NOTE_SIGN.test(textOf(one))) return false;
    const largest = NOTE_SIZE * median(rows.slice(0, index).map(({ row }) => row.size));
    return rows.slice(index).every(({ row }) => row.size <= largest);
  });
  return first < 0 ? rows.length : first;
}

/** Points by which lines of one paragraph may begin, or end, apart: commas may hang over its edge. */
const FLUSH = 2;

/** Whether a row is a line of running text with a wide space in it: flush on both sides with the line right below it. */
function runsOn({ row, cells }: Candidate, below: Candidate | undefined): boolean {
  return (
    below?.cells.length === 1 &&
    !cells.slice(1).some(({ text }) => isValue(text)) &&
    Math.abs(below.row.x0 - row.x0) < FLUSH &&
    Math.abs(below.row.x1 - row.x1) < FLUSH &&
    below.row.baseline - row.baseline < CELL_LEADING * row.size
  );
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

/** In type sizes: heads are centred over the last column's figures, and may be wider than these. */
const OVERHANG = 2;
/** Rows of a lone head that may stand above a table's first row of several cells. */
const MAX_HEADS_ABOVE = 2;

/** The start of a table with the lone heads that stand close above its columns, and not above its labels: `Year Ended`. */
export function withHeadsAbove(
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
      cell!.x1 <= right + OVERHANG * row.size;
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
