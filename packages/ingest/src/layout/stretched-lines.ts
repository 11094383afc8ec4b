import { joinSegments } from "./lines.ts";
import { toRows } from "./rows.ts";
import type { Segment } from "./segments.ts";

/** Fewer spaces than this are equal by chance, or fewer than the second where few lines begin and end where they do. */
const MIN_SPACES = 2;
const MIN_SPACES_OF_FEW = 3;
const FEW_LINES = 3;
/** In ems: no line is stretched more. */
const WIDEST_SPACE = 3;
/** Share by which the spaces of a stretched line differ, but for those behind a stop, which take up more. */
const EQUAL = 0.12;
const STOP = /[.,:;!?]["”’)]?$/;
const WIDEST_STOP = 3;
/** Points by which a line's ends may be off those of the lines around it. */
const FLUSH_PT = 1.5;
/** In ems: how far a paragraph's first line is set in, or out, at most, and how far below it the next one stands. */
const INDENT = 3;
const LEADING = 1.6;

/**
 * Joins the words of lines that are stretched to the width of their column, so wide that each would be a cell of its
 * own: the spaces of such a line are equal, and it begins and ends where others do.
 */
export function joinStretchedLines(segments: readonly Segment[]): readonly Segment[] {
  const joined = new Map<Segment, Segment | undefined>();
  for (const { segments: row } of toRows(segments)) {
    for (let start = 0; start < row.length - 1;) {
      const { run, spaces } = stretchedRun(row, start);
      if (run.length > 1 && isFlush(run, spaces, segments)) {
        for (const segment of run) joined.set(segment, undefined);
        joined.set(run[0]!, { ...run[0]!, ...joinSegments(run) });
      }
      start += run.length;
    }
  }
  if (joined.size === 0) return segments;
  return segments.flatMap((segment) => (joined.has(segment) ? (joined.get(segment) ?? []) : segment));
}

interface StretchedRun {
  readonly run: readonly Segment[];
  /** How many spaces part its words. */
  readonly spaces: number;
}

/** The segments from `start` with equal spaces between them and within them; only the first where there are few. */
function stretchedRun(row: readonly Segment[], start: number): StretchedRun {
  const alone: StretchedRun = { run: row.slice(start, start + 1), spaces: 0 };
  if (!mayGoOn(row[start]!, row[start + 1]!)) return alone;
  let spaces = spacesIn(row[start]!);
  let end = start + 1;
  for (; end < row.length && mayGoOn(row[end - 1]!, row[end]!); end++) {
    const [last, next] = [row[end - 1]!, row[end]!];
    const longer = [...spaces, { width: next.x0 - last.x1, stop: STOP.test(last.text) }, ...spacesIn(next)];
    if (!areEqual(longer)) break;
    spaces = longer;
  }
  return spaces.length < MIN_SPACES ? alone : { run: row.slice(start, end), spaces: spaces.length };
}

function mayGoOn(last: Segment, next: Segment): boolean {
  return (
    last.size === next.size && next.x0 - last.x1 <= WIDEST_SPACE * last.size && isWord(last) && isWord(next)
  );
}

/** A word, a part of one, or what numbers an item. */
const WORD = /\p{L}{2}|[\p{L}\p{N}]-$|^\((?:\d{1,3}|\p{L}{1,4})\)$/u;

function isWord({ text }: Segment): boolean {
  return WORD.test(text);
}

interface Space {
  /** Points. */
  readonly width: number;
  /** It stands behind a stop. */
  readonly stop: boolean;
}

function spacesIn({ text, edges }: Segment): Space[] {
  return [...text.matchAll(/(?<=\S) (?=\S)/g)].map(({ index }) => ({
    width: edges[2 * (index + 1)]! - edges[2 * index - 1]!,
    stop: STOP.test(text.slice(0, index)),
  }));
}

function areEqual(spaces: readonly Space[]): boolean {
  const plain = spaces.filter(({ stop }) => !stop).map(({ width }) => width);
  if (plain.length === 0) return true;
  const least = Math.min(...plain);
  return (
    Math.max(...plain) <= (1 + EQUAL) * least &&
    spaces.every(({ width, stop }) => !stop || (width > (1 - EQUAL) * least && width < WIDEST_STOP * least))
  );
}

/** Whether other lines, of one piece, begin and end where the run does, or the one beside it in its paragraph ends there. */
function isFlush(run: readonly Segment[], spaces: number, segments: readonly Segment[]): boolean {
  const [{ x0, size, baseline, monospace }, { x1 }] = [run[0]!, run.at(-1)!];
  const ending = segments.filter(
    (other) => other.size === size && Math.abs(other.x1 - x1) < FLUSH_PT && other.text.includes(" "),
  );
  const flush = ending.filter((other) => Math.abs(other.x0 - x0) < FLUSH_PT);
  // Where all letters are of one width, columns of words are equally far apart by chance.
  if (spaces < MIN_SPACES_OF_FEW) return !monospace && flush.length >= FEW_LINES;
  const isBeside = (other: Segment): boolean =>
    Math.abs(other.x0 - x0) < INDENT * size && Math.abs(other.baseline - baseline) < LEADING * size;
  return flush.length > 0 || (!monospace && ending.some(isBeside));
}
