/** Half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Splits the text of one block into sentences: spans without surrounding white space, in order, disjoint; what is
 * not white space is inside exactly one of them.
 *
 * @param language ISO 639-1 code, or `und`
 */
export function splitSentences(text: string, language: string): Span[] {
  const spans: Span[] = [];
  const segmenter = new Intl.Segmenter(language === "und" ? "en" : language, { granularity: "sentence" });
  for (const { index, segment } of segmenter.segment(text)) {
    const trimmed = segment.trim();
    if (trimmed === "") continue;
    const start = index + segment.indexOf(trimmed);
    spans.push({ start, end: start + trimmed.length });
  }
  return spans;
}
