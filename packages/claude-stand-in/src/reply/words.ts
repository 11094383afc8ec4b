const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/** Words that say nothing about what is asked for. */
const COMMON = new Set(
  (
    "a an and are as at be by did do does each for from had has have how in is it its many much of on or please " +
    "say says tell that the their there these they this those to was were what when where which who whom whose " +
    "why will with you your about according document documents me we our"
  ).split(" "),
);

/** The words of a text that carry meaning, in lower case, without plural and genitive endings. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text.normalize("NFKC").toLowerCase())) {
    if (isWordLike && !COMMON.has(segment)) words.push(segment.replace(/(?<=\p{L}{3})(?:'s|’s|s)$/u, ""));
  }
  return words;
}
