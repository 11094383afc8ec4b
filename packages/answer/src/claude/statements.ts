/** Fewer words than this join or announce; they state nothing. */
const MIN_WORDS = 5;

/** Words as Unicode parts them: Chinese and Japanese write none apart. */
const words = new Intl.Segmenter("und", { granularity: "word" });

/**
 * The sentences of uncited text that state something, and so should have carried a citation. A sentence that ends
 * in a full stop states something if it holds a figure or five words; so does a line of its own that holds five
 * words, or is a list item with a figure. Lines that end in a colon, headings, and the beginnings of sentences that
 * a cited block goes on with ("Based on the report, ") only lead to what follows. `all`: whatever has letters.
 */
export function statementsOf(text: string, all = false): string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const isHeading = /^\s*#/.test(line);
    const isItem = /^\s*(?:[-*•]|\d+[.)])\s/.test(line);
    const isWhole = index < lines.length - 1;
    return line
      .replace(/^\s*(?:[-*•#]+|\d+[.)])\s/u, "")
      .split(/(?<=[.!?])\s+|(?<=[。！？])/u)
      .map((sentence) => sentence.trim())
      .filter(
        (sentence) => /\p{L}/u.test(sentence) && (all || (!isHeading && states(sentence, isWhole, isItem))),
      );
  });
}

function states(sentence: string, isWholeLine: boolean, isItem: boolean): boolean {
  if (/[:：]\**$/u.test(sentence)) return false;
  const ends = /[.!?。！？]["”’)*]*$/u.test(sentence);
  if (!ends && !isWholeLine) return false;
  if (/\p{N}/u.test(sentence) && (ends || isItem)) return true;
  return [...words.segment(sentence)].filter(({ isWordLike }) => isWordLike).length >= MIN_WORDS;
}
