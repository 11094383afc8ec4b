import type { Line } from "../lines.ts";
import { isFigure, isYear } from "./cells.ts";
import { type Cell, isAligned } from "./grid.ts";
import { covers } from "./heads.ts";
import { isUnit } from "./unit.ts";

/** Rows at the top that head the columns of a table of words, where a rule ends them. */
const MAX_RULED_HEADS = 3;

/**
 * Rows at the top that head the columns: no figures but years, and nothing that reads as a row of data.
 *
 * @param ruled how many rows stand above the first rule that crosses the table, where one does
 */
export function countHeaderRows(rows: readonly (readonly Cell[])[], ruled?: number): number {
  let count = 0;
  while (count < Math.min(5, rows.length - 1)) {
    const row = rows[count]!;
    if (hasFigures(row) || isSectionBelow(rows[count - 1], row)) break;
    if (count > 0 && isLikeSections(row, rows.slice(count + 1))) break;
    const heads = row.filter((cell) => cell.column > 0 || cell.span > 1);
    // A lone label over rows of figures names a section, once the columns have their heads.
    if (heads.length === 0 && count > 0) break;
    if (heads.length === 0 && !rows.slice(count + 1, count + 3).some((next) => isHead(next))) break;
    count++;
  }
  const mayBeRuled = ruled !== undefined && ruled <= Math.min(MAX_RULED_HEADS, rows.length - 2);
  // Sizes head columns as well, `7B` and `72B`: in bold above the rule, where nothing below it is.
  const areBold = mayBeRuled && rows.every((row, index) => isBold(row) === index < ruled);
  if (rows.some(hasFigures)) return areBold ? ruled : count;
  // A table of words alone: at most its first row heads it.
  if (mayBeRuled) return ruled;
  // A glossary has two columns of words and no heads; where there are some, they are set in bold.
  const columns = Math.max(...rows.flat().map((cell) => cell.column + cell.span));
  return columns > 2 || (isBold(rows[0]!) && !rows.every(isBold)) ? Math.min(count, 1) : 0;
}

function isBold(row: readonly Cell[]): boolean {
  return row.every((cell) => cell.lines.every((line) => line.bold));
}

const DATE = /^(?:as of |at )?\p{L}{3,9}\.? \d{1,2},? (?:19|20)\d\d\b/iu;
/** What stands at the left of a row of years that heads columns; beside anything else, years are data: `Maturity`. */
const PERIOD = /^(?:fiscal )?(?:years?|quarters?|periods?)\b|\bended\b|\bas of\b|^at \p{L}+ \d/iu;

type Head = Pick<Line, "text" | "bold">;

/** Whether a row below rows of data heads columns anew: a page's next table, set close to the one above. */
export function headsAnew(cells: readonly Head[]): boolean {
  const isPeriod = ({ text }: Head): boolean => isYear(text) || DATE.test(text.trim());
  const [first] = cells;
  if (!first) return false;
  const label = isPeriod(first) ? undefined : first.text.trim();
  const heads = label === undefined ? cells : cells.slice(1);
  const isName = cells.every(({ bold, text }) => bold && !/^\d+$/.test(text.trim()));
  const mayHead = label === undefined || PERIOD.test(label) || isUnit(label) || isName;
  return mayHead && heads.length >= 2 && heads.every(isPeriod);
}

/**
 * A lone cell below a row of heads names what the rows below it are about, unless it says their unit, heads a column
 * that has no head yet or, of two heads, goes on with one.
 */
function isSectionBelow(above: readonly Cell[] | undefined, row: readonly Cell[]): boolean {
  return (
    above !== undefined &&
    row.length === 1 &&
    above.some((head) => covers(head, row[0]!)) &&
    (above.length >= 3 || (above.length === 2 && !above.some((head) => isAligned(head, row[0]!)))) &&
    row[0]!.column > 0 &&
    !isUnit(row[0]!.text)
  );
}

/** Whether rows further down, between rows of data, fill the same columns and have no figures, as those that name sections. */
function isLikeSections(row: readonly Cell[], below: readonly (readonly Cell[])[]): boolean {
  return below.some(
    (other, index) =>
      other.length === row.length &&
      other.every((cell, at) => cell.column === row[at]!.column) &&
      !hasFigures(other) &&
      [below[index - 1], below[index + 1]].every((beside) => beside !== undefined && hasFigures(beside)),
  );
}

/** Whether figures stand behind a row's label. */
export function hasFigures(row: readonly Cell[]): boolean {
  return row.some((cell) => cell.column > 0 && isFigure(cell.text));
}

function isHead(row: readonly Cell[]): boolean {
  const right = row.filter((cell) => cell.column > 0);
  return right.length > 0 && right.every((cell) => !isFigure(cell.text));
}
