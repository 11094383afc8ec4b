import { joinSegments } from "./lines.ts";
import { toRows } from "./rows.ts";
import type { Segment } from "./segments.ts";

/** Fewer spaces than this are equal by chance. */
const MIN_SPACES = 3;
/** In ems: no line is stretched more. */
const WIDEST_SPACE = 3;
/** Share by which the spaces of a stretched line differ, but for those behind a stop, which take up more. */
const EQUAL = 0.12;
const STOP = /[.,:;!?]["”’)]?$/;
const WIDEST_STOP = 3;
/** Points by which a line's ends may be off those of the lines around it. */
const FLUSH_PT = 1.5;

/**
 * Joins the words of lines that are stretched to the width of their column, so wide that each would be a cell of its
 * own: the spaces of such a line are equal, and it begins and ends where others do.
 */
export function joinStretchedLines(segments: readonly Segment[]): readonly Segment[] {
  const joined = new Map<Segment, Segment | undefined>();
  for (const { segments: row } of toRows(segments)) {
    for (let start = 0; start < row.length - 1;) {
      const run = stretchedRun(row, start);
      if (run.length > 1 && isFlush(run, segments)) {
        for (const segment of run) joined.set(segment, undefined);
        joined.set(run[0]!, { ...run[0]!, ...joinSegments(run) });
      }
      start += run.length;
    }
  }
  if (joined.size === 0) return segments;
  return segments.flatMap((segment) => (joined.has(segment) ? (joined.get(segment) ?? []) : segment));
}

/** The segments from `start` with equal spaces between them and within them; only the first where there are few. */
function stretchedRun(row: readonly Segment[], start: number): readonly Segment[] {
  const alone = row.slice(start, start + 1);
  if (!mayGoOn(row[start]!, row[start + 1]!)) return alone;
  let spaces = spacesIn(row[start]!);
  let end = start + 1;
  for (; end < row.length && mayGoOn(row[end - 1]!, row[end]!); end++) {
    const [last, next] = [row[end - 1]!, row[end]!];
    const longer = [...spaces, { width: next.x0 - last.x1, stop: STOP.test(last.text) }, ...spacesIn(next)];
    if (!areEqual(longer)) break;
    spaces = longer;
  }
  return spaces.length < MIN_SPACES ? alone : row.slice(start, end);
}

function mayGoOn(last: Segment, next: Segment): boolean {
  return (
    last.size === next.size && next.x0 - last.x1 <= WIDEST_SPACE * last.size && isWord(last) && isWord(next)
  );
}

function isWord({ text }: Segment): boolean {
  return /\p{L}{2}/u.test(text);
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
  const least = Math.min(...plain);
  return (
    Math.max(...plain) <= (1 + EQUAL) * least &&
    spaces.every(({ width, stop }) => !stop || (width > (1 - EQUAL) * least && width < WIDEST_STOP * least))
  );
}

/** Whether another line, of one piece, begins and ends where the run does. */
function isFlush(run: readonly Segment[], segments: readonly Segment[]): boolean {
  const [{ x0, size }, { x1 }] = [run[0]!, run.at(-1)!];
  return segments.some(
    (other) =>
      other.size === size &&
      Math.abs(other.x0 - x0) < FLUSH_PT &&
      Math.abs(other.x1 - x1) < FLUSH_PT &&
      other.text.includes(" "),
  );
}
