const BROKEN_WORD = /(\p{L}+(?:-\p{L}+)*)([-\u2010\u00ad])\n(\p{L}+)/gu;
const WORD = /\p{L}+(?:-\p{L}+)*/gu;

/**
 * Joins words that a line's end parts (`organi-\nsations`), for reading: sentences keep the line's end as it stands. Most
 * such hyphens are the line's own. One is the word's if the document never writes the word without it, and elsewhere
 * with it or both its parts as words (`long-\nterm`).
 *
 * @param document the text that tells which words there are: a document, or those parts of it that are at hand
 */
export function hyphenJoiner(document: string): (text: string) => string {
  let words: Set<string> | undefined;
  const isWord = (text: string): boolean => {
    words ??= new Set(
      Array.from(document.replace(BROKEN_WORD, " ").matchAll(WORD), ([word]) => word.toLowerCase()),
    );
    return words.has(text.toLowerCase());
  };
  return (text) =>
    text.replace(BROKEN_WORD, (_, before: string, hyphen: string, after: string) => {
      const joined = `${before}${after}`;
      if (hyphen === "\u00ad" || isWord(joined)) return joined;
      const hyphenated = `${before}-${after}`;
      return isWord(hyphenated) || (isWord(before) && isWord(after)) ? hyphenated : joined;
    });
}
