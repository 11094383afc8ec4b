import { ACCENT, accentedLetter, joinAccents, overlap } from "./accents.ts";
import { coversSpacesInWords, isCovered } from "./covered-spaces.ts";
import type { Font, Glyphs, GlyphStyle, HiddenText } from "./glyph.ts";
import type { Angle, Rectangle } from "./geometry.ts";
import { isRightToLeft, logicalOrder } from "./logical-order.ts";

/**
 * A piece of a line without a wide gap in it: words of a paragraph, or a table's cell. Coordinates are of the page
 * turned so that the text reads from left to right (see `GlyphStyle.angle`).
 */
export interface Segment extends Rectangle {
  readonly text: string;
  /** Left and right edge of each UTF-16 unit of `text`: `edges[2 * i]`, `edges[2 * i + 1]`. */
  readonly edges: Float32Array;
  readonly baseline: number;
  /** Font size in points, of most of its characters. */
  readonly size: number;
  readonly bold: boolean;
  /** It begins in bold, and most of it is not. */
  readonly opensBold?: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** Left and right edge of what is drawn, where it is wider than its place in a row: a slanted head's. */
  readonly drawn?: { readonly x0: number; readonly x1: number };
  /** Most of its characters are of a font for formulas. */
  readonly math?: boolean;
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
const LEADER = /^[._\u2026\u00b7]$/;
/** Gaps by which it can be told how far apart a run's letters are set. */
const MIN_GAPS = 8;

const CJK = /[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]/;
const DIGIT = /^\d$/;
/** Ligatures and presentation forms, which no one types in a query. */
const PRESENTATION_FORM = /[\ufb00-\ufdff\ufe70-\ufefc]/;

/** Share of its characters by which a run is bold: one that begins with a bold head is not. */
export const BOLD_SHARE = 0.8;

interface Run {
  /** Indices into the page's glyphs. */
  readonly glyphs: number[];
  /** In ems, before each glyph; infinite where the file draws a space. */
  readonly gaps: number[];
  x0: number;
  x1: number;
  baseline: number;
  size: number;
  readonly headingLevel: number | undefined;
  readonly angle: Angle;
  readonly order: number;
}

/** Joins glyphs to segments, in the file's drawing order: those that are not hidden, or in the way that is `allowed`. */
export function toSegments(glyphs: Glyphs, allowed?: HiddenText): Segment[] {
  return mergeRuns(toRuns(glyphs, allowed), glyphs).map((run) => toSegment(run, glyphs));
}

function toRuns(glyphs: Glyphs, allowed: HiddenText | undefined): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  let space: number | undefined;
  const mayCover = coversSpacesInWords(glyphs);
  for (let glyph = 0; glyph < glyphs.texts.length; glyph++) {
    const { hidden } = glyphs.styles[glyph]!;
    if (hidden !== undefined && hidden !== allowed) continue;
    if (isBlank(glyphs.texts[glyph]!)) {
      space = glyph;
      continue;
    }
    if (run && continues(run, glyphs, glyph)) {
      if (isOverprint(run, glyphs, glyph)) continue;
      append(run, glyphs, glyph, space, mayCover);
    } else {
      run = startRun(glyphs, glyph, runs.length);
      runs.push(run);
    }
    space = undefined;
  }
  return runs;
}

/** Most glyphs are one character in the range of ASCII that is drawn. */
function isBlank(text: string): boolean {
  const code = text.charCodeAt(0);
  return !(code > 0x20 && code < 0x7f) && text.trim() === "";
}

function startRun(glyphs: Glyphs, glyph: number, order: number): Run {
  const { size, angle, headingLevel } = glyphs.styles[glyph]!;
  return {
    glyphs: [glyph],
    gaps: [0],
    x0: glyphs.x0s[glyph]!,
    x1: glyphs.x1s[glyph]!,
    baseline: glyphs.baselines[glyph]!,
    size,
    headingLevel,
    angle,
    order,
  };
}

