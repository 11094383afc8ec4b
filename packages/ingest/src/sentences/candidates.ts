/**
 * ICU's sentence segmenter is quadratic in the length of its input (98,000 characters take 95 ms, 392,000 take
 * 3.5 s), so it is fed in pieces of this many UTF-16 units.
 */
const PIECE = 2_000;

/** Line ends end sentences by Unicode's rules, and here they are only where a line of the paragraph ends. */
const LINE_ENDS = /[\n\r\v\f\u0085\u2028\u2029]/g;

/**
 * Stops after which Unicode's rules see no end where one may be: before digits ("in 2018. 45 states"), before a
 * lower-case letter that begins a name ("iPhone"), after an ellipsis sign or
 * a reference ("were sold.[12] The").
 */
const STOPS = /[.!?…]["'”’»)\]]*(?:\[\d{1,3}(?:[\s,;–-]+\d{1,3})*\])*\s+(?=\S)/g;

/** The mark of a footnote behind a stop: "were sold.12 The". */
const FOOTNOTE = /\p{Ll}{3}[.!?]["'”’»)\]]*\d{1,3}(?:[,–-]\d{1,3})*\s+(?=["“‘«(]?\p{Lu})/gu;

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterFor(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    const locale = Intl.Segmenter.supportedLocalesOf(language === "und" ? [] : [language]);
    segmenter = new Intl.Segmenter(locale.length > 0 ? locale : "en", { granularity: "sentence" });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

/** Offsets at which a sentence may begin, rising, without 0: where Unicode's rules end one, and where they are too shy. */
export function candidates(text: string, language: string): number[] {
  const offsets = new Set<number>();
  addUnicode(text.replace(LINE_ENDS, " "), segmenterFor(language), offsets);
  for (const pattern of [STOPS, FOOTNOTE]) {
    for (const match of text.matchAll(pattern)) offsets.add(match.index + match[0].length);
  }
  return [...offsets].toSorted((a, b) => a - b);
}

function addUnicode(text: string, segmenter: Intl.Segmenter, offsets: Set<number>): void {
  for (let start = 0; start < text.length;) {
    const piece = text.slice(start, start + PIECE);
    let last = 0;
    for (const { index } of segmenter.segment(piece)) {
      if (index > 0) offsets.add(start + index);
      last = index;
    }
    const final = start + piece.length >= text.length;
    // The last sentence of a piece may go on behind it: the next piece begins with it. A piece without any end
    // in it is passed over; an end at its very border is missed, which the stops make good.
    start += final || last === 0 ? piece.length : last;
  }
}
