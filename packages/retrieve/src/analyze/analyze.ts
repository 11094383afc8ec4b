import { plainNumber } from "./digits.ts";
import { splitTokens, type Token } from "./split.ts";
import { stem } from "./stem.ts";

const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}/u;

/** Articles and prepositions that French, Italian and Catalan tie to the next word: `l'eau`, `dell'anno`. */
const ELISION =
  /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|gl|(?:d|n|s)ell|(?:d|s)?all|sull|quell|bell)['’]/;
const ELIDING: ReadonlySet<string> = new Set(["ca", "fr", "it"]);

/** Longer words (UTF-16 units) are cut: they are data, and an index keeps no word above 32 KiB. */
const MAX_TERM_LENGTH = 64;

/**
 * The terms of a text, in order: the one definition for every store, for ranking and for choosing sentences.
 * Compatibility forms and case are folded, accents of Latin, Greek and Cyrillic letters dropped (vowel signs of
 * other scripts are letters and stay), numbers lose their thousands separators, words are stemmed where Snowball
 * knows the language. What is tied by hyphens, points or digits gives its whole and its parts: `10-K` is `10k`, `10`
 * and `k`. East Asian runs give bigrams of characters and words.
 *
 * @param language ISO 639-1 code, or `und`
 */
export function analyze(text: string, language: string): string[] {
  return splitTokens(text).map((token) => toTerm(token, language));
}

/**
 * A question's terms: each of its words gives the set of terms that it has in the documents' languages, so that one
 * word is counted once whatever language it is read in. A word that comes twice is taken once.
 */
export function analyzeQuery(text: string, languages: readonly string[]): string[][] {
  const read = languages.length > 0 ? languages : ["und"];
  const words = new Map<string, string[]>();
  for (const token of splitTokens(text)) {
    const variants = [...new Set(read.map((language) => toTerm(token, language)))];
    words.set(variants.join(" "), variants);
  }
  return [...words.values()];
}

function toTerm({ kind, text }: Token, language: string): string {
  if (kind === "number") return cut(plainNumber(text, language));
  return cut(withoutAccents(kind === "word" ? stem(bareWord(text, language), language) : text));
}

function bareWord(text: string, language: string): string {
  const whole = ELIDING.has(language) ? text.replace(ELISION, "") : text.replace(/['’]s$/, "");
  return whole.replace(/['’\u200c\u200d]/g, "");
}

function withoutAccents(term: string): string {
  // Most words hold nothing to fold.
  if (!/[^\0-\u007f]/.test(term)) return term;
  const apart = term.normalize("NFD");
  return ACCENTED.test(apart)
    ? apart.replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, "$1").normalize("NFC")
    : term;
}

function cut(term: string): string {
  return term.length <= MAX_TERM_LENGTH ? term : term.slice(0, MAX_TERM_LENGTH).toWellFormed();
}
