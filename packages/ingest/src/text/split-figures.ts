import type { TableCell } from "./table.ts";

const BEFORE = /^[\p{Sc}(]+$/u;
const BEHIND = /^(?:\)?\s*%|\))$/;
const FIGURE = /\d/;

/** Joins what accounts set in cells of their own, so that figures stand below each other: `$`, `5,409`, `)`. */
export function joinSplitFigures(cells: readonly TableCell[]): TableCell[] {
  const joined: TableCell[] = [];
  for (const cell of cells) {
    const last = joined.at(-1);
    if (cell.text === "") continue;
    if (last && BEHIND.test(cell.text) && FIGURE.test(last.text)) {
      joined[joined.length - 1] = { ...last, text: last.text + cell.text };
    } else if (last && BEFORE.test(last.text) && FIGURE.test(cell.text)) {
      joined[joined.length - 1] = { ...cell, text: last.text + cell.text };
    } else joined.push(cell);
  }
  return joined;
}
