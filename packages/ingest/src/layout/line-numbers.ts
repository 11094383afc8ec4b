import { median } from "./median.ts";
import { type Row, toRow } from "./rows.ts";
import type { Segment } from "./segments.ts";

/** Fewer numbers than this count something else. */
const MIN_NUMBERS = 8;
/** Points by which the numbers' edges may be off the line that they are set on. */
const ALIGNED_PT = 2;
/** Share of the numbers that are by one, or by five, above the one before. */
const MIN_STEADY = 0.9;
/** Type this much smaller than the text's is no part of it. */
const SMALL = 0.85;
/** In ems, by which the marks of notes are raised at least. */
const RAISED = 0.12;
/** Numbers in the text's own type are a page's line numbers if there are as many, beside lines as long. */
const MIN_NUMBERS_IN_TYPE = 20;
const MIN_LINE_CHARACTERS = 35;

/**
 * Parts the numbers that are printed beside a page's lines, as in drafts and transcripts, from its text: each margin's
 * as one row, from top to bottom.
 */
export function partLineNumbers(segments: readonly Segment[]): {
  readonly numbers: readonly Row[];
  readonly rest: readonly Segment[];
} {
  const upright = segments.filter(({ angle }) => angle === 0);
  const counted = upright.filter(({ text }) => /^\d{1,4}$/.test(text));
  if (counted.length < MIN_NUMBERS) return { numbers: [], rest: segments };
  const columns = [inMargin(counted, upright, "left"), inMargin(counted, upright, "right")].filter((column) =>
    areLineNumbers(column, upright),
  );
  const numbers = columns.map((column) => ({ ...toRow(column), segments: column }));
  const gone = new Set(columns.flat());
  return { numbers, rest: gone.size === 0 ? segments : segments.filter((segment) => !gone.has(segment)) };
}

/** The numbers that nothing but numbers stands outside of, on one edge, from top to bottom. */
function inMargin(numbers: readonly Segment[], all: readonly Segment[], side: "left" | "right"): Segment[] {
  const outermost =
    side === "left" ? Math.min(...all.map(({ x0 }) => x0)) : Math.max(...all.map(({ x1 }) => x1));
  const near = numbers.filter(({ x0, x1, size }) =>
    side === "left" ? x0 - outermost < 3 * size : outermost - x1 < 3 * size,
  );
  const edges = [({ x0 }: Segment) => x0, ({ x1 }: Segment) => x1].map((edge) => {
    const middle = median(near.map(edge));
    return near.filter((one) => Math.abs(edge(one) - middle) <= ALIGNED_PT);
  });
  const [first, second] = edges as [Segment[], Segment[]];
  const column = first.length >= second.length ? first : second;
  // A page's own number may stand above them.
  const size = median(column.map((one) => one.size));
  return column
    .filter((one) => Math.abs(one.size - size) < 0.1 * size)
    .toSorted((a, b) => a.baseline - b.baseline);
}

function areLineNumbers(column: readonly Segment[], all: readonly Segment[]): boolean {
  if (column.length < MIN_NUMBERS) return false;
  const values = column.map(({ text }) => Number(text));
  const steps = values.slice(1).map((value, index) => value - values[index]!);
  if (![1, 5].some((step) => steps.filter((one) => one === step).length >= MIN_STEADY * steps.length))
    return false;
  const others = all.filter((one) => !column.includes(one));
  const size = median(others.map((one) => one.size));
  const lines = column.map(({ baseline }) =>
    others.filter((one) => Math.abs(one.baseline - baseline) < 0.5 * one.size),
  );
  const small = column.every((one) => one.size < SMALL * size);
  if (small) return !areRaised(column, lines);
  const long = lines.filter((line) => line.length === 1 && line[0]!.text.length >= MIN_LINE_CHARACTERS);
  return column.length >= MIN_NUMBERS_IN_TYPE && long.length > 0.5 * column.length;
}

/** Marks of notes are raised above the text that they stand beside. */
function areRaised(numbers: readonly Segment[], lines: readonly (readonly Segment[])[]): boolean {
  const raised = numbers.filter(({ baseline }, at) => {
    const [first] = lines[at]!.toSorted((a, b) => a.x0 - b.x0);
    return first !== undefined && first.baseline - baseline > RAISED * first.size;
  });
  return raised.length > 0.5 * numbers.length;
}
