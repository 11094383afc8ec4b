import { median } from "./median.ts";
import { type Row, toRow } from "./rows.ts";
import type { Segment } from "./segments.ts";

const NUMBER = /^\d{1,4}$/;
/** Fewer numbers than this count something else. */
const MIN_NUMBERS = 8;
/** Fewer that stand one below the other are no column of them. */
const MIN_IN_COLUMN = 2;
/** Points by which the numbers' edges may be off the line that they are set on. */
const ALIGNED_PT = 2;
/** Share of the numbers that are by one, or by five, above the one before. */
const MIN_STEADY = 0.9;
const STEPS = [1, 5];
/** Type this much smaller than the text's is no part of it. */
const SMALL = 0.85;
/** In ems, by which the marks of notes are raised at least. */
const RAISED = 0.12;
/** Numbers in the text's own type are a page's line numbers if there are as many, beside lines as long. */
const MIN_NUMBERS_IN_TYPE = 20;
const MIN_LINE_CHARACTERS = 35;
/** Of a line in one of two columns. */
const MIN_COLUMN_CHARACTERS = 25;
/** Share of the lines beside a gutter's numbers that may run over it. */
const MAX_CROSSING = 0.1;

/** Numbers that count on from top to bottom. */
interface NumberColumn {
  readonly numbers: readonly Segment[];
  readonly step: number;
  readonly first: number;
  readonly last: number;
  readonly x0: number;
  readonly x1: number;
  readonly size: number;
}

/**
 * Parts the numbers that are printed beside a page's lines, as in drafts, transcripts and patents, from its text: each
 * column of them as one row, from top to bottom.
 */
export function partLineNumbers(segments: readonly Segment[]): {
  readonly numbers: readonly Row[];
  readonly rest: readonly Segment[];
} {
  const upright = segments.filter(({ angle }) => angle === 0);
  const counted = upright.filter(({ text }) => NUMBER.test(text));
  if (counted.length < MIN_NUMBERS) return { numbers: [], rest: segments };
  const found = toChains(toColumns(counted)).flatMap((chain) =>
    countLinesOn(chain, upright) ? chain : chain.filter((column) => countLines(column, upright)),
  );
  const gone = new Set(found.flatMap(({ numbers }) => numbers));
  return {
    numbers: found.map(({ numbers }) => ({ ...toRow(numbers), segments: numbers })),
    rest: gone.size === 0 ? segments : segments.filter((segment) => !gone.has(segment)),
  };
}

/** From left to right; a number that is aligned with some on its left edge, with others on its right, is of the longer column. */
function toColumns(numbers: readonly Segment[]): NumberColumn[] {
  const columns: NumberColumn[] = [];
  const taken = new Set<Segment>();
  const candidates = [({ x0 }: Segment) => x0, ({ x1 }: Segment) => x1]
    .flatMap((edge) => alignedOn(numbers, edge))
    .flatMap((group) => steadyColumn(group) ?? [])
    .toSorted((a, b) => b.numbers.length - a.numbers.length);
  for (const column of candidates) {
    if (column.numbers.some((one) => taken.has(one))) continue;
    for (const one of column.numbers) taken.add(one);
    columns.push(column);
  }
  return columns.toSorted((a, b) => a.x0 - b.x0);
}

function alignedOn(numbers: readonly Segment[], edge: (number: Segment) => number): Segment[][] {
  const groups: Segment[][] = [];
  for (const number of numbers.toSorted((a, b) => edge(a) - edge(b))) {
    const group = groups.at(-1);
    if (group && edge(number) - edge(group.at(-1)!) <= ALIGNED_PT) group.push(number);
    else groups.push([number]);
  }
  return groups;
}

function steadyColumn(group: readonly Segment[]): NumberColumn | undefined {
  const size = median(group.map((one) => one.size));
  // A page's own number may stand above them.
  const numbers = group
    .filter((one) => Math.abs(one.size - size) < 0.1 * size)
    .toSorted((a, b) => a.baseline - b.baseline);
  if (numbers.length < MIN_IN_COLUMN) return undefined;
  const values = numbers.map(({ text }) => Number(text));
  const steps = values.slice(1).map((value, index) => value - values[index]!);
  const step = STEPS.find((by) => steps.filter((one) => one === by).length >= MIN_STEADY * steps.length);
  if (step === undefined) return undefined;
  return {
    numbers,
    step,
    first: values[0]!,
    last: values.at(-1)!,
    x0: Math.min(...numbers.map(({ x0 }) => x0)),
    x1: Math.max(...numbers.map(({ x1 }) => x1)),
    size,
  };
}

