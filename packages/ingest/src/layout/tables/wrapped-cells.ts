import { median } from "../median.ts";
import { isValue } from "./cells.ts";
import { baselineOf, type Cell, joinCells, leftOf, rightOf } from "./grid.ts";
import { hasFigures } from "./header-rows.ts";
import { breaksEarly } from "./stacked-rows.ts";

/** What begins no label. */
const CONTINUED = /^[\p{Ll}(&]/u;
/** What is more than a sign and begins a label. */
const BEGUN = /^[\p{Lu}\d(].{3}/u;
/** A label that cannot end here. */
const OPEN_END = /(?:[,(–—-]|\b(?:and|or|of|the|for|to|in|on|with|from|by|at|than|per|an?))$/i;

/** In ems, from base line to base line: lines of one cell are set no wider apart. */
export const CELL_LEADING = 1.4;

/** UTF-16 units: a cell with more is a text, and heads no column. */
const MIN_TEXT = 30;

/**
 * Joins lines that stand by themselves below a longer text, or above one whose label stands at its last line, to it: what
 * they hold is told from its whole.
 */
export function joinLoneLines(rows: readonly Cell[][]): Cell[][] {
  const ends = columnEnds(rows);
  const joined: Cell[][] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    const goesOn = (head: Cell, line: Cell): boolean =>
      head.text.length > MIN_TEXT && goesOnBelow(head, line, ends);
    const text = isLoneText(row) && above?.find((head) => goesOn(head, row[0]!));
    const last = above && isLoneText(above) && row.find((line) => goesOn(above[0]!, line));
    if (text)
      joined[joined.length - 1] = above!.map((cell) => (cell === text ? joinCells(cell, row[0]!) : cell));
    else if (last)
      joined[joined.length - 1] = row.map((cell) => (cell === last ? joinCells(above[0]!, cell) : cell));
    else joined.push(row);
  }
  return joined;
}

function isLoneText(row: readonly Cell[]): boolean {
  return row.length === 1 && row[0]!.column > 0;
}

/** In ems: a line that hangs is set in from the label by this, and reaches as far under the text behind the label. */
const HANGING = 1;

/** Joins lines that hang below the text behind a label, further left than it begins, to the text. */
export function joinHangingLines(rows: readonly Cell[][]): Cell[][] {
  const ends = columnEnds(rows);
  const joined: Cell[][] = [];
  for (const row of rows) {
    const [label, text, ...further] = joined.at(-1) ?? [];
    if (row.length === 1 && label && text && further.length === 0 && hangsBelow(label, text, row[0]!, ends)) {
      const { column, span } = text;
      joined[joined.length - 1] = [label, { ...joinCells(text, row[0]!), column, span }];
    } else joined.push(row);
  }
  return joined;
}

function hangsBelow(label: Cell, text: Cell, line: Cell, ends: readonly number[]): boolean {
  const [last, first] = [text.lines.at(-1)!, line.lines[0]!];
  const reach = HANGING * first.size;
  return (
    CONTINUED.test(line.text) &&
    !isValue(text.text) &&
    leftOf(line) > leftOf(label) + reach &&
    leftOf(line) < leftOf(text) &&
    rightOf(line) > leftOf(text) + reach &&
    first.baseline - last.baseline < CELL_LEADING * first.size &&
    !breaksEarly(last, first, ends[text.column + text.span - 1]!)
  );
}

/** Joins lines that go on with a text of the row above, which reached the end of its column, to that row. */
export function joinWrappedText(rows: readonly Cell[][]): Cell[][] {
  const ends = columnEnds(rows);
  const joined: Cell[][] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    const mayGoOn = row[0]!.column > 0 || goesOnWithLabel(row, above, ends);
    const heads = above && mayGoOn && row.map((cell) => above.find((head) => goesOnBelow(head, cell, ends)));
    if (!above || !heads || heads.includes(undefined)) joined.push(row);
    else {
      joined[joined.length - 1] = above.map((head) => {
        const below = row[heads.indexOf(head)];
        return below ? joinCells(head, below) : head;
      });
    }
  }
  return joined;
}

function goesOnBelow(head: Cell, cell: Cell, ends: readonly number[]): boolean {
  const [last, first] = [head.lines.at(-1)!, cell.lines[0]!];
  return (
    cell.column === head.column &&
    // A text may go on with a year.
    (!isValue(cell.text) || head.text.includes(" ")) &&
    !isValue(head.text) &&
    first.baseline - last.baseline < CELL_LEADING * first.size &&
    first.x0 - last.x0 > -0.5 * first.size &&
    first.x0 - last.x0 < 2 * first.size &&
    first.bold === last.bold &&
    (/^\p{Ll}/u.test(cell.text) || !breaksEarly(last, first, ends[head.column + head.span - 1]!))
  );
}

/** Whether the label of a row with text goes on with the label above: it must not begin one, and all columns are full. */
function goesOnWithLabel(
  row: readonly Cell[],
  above: readonly Cell[] | undefined,
  ends: readonly number[],
): boolean {
  const label = above?.[0];
  return (
    label?.column === 0 &&
    row.length > 1 &&
    // Names in a list, such as variables, may all be in small letters.
    BEGUN.test(label.text) &&
    (CONTINUED.test(row[0]!.text) || OPEN_END.test(label.text)) &&
    row.every((cell) => {
      const head = above!.find(({ column }) => column === cell.column);
      const end = ends[cell.column + cell.span - 1]!;
      return head !== undefined && !breaksEarly(head.lines.at(-1)!, cell.lines[0]!, end);
    })
  );
}

/** Right edge of each column: of the cells that end with it. */
function columnEnds(rows: readonly Cell[][]): number[] {
  const ends: number[] = [];
  for (const cell of rows.flat()) {
    const column = cell.column + cell.span - 1;
    ends[column] = Math.max(ends[column] ?? -Infinity, rightOf(cell));
  }
  return ends;
}

/** Share of a table's usual distance from row to row, at most, that two lines of one label stand apart. */
const TIGHT = 0.85;

/** Joins a label that is set over several lines to one row. */
export function joinWrappedLabels(rows: readonly Cell[][]): Cell[][] {
  const steps = rows.slice(1).map((row, index) => baselineOf(row) - baselineOf(rows[index]!));
  const tight = TIGHT * median(steps);
  const [end = -Infinity] = columnEnds(rows);
  const merged: Cell[][] = [];
  for (const row of rows) {
    const previous = merged.at(-1);
    const label = row[0];
    const above = previous?.[0];
    const continues =
      label?.column === 0 &&
      above?.column === 0 &&
      (CONTINUED.test(label.text) ||
        ((previous!.length === 1 || (row.length === 1 && hasFigures(previous!))) &&
          OPEN_END.test(above.text)) ||
        // Lines that are closer than rows are one label.
        (previous!.length === 1 &&
          Math.abs(leftOf(label) - leftOf(above)) < 1 &&
          baselineOf(row) - baselineOf(previous!) < tight &&
          !breaksEarly(above.lines.at(-1)!, label.lines[0]!, end)));
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