function continues(run: Run, glyphs: Glyphs, glyph: number): boolean {
  const { size, angle } = glyphs.styles[glyph]!;
  if (run.angle !== angle) return false;
  const em = Math.max(run.size, size);
  const gap = glyphs.x0s[glyph]! - run.x1;
  const smaller = Math.min(run.size, size);
  if (smaller < INITIAL_RATIO * em) return false;
  // Raised and lowered marks are smaller and stand close; text of one size shares its base line.
  const raised = smaller < 0.85 * em;
  const shift = Math.abs(glyphs.baselines[glyph]! - run.baseline);
  // The E of TeX's name hangs below the line, tight between its neighbours.
  const tight = gap < 0 && gap > -0.3 * em;
  const isLevel = shift <= (raised ? 0.55 : tight ? 0.25 : 0.2) * em;
  if (!isLevel || gap <= -0.5 * em) return shift <= ACCENT_SHIFT * em && isAccentOver(run, glyphs, glyph);
  return gap < (raised ? 0.5 : WIDE_GAP) * em;
}

/** In ems: a capital's accent stands higher by this at most. */
const ACCENT_SHIFT = 0.35;

/** Whether a letter is drawn under the accent before it, or an accent over the letter. */
function isAccentOver(run: Run, { texts, x0s, x1s }: Glyphs, glyph: number): boolean {
  const last = run.glyphs.at(-1)!;
  return (
    overlap(x0s[last]!, x1s[last]!, x0s[glyph]!, x1s[glyph]!) &&
    accentedLetter(texts[last]!, texts[glyph]!) !== undefined
  );
}

/** Bold type is often feigned by drawing a glyph twice, a hair apart. */
function isOverprint(run: Run, { texts, x0s, styles }: Glyphs, glyph: number): boolean {
  const last = run.glyphs.at(-1)!;
  return texts[last] === texts[glyph] && Math.abs(x0s[last]! - x0s[glyph]!) < 0.12 * styles[glyph]!.size;
}

/** In ems: a sign that overlaps the one before it by more is drawn over it. */
const OVER = -0.2;

function append(run: Run, glyphs: Glyphs, glyph: number, space: number | undefined, mayCover: boolean): void {
  const { x0s, x1s } = glyphs;
  const { size } = glyphs.styles[glyph]!;
  const em = Math.min(run.size, size);
  const count = run.glyphs.length;
  const last = run.glyphs[count - 1]!;
  // An accent and its letter, whichever is drawn first, begin and end together.
  const isOver = count > 1 && run.gaps[count - 1]! < OVER;
  const end = isOver ? Math.max(x1s[run.glyphs[count - 2]!]!, x1s[last]!) : x1s[last]!;
  const gap = (x0s[glyph]! - end) / em;
  if (gap < OVER && x0s[glyph]! < x0s[last]!) run.gaps[count - 1]! -= (x0s[last]! - x0s[glyph]!) / em;
  // A capital's accent stands higher than the line.
  const beginsWithAccent = count === 1 && ACCENT.test(glyphs.texts[last]!);
  const parts = space !== undefined && gap > -0.1 && !(mayCover && isCovered(glyphs, space, glyph, gap));
  run.gaps.push(parts ? Infinity : gap);
  run.glyphs.push(glyph);
  run.x0 = Math.min(run.x0, x0s[glyph]!);
  run.x1 = Math.max(run.x1, x1s[glyph]!);
  if (size > run.size * 1.05 || beginsWithAccent) {
    run.baseline = glyphs.baselines[glyph]!;
    run.size = size;
  }
}

/** Joins runs that stand side by side on one line although the file drew them apart. */
function mergeRuns(runs: readonly Run[], glyphs: Glyphs): Run[] {
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
        textOf(other, glyphs) === textOf(run, glyphs),
    );
    if (duplicate) continue;
    merged.push(run);
    open.push(run);
  }
  return joinNeighbours(merged, glyphs);
}

function textOf(run: Run, { texts }: Glyphs): string {
  return run.glyphs.map((glyph) => texts[glyph]).join("");
}

function joinNeighbours(runs: readonly Run[], glyphs: Glyphs): Run[] {
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
      const next = rightNeighbour(run, lines, gone, glyphs);
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
  glyphs: Glyphs,
): Run | undefined {
  const widest = isSectionNumber(run, glyphs) ? NUMBER_GAP : WIDE_GAP;
  const bucket = Math.round(run.baseline * 2);
  for (const offset of [0, -1, 1]) {
    for (const other of lines.get(`${run.angle}:${bucket + offset}`) ?? []) {
      if (other === run || gone.has(other)) continue;
      const em = Math.max(run.size, other.size);
      if (Math.abs(run.size - other.size) > 0.35 * em) continue;
      const gap = other.x0 - run.x1;
      if (gap <= -0.2 * em || gap >= widest * em || other.x0 <= run.x0) continue;
      if (gap < WIDE_GAP * em || isTitle(other, glyphs)) return other;
    }
  }
  return undefined;
}

