import { looksLikeCode } from "./code.ts";
import { isContentsEntry, isIndexEntry } from "./contents-entry.ts";
import type { Line } from "./lines.ts";

/** Lines that belong together: a paragraph, a heading, a list item. What it is, is decided over the whole document. */
export interface LineBlock {
  readonly type: "lines";
  readonly lines: readonly Line[];
  /** The first line begins with a bullet or an enumerator. */
  readonly listItem: boolean;
}

const BULLET = /^[•●▪■◦‣⁃∙·○◆➢➤➔✓❖❑❒❍►▶☐☑☒–—*-](?:\s|$)/u;
const ENUMERATOR = /^(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\[\d{1,3}\])\s+\S/;
/** A name's initial, or a list's `A.`; two of them are a name's. */
const INITIAL = /^\p{Lu}\.\s/u;
const INITIALS = /^(?:\p{Lu}\.\s+){2}\p{Lu}/u;

export function startsListItem(text: string): boolean {
  return BULLET.test(text) || isEnumerated(text);
}

/** It begins with the number or letter of an item, and with no bullet. */
export function isEnumerated(text: string): boolean {
  return ENUMERATOR.test(text) && !INITIALS.test(text);
}

/**
 * Groups lines, given from top to bottom, into blocks.
 *
 * @param right right edge of the region that the lines stand in, points
 */
export function toLineBlocks(lines: readonly Line[], right: number): LineBlock[] {
  if (lines.length === 0) return [];
  const leading = typicalLeading(lines);
  const isTyped =
    lines.filter(({ monospace }) => monospace).length > MAX_CODE_SHARE * lines.length &&
    !looksLikeCode(lines.map(({ text }) => text));
  const blocks: LineBlock[] = [];
  let current: Line[] = [];
  /** The last line of the block above. */
  let above: Line | undefined;
  const flush = (): void => {
    const first = current[0];
    if (first)
      blocks.push({
        type: "lines",
        lines: current,
        listItem: first.bulleted === true || startsListItem(first.text),
      });
    above = current.at(-1);
    current = [];
  };
  for (const line of lines) {
    const previous = current.at(-1);
    const starts =
      previous !== undefined &&
      (!isTyped && current.every(({ monospace }) => monospace) && line.monospace
        ? endsListing(previous, line)
        : startsBlock(current, above, line, { right, leading }));
    if (starts) flush();
    current.push(line);
  }
  flush();
  return blocks;
}

/** Share of the lines of a text with listings that are set like code, at most; prose that has more is written on a typewriter. */
const MAX_CODE_SHARE = 0.7;
/** In ems, from base line to base line: a listing goes on behind one empty line. */
const LISTING_GAP = 2.7;

function endsListing(previous: Line, line: Line): boolean {
  const step = line.baseline - previous.baseline;
  return (
    step <= 0 || step > LISTING_GAP * line.size || Math.abs(previous.size - line.size) > 0.12 * line.size
  );
}

