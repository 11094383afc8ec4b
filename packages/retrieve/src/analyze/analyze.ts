import { stem } from "./stem.ts";

/** A number with its separators, a word of letters and their marks, or a run of East Asian characters. */
const TOKEN =
  /\p{N}+(?:[.,'’]\p{N}+)*|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆ヶ]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\u200c\u200d])+(?:['’](?=\p{L})[\p{L}\p{M}]+)*/gu;
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆ヶ]/u;
/** Words of scripts that write no spaces: cut by dictionary. */
const UNSPACED = /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}/u;
const HYPHEN_AT_LINE_END = /(\p{L})[-\u2010\u00ad]\r?\n\s*(?=\p{Ll})/gu;
/** Intl.Segmenter's time grows with the square of its input. */
const MAX_SEGMENTER_INPUT = 1_000;

/**
 * The terms of a text, in order: the one definition for every store, for ranking and for choosing sentences.
 * Compatibility forms and case are folded, accents of Latin, Greek and Cyrillic letters dropped (vowel signs of
 * other scripts are letters and stay), numbers lose their thousands separators, words are stemmed where Snowball
 * knows the language, and East Asian runs give their characters' bigrams.
 *
 * @param language ISO 639-1 code, or `und`
 */
export function analyze(text: string, language: string): string[] {
  const terms: string[] = [];
  const normal = text.replace(HYPHEN_AT_LINE_END, "$1").normalize("NFKC").toLowerCase();
  for (const [token] of normal.matchAll(TOKEN)) {
    const code = token.charCodeAt(0);
    if (code >= 0x30 && code <= 0x39) terms.push(plainNumber(token));
    else if (EAST_ASIAN.test(token)) pushBigrams(token, terms);
    else if (UNSPACED.test(token)) terms.push(...dictionaryWords(token, language));
    else terms.push(word(token, language));
  }
  return terms;
}

/** `5,409` and `5409` are one number; `1.50` keeps its point. */
function plainNumber(token: string): string {
  return token.replace(/[,'’](?=\p{N}{3}(?!\p{N}))/gu, "");
}

function word(token: string, language: string): string {
  const bare = token.replace(/['’]s$/, "").replace(/['’]/g, "");
  return withoutAccents(stem(bare, language));
}

function withoutAccents(token: string): string {
  // Most words hold nothing to fold.
  if (!/[^\0-\u007f]/.test(token)) return token;
  const apart = token.normalize("NFD");
  return ACCENTED.test(apart)
    ? apart.replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, "$1").normalize("NFC")
    : token;
}

/** Bigrams of characters; a run of one character is its own term. */
function pushBigrams(run: string, terms: string[]): void {
  const characters = [...run];
  if (characters.length === 1) terms.push(run);
  for (let index = 1; index < characters.length; index++)
    terms.push(characters[index - 1]! + characters[index]!);
}

const segmenters = new Map<string, Intl.Segmenter>();

function dictionaryWords(run: string, language: string): string[] {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language === "und" ? "th" : language, { granularity: "word" });
    segmenters.set(language, segmenter);
  }
  const words: string[] = [];
  for (let start = 0; start < run.length; start += MAX_SEGMENTER_INPUT) {
    for (const { segment } of segmenter.segment(run.slice(start, start + MAX_SEGMENTER_INPUT)))
      words.push(segment);
  }
  return words;
}

/**
 * A question's terms: each surface word gives the set of terms that it has in the documents' languages, so that
 * one word is counted once whatever language it is read in.
 */
export function analyzeQuery(text: string, languages: readonly string[]): string[][] {
  const readings = (languages.length > 0 ? languages : ["und"]).map((language) => analyze(text, language));
  const groups = new Map<string, string[]>();
  for (let position = 0; position < readings[0]!.length; position++) {
    const variants = [...new Set(readings.flatMap((terms) => terms[position] ?? []))];
    groups.set(variants.join(" "), variants);
  }
  return [...groups.values()];
}