/** The number of a heading, set in bold: `5.1`. */
const SECTION_NUMBER = /^\d{1,2}(?:\.\d{1,2})*\.?$/;
/** In ems: a heading's number stands apart from its title by no more. */
const NUMBER_GAP = 2.2;

function isSectionNumber(run: Run, glyphs: Glyphs): boolean {
  return isBold(run, glyphs) && SECTION_NUMBER.test(textOf(run, glyphs));
}

function isTitle(run: Run, glyphs: Glyphs): boolean {
  return isBold(run, glyphs) && /^\p{Lu}.*\p{L}{2}/u.test(textOf(run, glyphs));
}

function isBold(run: Run, { styles }: Glyphs): boolean {
  return styles[run.glyphs[0]!]!.font.bold;
}

function absorb(run: Run, next: Run): void {
  // A bullet is set smaller, or larger, than the text that it stands before.
  if (next.glyphs.length > run.glyphs.length) [run.size, run.baseline] = [next.size, next.baseline];
  run.gaps.push((next.x0 - run.x1) / Math.min(run.size, next.size));
  for (let index = 1; index < next.gaps.length; index++) run.gaps.push(next.gaps[index]!);
  for (const glyph of next.glyphs) run.glyphs.push(glyph);
  run.x1 = Math.max(run.x1, next.x1);
}

/** Glyphs with the spaces between them, in the order of their places. */
export interface SetText {
  readonly texts: string[];
  readonly x0s: number[];
  readonly x1s: number[];
}

/** In ems: the mark of a note is raised by this much, and at most so large beside the figure that it stands at. */
const RAISED = 0.15;
const RAISED_SIZE = 0.85;

/** A note's mark at a figure, which it would make another: `2023` with a raised `1` is not `20231`. */
function isNoteMark({ texts, styles, baselines }: Glyphs, previous: number, glyph: number): boolean {
  const { size } = styles[previous]!;
  return (
    styles[glyph]!.size < RAISED_SIZE * size &&
    baselines[previous]! - baselines[glyph]! > RAISED * size &&
    DIGIT.test(texts[previous]!) &&
    DIGIT.test(texts[glyph]!)
  );
}

/** The run's text, with a space wherever words part: drawn, or left as a gap. */
function withSpaces(run: Run, glyphs: Glyphs): SetText {
  const { texts, x0s, x1s } = glyphs;
  const limit = run.gaps.some(isDoubtful) ? SPACE_GAP + letterGap(run, texts) : SPACE_GAP;
  const spaced: SetText = { texts: [], x0s: [], x1s: [] };
  for (let index = 0; index < run.glyphs.length; index++) {
    const glyph = run.glyphs[index]!;
    const gap = run.gaps[index]!;
    const text = texts[glyph]!;
    const last = index > 0 ? run.glyphs[index - 1]! : -1;
    const cjk = gap > limit && last >= 0 && CJK.test(texts[last]!) && CJK.test(text);
    if (gap > (cjk ? CJK_SPACE_GAP : limit) || (last >= 0 && isNoteMark(glyphs, last, glyph))) {
      spaced.texts.push(" ");
      spaced.x0s.push(x1s[last]!);
      spaced.x1s.push(Math.max(x1s[last]!, x0s[glyph]!));
    }
    spaced.texts.push(text);
    spaced.x0s.push(x0s[glyph]!);
    spaced.x1s.push(x1s[glyph]!);
  }
  return spaced;
}

/** Whether a gap is a space or not depends on how far apart the letters are set. */
function isDoubtful(gap: number): boolean {
  return gap > SPACE_GAP && gap < Infinity;
}