function startsBlock(
  block: readonly Line[],
  above: Line | undefined,
  line: Line,
  { right, leading }: { readonly right: number; readonly leading: number },
): boolean {
  const previous = block.at(-1)!;
  const em = Math.max(previous.size, line.size);
  const step = line.baseline - previous.baseline;
  if (step <= 0) return true;
  // A full line is gone on with at the page's own distance, be it double; after a short one, that is a gap.
  const first = (endsShort(previous, right) ? Math.min(leading, 1.45) : leading) * em;
  const before = block.at(-2);
  const own = before
    ? previous.baseline - before.baseline
    : Math.min(first, distanceBelowName(previous, above, right));
  if (step > 1.25 * Math.max(own, em) + 1) return true;
  if (Math.abs(previous.size - line.size) > 0.12 * em) return true;
  if (previous.bold !== line.bold && previous.text.length > 2) {
    // A bold run-in head may fill its first line, and end in the next one or go on in plain type.
    const mayGoOn = line.opensBold === true && /^[\p{L}\p{N}(]/u.test(line.text) && !hasEnded(previous);
    const goesOn = mayGoOn || /^\p{Ll}/u.test(line.text);
    if (!previous.bold || endsShort(previous, right) || !goesOn) return true;
  }
  if (isAloneInFace(previous, line, right) || (block.length === 1 && isSetRight(previous, line, right)))
    return true;
  if (previous.headingLevel !== line.headingLevel) return true;
  if (previous.monospace !== line.monospace && !isWordsInText(block, previous, line, right)) return true;
  if (
    endsShort(previous, right) &&
    isCapitals(previous.text) &&
    /^(?:\d{1,3}\s+)?\p{Lu}\P{Lu}/u.test(line.text)
  )
    return true;
  if (line.bulleted === true || BULLET.test(line.text)) return true;
  const head = block[0]!;
  if (isEnumerated(line.text) && (Math.abs(line.x0 - head.x0) < em || endsShort(previous, right))) {
    // At the end of a full line, a name may be parted from its initial, and a word from its number: `chapter` `3. It`.
    const mayBegin = hasEnded(previous) || endsShort(previous, right);
    if (mayBegin || (!INITIAL.test(line.text) && isEnumerated(head.text))) return true;
  }
  if (isNextNumber(head.text, line.text) || isContentsEntry(previous.text)) return true;
  if (isIndexEntry(previous.text) && isIndexEntry(line.text)) return true;
  // Entries of a list whose further lines hang: references, definitions.
  const hangs = block.slice(1).every(({ x0 }) => x0 > head.x0 + 0.9 * em);
  if (block.length > 1 && hangs && Math.abs(line.x0 - head.x0) < 0.3 * em && !/^\p{Ll}/u.test(line.text))
    return true;
  // A first line that is indented opens a paragraph, when the line before it has ended.
  const indented = line.x0 > (hangs ? previous.x0 : Math.min(previous.x0, head.x0)) + 0.9 * em;
  const ended = hasEnded(previous);
  if (indented && ended && block.length > 1 && !startsListItem(head.text)) return true;
  return (
    ended &&
    !(hangs && line.x0 > head.x0 + 0.9 * em) &&
    endsShort(previous, right) &&
    /^[\p{Lu}\p{N}“"‘(]/u.test(line.text) &&
    previous.x1 < right - 0.2 * right
  );
}

/** Points from a line to the name in italics above it, at which its block goes on; infinite where there is none. */
function distanceBelowName(line: Line, above: Line | undefined, right: number): number {
  const isName = above !== undefined && above.baseline < line.baseline && isAloneInFace(above, line, right);
  return isName ? line.baseline - above.baseline : Infinity;
}

/** Whether a line of words is alone in its face, be it italics, above text that begins anew: the head of a section, a name over a title. */
function isAloneInFace(previous: Line, line: Line, right: number): boolean {
  return (
    previous.italic !== line.italic &&
    endsShort(previous, right) &&
    !hasEnded(previous) &&
    [previous, line].every(
      ({ math, text }) => math !== true && /\p{L}{3}/u.test(text) && !text.includes("="),
    ) &&
    /^\p{Lu}/u.test(line.text)
  );
}

/** Whether a short line stands at the right edge, over one that begins anew in the left half: a date, an exhibit's number. */
function isSetRight(previous: Line, line: Line, right: number): boolean {
  return (
    previous.x0 > (line.x0 + right) / 2 &&
    previous.x1 > line.x1 + line.size &&
    [previous, line].every(({ math, text }) => math !== true && /\p{L}{3}/u.test(text)) &&
    /^\p{Lu}/u.test(line.text)
  );
}

/** A statement's end, and no initial's stop. */
function hasEnded({ text }: Line): boolean {
  return /[.!?:;。！？”"')\]]$/.test(text) && !/(?:^|\s)\p{Lu}\.$/u.test(text);
}

/** Whether one of two lines is of text, and the other one of words in it that are set like code: an address, a command. */
function isWordsInText(block: readonly Line[], previous: Line, line: Line, right: number): boolean {
  const head = block[0]!;
  const flush = [head, previous].some(({ x0 }) => Math.abs(x0 - line.x0) < 0.5 * line.size);
  const runsOn = !endsShort(previous, right) && !hasEnded(previous);
  if (head.monospace) return block.length === 1 && runsOn && flush && /^\p{Ll}/u.test(line.text);
  return (flush || block.length === 1) && (runsOn || (previous.monospace && /^\p{Ll}/u.test(line.text)));
}

/** Whether two lines are numbered one after the other, without a mark behind the number. */
function isNextNumber(head: string, line: string): boolean {
  const numberOf = (text: string): number => Number(/^(\d{1,3})\s+\p{Lu}/u.exec(text)?.[1] ?? Number.NaN);
  return numberOf(line) === numberOf(head) + 1;
}

function isCapitals(text: string): boolean {
  return /\p{Lu}{3}/u.test(text) && !/\p{Ll}/u.test(text);
}

/** Whether a line stops before the region's right edge where the next word would still have fitted. */
function endsShort(line: Line, right: number): boolean {
  return line.x1 < right - Math.max(6 * line.size, 0.12 * (right - line.x0));
}

/** Median distance of base lines that follow one another closely, in ems. */
function typicalLeading(lines: readonly Line[]): number {
  const steps: number[] = [];
  for (let index = 1; index < lines.length; index++) {
    const step = lines[index]!.baseline - lines[index - 1]!.baseline;
    const { size } = lines[index]!;
    if (step > 0 && step < 2.6 * size) steps.push(step / size);
  }
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 1.2;
}
