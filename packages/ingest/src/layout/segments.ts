import type { Font, Glyph } from "./glyph.ts";
import type { Angle, Rectangle } from "./geometry.ts";
import { isRightToLeft, logicalOrder } from "./logical-order.ts";

/**
 * A piece of a line without a wide gap in it: words of a paragraph, or a table's cell. Coordinates are of the page
 * turned so that the text reads from left to right (see `Glyph.angle`).
 */
export interface Segment extends Rectangle {
  readonly text: string;
  /** Left and right edge of each UTF-16 unit of `text`: `edges[2 * i]`, `edges[2 * i + 1]`. */
  readonly edges: Float32Array;
  readonly baseline: number;
  /** Font size in points, of most of its characters. */
  readonly size: number;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** A bullet is drawn before it, as a shape. */
  readonly bulleted?: boolean;
  /** Level, from 1, of the heading that the file tags it as. */
  readonly headingLevel?: number;
  readonly angle: Angle;
  /** Position in the file's own drawing order. */
  readonly order: number;
}

/** In ems. A gap wider than this parts two cells or two columns; justified text stays below it. */
const WIDE_GAP = 0.95;
/** Text is at most this times as large as an initial that it follows; notes' marks are larger beside their text. */
const INITIAL_RATIO = 0.45;
/** In ems. A gap that is wider than the run's letters are apart by this is a space, where the file draws none. */
const SPACE_GAP = 0.1;
/** The same between two East Asian characters, which are set apart for looks. */
const CJK_SPACE_GAP = 0.5;
/** Gaps by which it can be told how far apart a run's letters are set. */
const MIN_GAPS = 8;

const CJK = /[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]/;
/** Ligatures and presentation forms, which no one types in a query. */
const PRESENTATION_FORM = /[\ufb00-\ufdff\ufe70-\ufefc]/;

/** Share of its characters by which a run is bold: one that begins with a bold head is not. */
export const BOLD_SHARE = 0.8;

interface Run {
  readonly texts: string[];
  readonly x0s: number[];
  readonly x1s: number[];
  /** In ems, before each glyph; infinite where the file draws a space. */
  readonly gaps: number[];
  x0: number;
  x1: number;
  baseline: number;
  size: number;
  fonts: Map<number, number>;
  readonly headingLevel: number | undefined;
  readonly angle: Angle;
  readonly order: number;
}

/** Joins glyphs to segments, in the file's drawing order. */
export function toSegments(glyphs: readonly Glyph[], fonts: readonly Font[]): Segment[] {
  return mergeRuns(toRuns(glyphs)).map((run) => toSegment(run, fonts));
}

function toRuns(glyphs: readonly Glyph[]): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  let spaceSeen = false;
  for (const glyph of glyphs) {
    if (glyph.text.trim() === "") {
      spaceSeen = true;
      continue;
    }
    if (run && continues(run, glyph)) {
      if (isOverprint(run, glyph)) continue;
      append(run, glyph, spaceSeen);
    } else {
      run = startRun(glyph, runs.length);
      runs.push(run);
    }
    spaceSeen = false;
  }
  return runs;
}

function startRun(glyph: Glyph, order: number): Run {
  return {
    texts: [glyph.text],
    x0s: [glyph.x0],
    x1s: [glyph.x1],
    gaps: [0],
    x0: glyph.x0,
    x1: glyph.x1,
    baseline: glyph.baseline,
    size: glyph.size,
    fonts: new Map([[glyph.font, 1]]),
    headingLevel: glyph.headingLevel,
    angle: glyph.angle,
    order,
  };
}

function continues(run: Run, glyph: Glyph): boolean {
  if (run.angle !== glyph.angle) return false;
  const em = Math.max(run.size, glyph.size);
  const gap = glyph.x0 - run.x1;
  const smaller = Math.min(run.size, glyph.size);
  if (smaller < INITIAL_RATIO * em) return false;
  // Raised and lowered marks are smaller and stand close; text of one size shares its base line.
  const raised = smaller < 0.85 * em;
  const shift = Math.abs(glyph.baseline - run.baseline);
  if (shift > (raised ? 0.55 : 0.2) * em) return false;
  if (raised && gap > 0.5 * em) return false;
  return gap > -0.5 * em && gap < WIDE_GAP * em;
}

/** Bold type is often feigned by drawing a glyph twice, a hair apart. */
function isOverprint(run: Run, glyph: Glyph): boolean {
  const last = run.texts.length - 1;
  return run.texts[last] === glyph.text && Math.abs(run.x0s[last]! - glyph.x0) < 0.12 * glyph.size;
}

function append(run: Run, glyph: Glyph, spaceSeen: boolean): void {
  const gap = (glyph.x0 - run.x1s.at(-1)!) / Math.min(run.size, glyph.size);
  run.gaps.push(spaceSeen && gap > -0.1 ? Infinity : gap);
  run.texts.push(glyph.text);
  run.x0s.push(glyph.x0);
  run.x1s.push(glyph.x1);
  run.x0 = Math.min(run.x0, glyph.x0);
  run.x1 = Math.max(run.x1, glyph.x1);
  if (glyph.size > run.size * 1.05) {
    run.baseline = glyph.baseline;
    run.size = glyph.size;
  }
  run.fonts.set(glyph.font, (run.fonts.get(glyph.font) ?? 0) + 1);
}

