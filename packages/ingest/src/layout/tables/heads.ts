import { type Cell, joinCells } from "./grid.ts";

/** A table's rows of heads, from top to bottom, with each head over all of its columns. */
export function arrangeHeads(rows: readonly (readonly Cell[])[]): (readonly Cell[])[] {
  return joinWrappedHeads(spreadHeads(rows));
}

/** In type sizes, from base line to base line: lines of one head are set no wider apart. */
const HEAD_LEADING = 1.5;

/** Joins the lines of heads that are set over several: each line stands below exactly one head. */
function joinWrappedHeads(rows: readonly (readonly Cell[])[]): (readonly Cell[])[] {
  const joined: (readonly Cell[])[] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    const pairs = above && row.map((cell) => above.filter((head) => covers(head, cell)));
    const continues =
      row.length <= (above?.length ?? 0) &&
      (pairs?.every(
        (heads, index) =>
          heads.length === 1 &&
          isNextLine(heads[0]!, row[index]!) &&
          row.filter((cell) => covers(heads[0]!, cell)).length === 1,
      ) ??
        false);
    if (!continues) joined.push(row);
    else {
      joined[joined.length - 1] = above!.map((head) => {
        const below = row.find((cell) => covers(head, cell));
        return below ? joinCells(head, below) : head;
      });
    }
  }
  return joined;
}

/**
 * Lets heads that stand centred over several columns cover them all: `2019` over `number` and `share`. The row below
 * names the columns, the same number for each head.
 */
function spreadHeads(rows: readonly (readonly Cell[])[]): (readonly Cell[])[] {
  return rows.map((row, index) => {
    const below = rows[index + 1];
    const heads = row.filter((cell) => cell.column > 0);
    if (heads.length === 1 && heads[0]!.span === 1)
      return row.map((cell) => spreadLone(cell, rows.slice(index + 1)));
    if (!below || heads.length < 2) return row;
    const each = Math.floor(below.filter((cell) => cell.column > 0).length / heads.length);
    if (each < 2) return row;
    const named = below.slice(-each * heads.length);
    const spread = heads.map((head, at): Cell | undefined => {
      const [first, last] = [named[at * each]!, named[(at + 1) * each - 1]!];
      const middle = (leftOf(head) + rightOf(head)) / 2;
      if (middle < leftOf(first) || middle > rightOf(last)) return undefined;
      return { ...head, column: first.column, span: last.column + last.span - first.column };
    });
    if (spread.includes(undefined)) return row;
    return [...row.filter((cell) => cell.column === 0), ...(spread as Cell[])];
  });
}

/** In shares of their width: a head that stands alone over the middle of all columns covers them all. */
const OFF_CENTRE = 0.15;

function spreadLone(head: Cell, below: readonly (readonly Cell[])[]): Cell {
  const named = below.map((row) => row.filter((cell) => cell.column > 0)).find((row) => row.length >= 2);
  if (!named || head.column === 0) return head;
  const [first, last] = [named[0]!, named.at(-1)!];
  const [left, right] = [leftOf(first), rightOf(last)];
  const off = Math.abs((leftOf(head) + rightOf(head) - left - right) / 2);
  if (off > OFF_CENTRE * (right - left)) return head;
  return { ...head, column: first.column, span: last.column + last.span - first.column };
}

function leftOf(cell: Cell): number {
  return Math.min(...cell.lines.map((line) => line.x0));
}

function rightOf(cell: Cell): number {
  return Math.max(...cell.lines.map((line) => line.x1));
}

function covers(a: Cell, b: Cell): boolean {
  return a.column < b.column + b.span && b.column < a.column + a.span;
}

function isNextLine(above: Cell, below: Cell): boolean {
  const [last, first] = [above.lines.at(-1)!, below.lines[0]!];
  return first.baseline - last.baseline < HEAD_LEADING * Math.max(last.size, first.size);
}