/** How far apart, in ems, the letters of a run are set: the middle one of its gaps, those between a leader's dots apart. */
function letterGap({ glyphs, gaps }: Run, texts: readonly string[]): number {
  const between: number[] = [];
  for (let index = 1; index < gaps.length; index++) {
    const isLeader =
      LEADER.test(texts[glyphs[index]!]!) && texts[glyphs[index - 1]!] === texts[glyphs[index]!];
    if (gaps[index]! < WIDE_GAP && !isLeader) between.push(gaps[index]!);
  }
  if (between.length < MIN_GAPS) return 0;
  return Math.max(0, Float64Array.from(between).sort()[between.length >> 1]!);
}

function toSegment(run: Run, glyphs: Glyphs): Segment {
  let set = withSpaces(run, glyphs);
  let text = set.texts.join("");
  if (ACCENT.test(text)) {
    set = joinAccents(set);
    text = set.texts.join("");
  }
  if (isRightToLeft(text)) {
    set = inReadingOrder(set);
    text = set.texts.join("");
  }
  if (PRESENTATION_FORM.test(text)) {
    const texts = set.texts.map((part) => (PRESENTATION_FORM.test(part) ? part.normalize("NFKC") : part));
    set = { ...set, texts };
    text = texts.join("");
  }
  const { font, bold } = fontOf(run, glyphs);
  return {
    x0: run.x0,
    x1: run.x1,
    y0: run.baseline - font.ascent * run.size,
    y1: run.baseline - font.descent * run.size,
    text,
    edges: edgesOf(set, text.length),
    baseline: run.baseline,
    size: run.size,
    bold,
    ...(!bold && isBold(run, glyphs) && { opensBold: true }),
    italic: font.italic,
    monospace: font.monospace,
    ...(font.math === true && { math: true }),
    ...(run.headingLevel !== undefined && { headingLevel: run.headingLevel }),
    angle: run.angle,
    order: run.order,
  };
}

function inReadingOrder(set: SetText): SetText {
  const order = logicalOrder(set);
  return {
    texts: order.map((index) => set.texts[index]!),
    x0s: order.map((index) => set.x0s[index]!),
    x1s: order.map((index) => set.x1s[index]!),
  };
}

/** Many small arrays are views of a few large ones: each buffer of its own costs more than what it holds. */
const CHUNK = 1 << 15;
let chunk = new Float32Array(0);
let taken = 0;

function takeFloats(length: number): Float32Array {
  if (taken + length > chunk.length) {
    chunk = new Float32Array(Math.max(CHUNK, length));
    taken = 0;
  }
  return chunk.subarray(taken, (taken += length));
}

/** A glyph of several characters, a ligature, is shared evenly among them. */
function edgesOf({ texts, x0s, x1s }: SetText, length: number): Float32Array {
  const edges = takeFloats(2 * length);
  let end = 0;
  for (let index = 0; index < texts.length; index++) {
    const left = x0s[index]!;
    const units = texts[index]!.length;
    const step = (x1s[index]! - left) / units;
    for (let unit = 0; unit < units; unit++) {
      edges[end++] = left + unit * step;
      edges[end++] = left + (unit + 1) * step;
    }
  }
  return edges;
}

/** The font of most of a run's glyphs; of several, the one that comes first. */
function fontOf(run: Run, { styles }: Glyphs): { font: Font; bold: boolean } {
  const first = styles[run.glyphs[0]!]!;
  if (run.glyphs.every((glyph) => styles[glyph] === first))
    return { font: first.font, bold: first.font.bold };
  // Neighbours mostly share their style.
  const counts = new Map<GlyphStyle, number>();
  let style = first;
  let count = 0;
  for (const glyph of run.glyphs) {
    if (styles[glyph] !== style) {
      counts.set(style, (counts.get(style) ?? 0) + count);
      style = styles[glyph]!;
      count = 0;
    }
    count++;
  }
  counts.set(style, (counts.get(style) ?? 0) + count);
  const fonts = new Map<Font, number>();
  let bold = 0;
  for (const [{ font }, glyphs] of counts) {
    fonts.set(font, (fonts.get(font) ?? 0) + glyphs);
    if (font.bold) bold += glyphs;
  }
  let main = style.font;
  let most = 0;
  for (const [font, glyphs] of fonts) if (glyphs > most) [main, most] = [font, glyphs];
  return { font: main, bold: bold >= BOLD_SHARE * run.glyphs.length };
}