/** Columns of which each counts on where the one to its left ends. */
function toChains(columns: readonly NumberColumn[]): NumberColumn[][] {
  const chains: NumberColumn[][] = [];
  for (const column of columns) {
    const chain = chains.find((one) => {
      const { step, last, size } = one.at(-1)!;
      return (
        step === column.step && column.first === last + step && Math.abs(size - column.size) < 0.1 * size
      );
    });
    if (chain) chain.push(column);
    else chains.push([column]);
  }
  return chains;
}

/** Numbers that count on from one column of the page to the next. */
function countLinesOn(chain: readonly NumberColumn[], all: readonly Segment[]): boolean {
  const numbers = chain.flatMap((column) => column.numbers);
  if (chain.length < 2 || numbers.length < MIN_NUMBERS) return false;
  const lines = linesBeside(
    numbers,
    all.filter((one) => !NUMBER.test(one.text)),
  );
  if (isSmall(chain[0]!, lines.flat())) return !areRaised(numbers, lines);
  const text = without(all, numbers);
  return (
    numbers.length >= MIN_NUMBERS_IN_TYPE &&
    isOutermost(chain[0]!, text, "left") &&
    isOutermost(chain.at(-1)!, text, "right")
  );
}

/** Numbers in one of the page's margins, or between its two columns. */
function countLines(column: NumberColumn, all: readonly Segment[]): boolean {
  const { numbers } = column;
  if (numbers.length < MIN_NUMBERS) return false;
  const text = without(all, numbers);
  if (column.step === 5 && isInGutter(column, text)) return true;
  if (!isOutermost(column, text, "left") && !isOutermost(column, text, "right")) return false;
  const lines = linesBeside(numbers, text);
  if (isSmall(column, text)) return !areRaised(numbers, lines);
  const long = lines.filter((line) => line.length === 1 && line[0]!.text.length >= MIN_LINE_CHARACTERS);
  return numbers.length >= MIN_NUMBERS_IN_TYPE && long.length > 0.5 * numbers.length;
}

function without(all: readonly Segment[], numbers: readonly Segment[]): Segment[] {
  const own = new Set(numbers);
  return all.filter((one) => !own.has(one));
}

function isSmall({ size }: NumberColumn, text: readonly Segment[]): boolean {
  return size < SMALL * median(text.map((one) => one.size));
}

/** Only what is above or below the numbers, as running heads are, may stand farther out, and by little. */
function isOutermost(
  { numbers, x0, x1, size }: NumberColumn,
  text: readonly Segment[],
  side: "left" | "right",
): boolean {
  const by = (one: Segment): number => (side === "left" ? x0 - one.x0 : one.x1 - x1);
  const [top, bottom] = [numbers[0]!.y0, numbers.at(-1)!.y1];
  return text.every((one) => by(one) < (one.y1 > top && one.y0 < bottom ? ALIGNED_PT : 3 * size));
}

function isInGutter({ numbers, x0, x1 }: NumberColumn, text: readonly Segment[]): boolean {
  const [top, bottom] = [numbers[0]!.y0, numbers.at(-1)!.y1];
  const beside = text.filter(
    ({ y0, y1, text: { length } }) => y1 > top && y0 < bottom && length >= MIN_COLUMN_CHARACTERS,
  );
  const left = beside.filter((one) => one.x1 <= x0).length;
  const right = beside.filter((one) => one.x0 >= x1).length;
  return (
    Math.min(left, right) >= numbers.length && beside.length - left - right <= MAX_CROSSING * beside.length
  );
}

function linesBeside(numbers: readonly Segment[], text: readonly Segment[]): Segment[][] {
  const reach = 0.5 * Math.max(1, ...new Set(text.map(({ size }) => size)));
  const bands = Map.groupBy(text, ({ baseline }) => Math.floor(baseline / reach));
  return numbers.map(({ baseline }) => {
    const band = Math.floor(baseline / reach);
    return [band - 1, band, band + 1]
      .flatMap((near) => bands.get(near) ?? [])
      .filter((one) => Math.abs(one.baseline - baseline) < 0.5 * one.size);
  });
}

/** Marks of notes are raised above the text that they stand beside. */
function areRaised(numbers: readonly Segment[], lines: readonly (readonly Segment[])[]): boolean {
  const raised = numbers.filter(({ baseline }, at) => {
    const [first] = lines[at]!.toSorted((a, b) => a.x0 - b.x0);
    return first !== undefined && first.baseline - baseline > RAISED * first.size;
  });
  return raised.length > 0.5 * numbers.length;
}
