/**
 * A table's row as a sentence: `Revenue — 2018: 5,409; 2019: 5,600`. The first cell is the row's label where its
 * column has no header of its own; empty cells are left out.
 */
export function rowText(headers: readonly string[], cells: readonly string[]): string {
  const labelled = headers[0] === "" && cells[0] !== undefined && cells[0] !== "";
  const pairs = cells.flatMap((cell, column) => {
    if (cell === "" || (labelled && column === 0)) return [];
    const header = headers[column] ?? "";
    return [header === "" ? cell : `${header}: ${cell}`];
  });
  if (!labelled) return pairs.join("; ");
  return pairs.length > 0 ? `${cells[0]} — ${pairs.join("; ")}` : (cells[0] ?? "");
}
