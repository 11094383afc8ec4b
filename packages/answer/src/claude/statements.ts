/** Fewer words than this join or announce; they state nothing. */
const MIN_WORDS = 5;

/**
 * The sentences of uncited text that state something, and so should have carried a citation: they hold a figure, or
 * five words and a full stop. "Based on the report, " and "The main points are:" only lead to what follows.
 */
export function statementsOf(text: string, all = false): string[] {
  return text
    .split(/(?<=[.!?。！？])\s+|\n+/u)
    .map((sentence) => sentence.replace(/^[\s\-*•#]+/u, "").trim())
    .filter((sentence) => sentence !== "" && (all || states(sentence)));
}

function states(sentence: string): boolean {
  if (!/\p{L}/u.test(sentence) || sentence.endsWith(":")) return false;
  if (/\d/.test(sentence) && /[.!?。！？]$/u.test(sentence)) return true;
  return sentence.split(/\s+/).length >= MIN_WORDS && /[.!?。！？]$/u.test(sentence);
}