/** Joins runs that stand side by side on one line although the file drew them apart. */
function mergeRuns(runs: readonly Run[]): Run[] {
  const sorted = runs.toSorted((a, b) => a.angle - b.angle || a.baseline - b.baseline || a.x0 - b.x0);
  const merged: Run[] = [];
  const open: Run[] = [];
  for (const run of sorted) {
    while (
      open.length > 0 &&
      (open[0]!.angle !== run.angle || run.baseline - open[0]!.baseline > 0.25 * run.size + 2)
    ) {
      open.shift();
    }
    const duplicate = open.some(
      (other) =>
        Math.abs(other.x0 - run.x0) < 0.15 * run.size &&
        Math.abs(other.x1 - run.x1) < 0.15 * run.size &&
        Math.abs(other.baseline - run.baseline) < 0.15 * run.size &&
        other.texts.join("") === run.texts.join(""),
    );
    if (duplicate) continue;
    merged.push(run);
    open.push(run);
  }
  return joinNeighbours(merged);
}

function joinNeighbours(runs: readonly Run[]): Run[] {
  const lines = new Map<string, Run[]>();
  for (const run of runs) {
    // Half-point buckets; a run is looked for in its own bucket and the two beside it.
    const key = `${run.angle}:${Math.round(run.baseline * 2)}`;
    const line = lines.get(key);
    if (line) line.push(run);
    else lines.set(key, [run]);
  }
  const gone = new Set<Run>();
  const byX = runs.toSorted((a, b) => a.x0 - b.x0);
  for (const run of byX) {
    if (gone.has(run)) continue;
    for (;;) {
      const next = rightNeighbour(run, lines, gone);
      if (!next) break;
      gone.add(next);
      absorb(run, next);
    }
  }
  return runs.filter((run) => !gone.has(run)).sort((a, b) => a.order - b.order);
}

function rightNeighbour(
  run: Run,
  lines: ReadonlyMap<string, Run[]>,
  gone: ReadonlySet<Run>,
): Run | undefined {
  const bucket = Math.round(run.baseline * 2);
  for (const offset of [0, -1, 1]) {
    for (const other of lines.get(`${run.angle}:${bucket + offset}`) ?? []) {
      if (other === run || gone.has(other)) continue;
      const em = Math.max(run.size, other.size);
      if (Math.abs(run.size - other.size) > 0.35 * em) continue;
      const gap = other.x0 - run.x1;
      if (gap > -0.2 * em && gap < WIDE_GAP * em && other.x0 > run.x0) return other;
    }
  }
  return undefined;
}

function absorb(run: Run, next: Run): void {
  // A bullet is set smaller, or larger, than the text that it stands before.
  if (next.texts.length > run.texts.length) [run.size, run.baseline] = [next.size, next.baseline];
  run.gaps.push((next.x0 - run.x1s.at(-1)!) / Math.min(run.size, next.size), ...next.gaps.slice(1));
  run.texts.push(...next.texts);
  run.x0s.push(...next.x0s);
  run.x1s.push(...next.x1s);
  run.x1 = Math.max(run.x1, next.x1);
  for (const [font, count] of next.fonts) run.fonts.set(font, (run.fonts.get(font) ?? 0) + count);
}

/** Puts a space wherever words part: drawn, or left as a gap. */
function withSpaces({ texts, x0s, x1s, gaps }: Run): Pick<Run, "texts" | "x0s" | "x1s"> {
  const limit = SPACE_GAP + letterGap(gaps);
  const spaced: Pick<Run, "texts" | "x0s" | "x1s"> = { texts: [], x0s: [], x1s: [] };
  for (let index = 0; index < texts.length; index++) {
    const [text, gap] = [texts[index]!, gaps[index]!];
    const cjk = gap > limit && index > 0 && CJK.test(texts[index - 1]!) && CJK.test(text);
    if (gap > (cjk ? CJK_SPACE_GAP : limit)) {
      spaced.texts.push(" ");
      spaced.x0s.push(x1s[index - 1]!);
      spaced.x1s.push(x0s[index]!);
    }
    spaced.texts.push(text);
    spaced.x0s.push(x0s[index]!);
    spaced.x1s.push(x1s[index]!);
  }
  return spaced;
}

/** How far apart, in ems, the letters of a run are set: the middle one of its gaps. */
function letterGap(gaps: readonly number[]): number {
  const between = gaps.slice(1).filter((gap) => gap < WIDE_GAP);
  if (between.length < MIN_GAPS) return 0;
  between.sort((a, b) => a - b);
  return Math.max(0, between[between.length >> 1]!);
}

function toSegment(run: Run, fonts: readonly Font[]): Segment {
  const set = withSpaces(run);
  const order = set.texts.some((text) => isRightToLeft(text)) ? logicalOrder(set) : undefined;
  const count = set.texts.length;
  const texts: string[] = [];
  const edges: number[] = [];
  for (let position = 0; position < count; position++) {
    const index = order ? order[position]! : position;
    const raw = set.texts[index]!;
    const text = PRESENTATION_FORM.test(raw) ? raw.normalize("NFKC") : raw;
    texts.push(text);
    const left = set.x0s[index]!;
    const step = (set.x1s[index]! - left) / text.length;
    for (let unit = 0; unit < text.length; unit++) edges.push(left + unit * step, left + (unit + 1) * step);
  }
  let main = 0;
  let most = 0;
  let bold = 0;
  for (const [font, times] of run.fonts) {
    if (times > most) [main, most] = [font, times];
    if (fonts[font]!.bold) bold += times;
  }
  const font = fonts[main]!;
  return {
    x0: run.x0,
    x1: run.x1,
    y0: run.baseline - font.ascent * run.size,
    y1: run.baseline - font.descent * run.size,
    text: texts.join(""),
    edges: Float32Array.from(edges),
    baseline: run.baseline,
    size: run.size,
    bold: bold >= BOLD_SHARE * run.texts.length,
    italic: font.italic,
    monospace: font.monospace,
    ...(run.headingLevel !== undefined && { headingLevel: run.headingLevel }),
    angle: run.angle,
    order: run.order,
  };
}
