import { type Cell, isAligned, joinLines, leftOf, rightOf } from "./grid.ts";
import { isUnit } from "./unit.ts";

/**
 * A table's rows of heads, from top to bottom, with each head over all of its columns.
 *
 * @param body a row of data, with a cell in each column that has figures
 */
export function arrangeHeads(
  rows: readonly (readonly Cell[])[],
  body: readonly Cell[] | undefined,
): (readonly Cell[])[] {
  return joinWrappedHeads(spreadHeads(rows, body));
}

/** In type sizes, from base line to base line: lines of one head are set no wider apart. */
const HEAD_LEADING = 1.5;

/**
 * Joins the lines of heads that are set over several: each line stands below exactly one head, or, of heads that are set
 * at the bottom of their row, each head stands above exactly one line.
 */
function joinWrappedHeads(rows: readonly (readonly Cell[])[]): (readonly Cell[])[] {
  const joined: (readonly Cell[])[] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    if (above && hangsFrom(row, above)) {
      joined[joined.length - 1] = above.map((head) => {
        const below = row.find((cell) => covers(head, cell));
        return below ? joinLines(head, below) : head;
      });
    } else if (above && standsOn(above, row)) {
      joined[joined.length - 1] = row.map((cell) => {
        const head = above.find((one) => covers(one, cell));
        return head ? joinLines(head, cell) : cell;
      });
    } else joined.push(row);
  }
  return joined;
}

/** Whether a row holds the next lines of heads in the row above. */
function hangsFrom(row: readonly Cell[], above: readonly Cell[]): boolean {
  return (
    row.length <= above.length &&
    !row.every((cell) => isUnit(cell.text)) &&
    row.every((cell) => isOnlyNextLine(cell, above, row))
  );
}

function isOnlyNextLine(line: Cell, above: readonly Cell[], row: readonly Cell[]): boolean {
  const heads = above.filter((head) => covers(head, line));
  const [head] = heads;
  return (
    heads.length === 1 &&
    isNextLine(head!, line) &&
    isAligned(head!, line) &&
    row.filter((cell) => covers(head!, cell)).length === 1
  );
}

/** Whether a row of fewer heads holds the first lines of some of those below: of several, or of one that cannot begin so. */
function standsOn(above: readonly Cell[], row: readonly Cell[]): boolean {
  const lines = above.map((head) => row.find((cell) => covers(head, cell)));
  return (
    above.length < row.length &&
    lines.every((line) => line !== undefined && isOnlyNextLine(line, above, row)) &&
    !lines.some((line) => isUnit(line!.text)) &&
    (above.length > 1 || /^\p{Ll}/u.test(lines[0]!.text))
  );
}

/**
 * Lets heads that stand centred over several columns cover them all: `2019` over `number` and `share`. The row below
 * names the columns, the same number for each head.
 */
function spreadHeads(
  rows: readonly (readonly Cell[])[],
  body: readonly Cell[] | undefined,
): (readonly Cell[])[] {
  // From the bottom: a head covers what the heads below it cover.
  return rows.reduceRight<(readonly Cell[])[]>((below, row, index) => {
    const context = { above: rows.slice(0, index), under: body ? [...below, body] : below };
    return [spreadRow(row, context), ...below];
  }, []);
}

interface Neighbours {
  readonly above: readonly (readonly Cell[])[];
  readonly under: readonly (readonly Cell[])[];
}

function spreadRow(row: readonly Cell[], { above, under }: Neighbours): readonly Cell[] {
  const heads = row.filter((cell) => cell.column > 0);
  if (heads.length === 1) return row.map((cell) => spreadLone(cell, under));
  const named = under
    .map((cells) => cells.filter((cell) => cell.column > 0))
    .find((cells) => cells.length >= 2 * heads.length);
  if (!named || heads.length < 2) return row;
  const each = Math.floor(named.length / heads.length);
  const last = named.slice(-each * heads.length);
  // Over an odd number of columns, a head stands over the one in their middle.
  const middles = heads.map((_, at) => last[at * each + (each - 1) / 2]!);
  const overMiddles = each % 2 === 1 && heads.every((head, at) => standsOver(head, middles[at]!));
  // Where other heads cover the same columns, it is the first line of the middle one: `Impact of New` `Standards`.
  const covered = above.some((cells) => cells.filter((cell) => cell.column > 0).length === heads.length);
  if (overMiddles && covered && heads.every((head, at) => isNextLine(head, middles[at]!))) return row;
  if (!overMiddles && heads.every((head) => named.some((cell) => standsOver(head, cell)))) return row;
  const spread = heads.map((head, at): Cell | undefined => {
    const [first, final] = [last[at * each]!, last[(at + 1) * each - 1]!];
    const middle = (leftOf(head) + rightOf(head)) / 2;
    if (middle < leftOf(first) || middle > rightOf(final)) return undefined;
    return { ...head, column: first.column, span: final.column + final.span - first.column };
  });
  if (spread.includes(undefined)) return row;
  return [...row.filter((cell) => cell.column === 0), ...(spread as Cell[])];
}

/** In type sizes: a head whose middle is this near to that of the cell below it is that column's own. */
const OVER_MIDDLE = 0.25;

function standsOver(head: Cell, below: Cell): boolean {
  const off = Math.abs(leftOf(head) + rightOf(head) - leftOf(below) - rightOf(below)) / 2;
  return off <= OVER_MIDDLE * head.lines[0]!.size;
}

/**
 * In shares of their width: a head that stands alone over the middle of all columns covers them all; one that stands
 * over several of them as it is must be nearer.
 */
const OFF_CENTRE = 0.15;
const WIDE_OFF_CENTRE = 0.06;

function spreadLone(head: Cell, below: readonly (readonly Cell[])[]): Cell {
  const named = below.map((row) => row.filter((cell) => cell.column > 0)).find((row) => row.length >= 2);
  if (!named || head.column === 0) return head;
  const [first, last] = [named[0]!, named.at(-1)!];
  const [left, right] = [leftOf(first), rightOf(last)];
  const off = Math.abs((leftOf(head) + rightOf(head) - left - right) / 2);
  if (off > (head.span > 1 ? WIDE_OFF_CENTRE : OFF_CENTRE) * (right - left)) return head;
  return { ...head, column: first.column, span: last.column + last.span - first.column };
}

/** Whether two cells have a column in common. */
export function covers(a: Cell, b: Cell): boolean {
  return a.column < b.column + b.span && b.column < a.column + a.span;
}

function isNextLine(above: Cell, below: Cell): boolean {
  const [last, first] = [above.lines.at(-1)!, below.lines[0]!];
  return first.baseline - last.baseline < HEAD_LEADING * Math.max(last.size, first.size);
}
