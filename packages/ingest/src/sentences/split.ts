import { endsSentence, SAYS_SOMETHING } from "./boundary.ts";
import { candidates } from "./candidates.ts";
import { itemStarts } from "./enumerators.ts";
import { rulesFor } from "./languages.ts";
import { cutLong } from "./long-sentences.ts";

/** Half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Splits the text of one block into sentences: spans without surrounding white space, in order, disjoint; what is
 * not white space is inside exactly one of them. A line feed is where a line of the paragraph ends and never ends
 * a sentence. No sentence is longer than 1,500 UTF-16 units; a longer one is cut at its best place.
 *
 * Unicode's sentence rules (`Intl.Segmenter`) name the places, what they know nothing about decides: abbreviations,
 * initials, ordinals, numbering, references behind the stop, quotations that the sentence goes on after.
 *
 * @param language ISO 639-1 code, or `und`
 */
export function splitSentences(text: string, language: string): Span[] {
  const rules = rulesFor(language);
  const items = new Set(itemStarts(text));
  const places = items.size > 0 ? merged(candidates(text, language), items) : candidates(text, language);
  const starts: number[] = [];
  let start = 0;
  for (const place of places) {
    const at = items.has(place) ? place : settle(text, place);
    if (at <= start || at >= text.length) continue;
    if (!items.has(place) && !endsSentence(text, start, at, rules)) continue;
    starts.push(at);
    start = at;
  }
  return toSpans(text, starts).flatMap((span) => cutLong(text, span));
}

function merged(places: readonly number[], items: ReadonlySet<number>): number[] {
  return [...new Set([...places, ...items])].toSorted((a, b) => a - b);
}

const REFERENCES = /^(?:\[\d{1,3}(?:[\s,;–-]+\d{1,3})*\](?:\s+|$))+/;
const CLOSERS = /^(?:[”»)\]}」』》〉】›]|["'](?=\s|$))+\s*/;
const OPENERS_BEFORE = /[“‘「『《〈【（(«¿¡[]+$/;

/**
 * Moves a place to where the sentences really part: behind what belongs to the first ("[12]", closing marks set
 * apart by a space), and before what opens the second (Unicode's rules keep any quotation mark with the stop).
 */
function settle(text: string, place: number): number {
  const after = text.slice(place, place + 60);
  // In a bibliography "[12]" is the number of the entry.
  const reference = /^\s*\[\d/.test(text) ? null : REFERENCES.exec(after);
  if (reference) return place + reference[0].length;
  const before = text.slice(Math.max(0, place - 60), place);
  const closers = CLOSERS.exec(after);
  if (closers && /\s$/.test(before)) return place + closers[0].length;
  const openers = OPENERS_BEFORE.exec(before);
  return openers && !closesLowQuote(before) ? place - openers[0].length : place;
}

/** German closes with the mark that English opens with. */
function closesLowQuote(before: string): boolean {
  return before.lastIndexOf("„") > before.slice(0, -1).lastIndexOf("“");
}

/** In a bibliography the year stands between stops: "A. Smith and B. Jones. 2019a. Title." */
const YEAR = /^\(?(?:18|19|20)\d{2}[a-z]?\)?\.$/;

function toSpans(text: string, starts: readonly number[]): Span[] {
  const spans: Span[] = [];
  for (const [index, start] of [0, ...starts].entries()) {
    const part = text.slice(start, starts[index] ?? text.length);
    const trimmed = part.trim();
    if (trimmed === "") continue;
    const begin = start + part.length - part.trimStart().length;
    const span = { start: begin, end: begin + trimmed.length };
    const previous = spans.at(-1);
    if (previous && (!SAYS_SOMETHING.test(trimmed) || YEAR.test(trimmed)))
      spans[spans.length - 1] = { start: previous.start, end: span.end };
    else spans.push(span);
  }
  return spans;
}
