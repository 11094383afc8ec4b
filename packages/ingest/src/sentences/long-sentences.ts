import type { Span } from "./split.ts";

/**
 * A sentence is what is cited and highlighted; one longer than this points at too much (the longest sentences of
 * contracts and filings are shorter, runs of unpunctuated text are not).
 */
const MAX_LENGTH = 1_500;

/** Where a sentence that is too long is cut, best first: before the spaces behind these, then at any space. */
const CUTS = [/[;；]\s*(?=\S)/g, /[,，、]\s*(?=\S)/g, /\s+(?=\S)/g];

/** Longest extended grapheme cluster that is kept whole where there is nothing else to cut at. */
const MAX_GRAPHEME = 64;

let graphemes: Intl.Segmenter | undefined;

/** Cuts what is too long for one sentence into pieces of nearly equal length, at the best place in reach. */
export function cutLong(text: string, span: Span): Span[] {
  const spans: Span[] = [];
  let start = span.start;
  while (span.end - start > MAX_LENGTH) {
    const cut = bestCut(text, start, span.end);
    spans.push({ start, end: start + text.slice(start, cut).trimEnd().length });
    start = cut + leadingSpace(text, cut, span.end);
  }
  spans.push({ start, end: span.end });
  return spans;
}

function bestCut(text: string, start: number, end: number): number {
  const pieces = Math.ceil((end - start) / MAX_LENGTH);
  // Not before half of a fair share, or the rest would need one piece more.
  const from = Math.floor((end - start) / pieces / 2);
  const reach = text.slice(start, start + MAX_LENGTH + 1);
  for (const pattern of CUTS) {
    let last = 0;
    for (const match of reach.matchAll(pattern)) {
      const at = match.index + match[0].length;
      if (at <= MAX_LENGTH) last = at;
    }
    if (last >= from) return start + last;
  }
  return graphemeBorder(text, start + MAX_LENGTH);
}

/** The last border of a character as readers see it, at or before `limit`. */
function graphemeBorder(text: string, limit: number): number {
  graphemes ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  let from = limit - MAX_GRAPHEME;
  if (isLowSurrogate(text, from)) from -= 1;
  const around = text.slice(from, limit + MAX_GRAPHEME);
  const border = graphemes.segment(around).containing(limit - from)?.index ?? 0;
  if (border > 0) return from + border;
  return isLowSurrogate(text, limit) ? limit - 1 : limit;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function leadingSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text[at]!.trim() === "") at += 1;
  return at - from;
}
