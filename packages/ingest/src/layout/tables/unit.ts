import { type Cell, isAligned, leftOf, rightOf } from "./grid.ts";

const COUNTED = String.raw`(?:(?:[A-Z]{2,3}\s?)?[$€£¥]|(?:US\s)?dollars?|euros?|amounts?|shares|figures|units|USD|EUR|GBP)`;
const SCALE = String.raw`in\s+(?:hundreds|thousands|millions|billions)(?:\s+of\s+(?:US\s)?\p{L}+)?`;
const EXCEPTION = String.raw`(?:,?\s*(?:except|unless|other than)[^.;)]{0,80})?`;
const UNIT = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${COUNTED}(?:\s+(?:and|or|&)\s+\p{L}+)?\s+(?:\p{L}+\s+){0,3})?${SCALE}${EXCEPTION}`,
  "iu",
);
/** `(Millions, except per share data)`, where nothing else is said. */
const BARE_SCALE = new RegExp(String.raw`^[\s(]*((?:thousands|millions|billions)${EXCEPTION})[\s)]*$`, "i");

/** What a text says that figures are counted in: `$ in millions, except per share amounts`. */
export function unitIn(text: string): string | undefined {
  return (UNIT.exec(text)?.[0] ?? BARE_SCALE.exec(text)?.[1])?.trim();
}

/** Whether a text says nothing but what figures are counted in: `(In millions)`. */
export function isUnit(text: string): boolean {
  const bare = text.replace(/^[\s(]+|[\s)]+$/g, "");
  return unitIn(bare)?.length === bare.length;
}

/**
 * The unit that a table's heads state for all of it, or a line of its own below them. What one column's head says holds
 * for that column, and what the label of some rows says for those.
 *
 * @param rows the rows of heads and the first rows of data
 */
export function findUnit(rows: readonly (readonly Cell[])[], headRows: number): string | undefined {
  const heads = rows.slice(0, headRows);
  for (const [index, row] of rows.entries()) {
    for (const cell of row) {
      const unit = unitIn(cell.text);
      if (!unit) continue;
      if (index < headRows ? !isOfColumn(cell, heads) : row.length === 1 && isUnit(cell.text)) return unit;
    }
  }
  return undefined;
}

/** What stands below one year is said of all. */
const YEAR = /(?<!\d)(?:19|20)\d\d(?!\d)/;
/** In type sizes, by which a unit that is set in the middle of all heads is off it. */
const OFF_CENTRE = 1;

/** Whether a cell of the heads belongs to one column's head of several, and stands not in the middle of all. */
function isOfColumn(cell: Cell, heads: readonly (readonly Cell[])[]): boolean {
  const rows = heads.map((row) => row.filter((head) => head.column > 0 && head !== cell));
  const isOwn = (head: Cell): boolean =>
    head.column === cell.column && isAligned(head, cell) && !YEAR.test(head.text);
  const own = rows.some((row) => row.length > 1 && row.some(isOwn));
  if (!own) return false;
  const all = rows.flat();
  const middle = (Math.min(...all.map(leftOf)) + Math.max(...all.map(rightOf))) / 2;
  const off = Math.abs((leftOf(cell) + rightOf(cell)) / 2 - middle);
  return off > OFF_CENTRE * cell.lines[0]!.size;
}
