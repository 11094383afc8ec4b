import type { Segment } from "./segments.ts";

/** Segments that share a base line, from left to right. */
export interface Row {
  readonly segments: readonly Segment[];
  readonly baseline: number;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly size: number;
}

export function toRow(segments: readonly Segment[]): Row {
  const sorted = segments.toSorted((a, b) => a.x0 - b.x0);
  const largest = sorted.reduce((best, segment) => (segment.text.length > best.text.length ? segment : best));
  return {
    segments: sorted,
    baseline: largest.baseline,
    x0: Math.min(...sorted.map((segment) => segment.x0)),
    x1: Math.max(...sorted.map((segment) => segment.x1)),
    y0: Math.min(...sorted.map((segment) => segment.y0)),
    y1: Math.max(...sorted.map((segment) => segment.y1)),
    size: largest.size,
  };
}

export function textOfRow({ segments }: Row): string {
  return segments.map((segment) => segment.text).join(" ");
}

/** Groups segments into rows from top to bottom; a row's base lines differ by less than 40 % of its type size. */
export function toRows(segments: readonly Segment[]): Row[] {
  const sorted = segments.toSorted((a, b) => a.baseline - b.baseline || a.x0 - b.x0);
  const rows: Row[] = [];
  let current: Segment[] = [];
  for (const segment of sorted) {
    const first = current[0];
    if (first && segment.baseline - first.baseline > 0.4 * Math.min(first.size, segment.size)) {
      rows.push(toRow(current));
      current = [];
    }
    current.push(segment);
  }
  if (current.length > 0) rows.push(toRow(current));
  return rows;
}
