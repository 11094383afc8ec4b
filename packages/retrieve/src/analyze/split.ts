import { europeanDigits } from "./digits.ts";

/** A piece of text that becomes one term, whatever its language turns it into. */
export interface Token {
  readonly kind: "word" | "number" | "literal";
  readonly text: string;
}

/** Runs of scripts that put no spaces between words, and of Korean, whose particles stick to its words. */
const EAST_ASIAN =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u30fc\\u3005\\u3006\\u30f6";
const NUMBER = "\\p{Nd}+(?:[.,'’]\\p{Nd}+)*";
const WORD = `(?:(?![${EAST_ASIAN}])[\\p{L}\\p{M}\\p{No}\\p{Nl}\\u200c\\u200d])+(?:['’](?=\\p{L})[\\p{L}\\p{M}]+)*`;

/**
 * East Asian runs; abbreviations with points (`u.s.`); words and numbers, with what hyphens and the like tie to them
 * (`10-k`, `r&d`, `fy2019`).
 */
const RUN = new RegExp(
  `(?<eastAsian>[${EAST_ASIAN}]+)|(?<abbreviation>(?<![\\p{L}\\p{N}])(?:\\p{L}\\.){2,}\\p{L}?(?![\\p{L}\\p{N}]))|(?:${NUMBER}|${WORD})(?:[-\\u2010\\u2011&]?(?:${NUMBER}|${WORD}))*`,
  "gu",
);
const PART = new RegExp(`${NUMBER}|${WORD}`, "gu");
/** Words of South-East Asian scripts that write no spaces: cut by dictionary. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Codes and addresses of more parts than this are found by their parts alone. */
const MAX_TIED_PARTS = 4;

/** Typesetting that is not text: hyphens at line ends, soft hyphens, zero-width spaces, fixed spaces in numbers. */
const HYPHEN_AT_LINE_END =
  /(?<=\p{L})[-\u2010\u00ad][ \t]*\r?\n\s*(?=\p{Ll})|(?<=\p{Lu}{2})[-\u2010\u00ad]\n(?=\p{Lu}{2})/gu;
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g;
const SPACE_IN_NUMBER = /(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))/g;

/** Splits a text into tokens, in order. How it is split does not depend on its language. */
export function splitTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const plain = text
    .replace(HYPHEN_AT_LINE_END, "")
    .replace(INVISIBLE, "")
    .replace(SPACE_IN_NUMBER, "")
    .normalize("NFKC")
    .toLowerCase();
  for (const match of europeanDigits(plain).matchAll(RUN)) {
    const [run] = match;
    if (match.groups!["eastAsian"] !== undefined) pushEastAsian(run, tokens);
    else if (match.groups!["abbreviation"] !== undefined) pushTied(run.match(/\p{L}/gu)!, tokens);
    else pushTied(run.match(PART)!, tokens);
  }
  return tokens;
}

/** Parts that are written as one: the whole first, so that `10-K`, `10K` and `10 K` find one another, then each part. */
function pushTied(parts: readonly string[], tokens: Token[]): void {
  if (parts.length > 1 && parts.length <= MAX_TIED_PARTS) {
    tokens.push({ kind: "literal", text: parts.join("").replace(/['’.,]/g, "") });
  }
  for (const part of parts) {
    if (/^\d/.test(part)) tokens.push({ kind: "number", text: part });
    else if (UNSPACED.test(part))
      for (const text of dictionaryWords(part)) tokens.push({ kind: "literal", text });
    else tokens.push({ kind: "word", text: part });
  }
}

const HAN = /\p{Script=Han}/u;

/**
 * Bigrams of characters, Han characters alone (each has a meaning of its own: with them hit@1 is .852 on JaQuAD and
 * .935 on XQuAD's Chinese, without them .829 and .929), and the dictionary's longer words.
 */
function pushEastAsian(run: string, tokens: Token[]): void {
  const push = (text: string): void => void tokens.push({ kind: "literal", text });
  const characters = [...run];
  for (const [index, character] of characters.entries()) {
    if (HAN.test(character) || characters.length === 1) push(character);
    if (index > 0) push(characters[index - 1]! + character);
  }
  for (const word of dictionaryWords(run)) if ([...word].length > 2) push(word);
}

/** Intl.Segmenter's time grows with the square of its input: longer runs are fed in pieces (UTF-16 units). */
const MAX_SEGMENTER_INPUT = 1_000;

/** The dictionaries go by script: one segmenter serves all languages. */
const segmenter = new Intl.Segmenter("und", { granularity: "word" });

function dictionaryWords(run: string): string[] {
  const words: string[] = [];
  for (let start = 0; start < run.length; start += MAX_SEGMENTER_INPUT) {
    for (const { segment } of segmenter.segment(run.slice(start, start + MAX_SEGMENTER_INPUT)))
      words.push(segment);
  }
  return words;
}
