/** Prints rows in columns: the first to the left, the others to the right. */
export function printColumns(rows: readonly (readonly string[])[]): void {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  for (const row of rows) {
    const cells = row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!)));
    console.log(`  ${cells.join("  ").trimEnd()}`);
  }
}

/** A share as a figure between 0 and 1: `.921`. */
export function share(part: number, whole: number): string {
  return figure(part / whole);
}

export function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3).replace(/^0/, "") : "–";
}

/** Ours to theirs. */
export function ratio(ours: number, theirs: number): string {
  return theirs > 0 && Number.isFinite(ours / theirs) ? `${(ours / theirs).toFixed(2)}×` : "–";
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
