import type { CellLine } from "./grid.ts";

/** What stands in one column between two rules, from top to bottom. */
export interface Stack {
  readonly lines: readonly CellLine[];
  /** Right edge, in points, up to which a line could be filled. */
  readonly right: number;
}

/** Lines that are told to be rows; fewer may be a name's or an address's. */
const MIN_LINES = 3;
/** Share of the lines that every column has. */
const MIN_FILLED = 0.75;
/** Share of line ends at which the next word would still have fitted: text breaks where it must. */
const MIN_EARLY = 0.5;

/** Whether the lines between two rules are a row each, though no column of figures says so: no text runs on over them. */
export function areRows(columns: readonly Stack[]): boolean {
  const most = Math.max(...columns.map(({ lines }) => lines.length));
  if (columns.length < 2 || most < MIN_LINES) return false;
  if (columns.some(({ lines }) => lines.length < MIN_FILLED * most)) return false;
  const ends = columns.flatMap(({ lines, right }) =>
    lines.slice(1).map((line, index) => breaksEarly(lines[index]!, line, right)),
  );
  return ends.filter(Boolean).length > MIN_EARLY * ends.length;
}

/** Whether the next line's first word would still have fitted into a line that may reach to `right`. */
export function breaksEarly(line: CellLine, next: CellLine, right: number): boolean {
  const [word = ""] = next.text.trimStart().split(/\s/, 1);
  const width = ((next.x1 - next.x0) * (word.length + 1)) / Math.max(1, next.text.length);
  return line.x1 + width < right;
}
