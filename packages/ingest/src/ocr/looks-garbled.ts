/** Characters that are not white space: less text shows nothing. */
const MIN_CHARACTERS = 30;
/** As many show something when none of them can be text. */
const MIN_ALL_UNREADABLE = 4;
/** Share of characters that cannot be text. Bullets and symbols in fonts of their own stay far below. */
const MAX_UNREADABLE = 0.3;

/** From each end of a text. */
const SAMPLE_CHARACTERS = 600;

/** Words, and letters, below which nothing is said about words. */
const MIN_WORDS = 15;
const MIN_LETTERS = 100;
/**
 * Shares of the pairs of neighbouring letters. Of 2,467 pages of reports, papers, manuals and forms, 99.9 % are above
 * 0.29, and the lowest is 0.17, as Welsh is; letters that stand for others give 0.00 to 0.11.
 */
const NEVER_PAIRS = 0.1;
const SELDOM_PAIRS = 0.22;
/** Share of words, with that few common pairs. Of the same pages, 99.9 % are above 0.6. */
const MIN_WORDLIKE = 0.3;

/** Private use, unassigned, control and half characters, and what stands for those that could not be converted. */
const UNREADABLE = /[\p{Co}\p{Cn}\p{Cs}\p{Cc}\ufffd]/gu;
/** What some programs write for a glyph without a character. */
const GLYPH_NUMBER = /\(cid:\d+\)/g;

/** The fifty most frequent pairs of English letters: between a third and two thirds of those of any Latin-script language. */
const COMMON_PAIRS =
  "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur".split(
    " ",
  );
const LETTER_A = 0x61;
/** 1 where two letters, from `a`, are a common pair: at 26 times the first and the second. */
const IS_COMMON_PAIR = new Uint8Array(26 * 26);
for (const pair of COMMON_PAIRS) {
  IS_COMMON_PAIR[26 * (pair.charCodeAt(0) - LETTER_A) + pair.charCodeAt(1) - LETTER_A] = 1;
}
const LATIN = /\p{Script=Latin}/u;

/** Letters of one case, or a capital first, or capitals; parts joined by hyphens, apostrophes, stops or slashes. */
const WORD = /^(?:\p{Lu}?\p{Ll}+|\p{Lu}+)(?:[-'’./](?:\p{Lu}?\p{Ll}+|\p{Lu}+))*$/u;
const VOWEL = /[aeiouy]/i;

/**
 * Whether a text layer is not the text that the page shows: fonts without a mapping to characters, or with a wrong
 * one. Words are judged in Latin script only: other scripts never are garbage by the look of their letters.
 */
export function looksGarbled(text: string): boolean {
  const sample = sampleOf(text);
  return isUnreadable(sample) || isWordless(sample);
}

/** A page's fonts are seen at its two ends; all of a long text would cost more than laying it out. */
function sampleOf(text: string): string {
  return text.length <= 2 * SAMPLE_CHARACTERS
    ? text
    : `${text.slice(0, SAMPLE_CHARACTERS)} ${text.slice(-SAMPLE_CHARACTERS)}`;
}

function isUnreadable(text: string): boolean {
  const characters = text.replace(/\s+/g, "");
  if (characters.length < MIN_ALL_UNREADABLE) return false;
  const numbers = characters.match(GLYPH_NUMBER)?.join("").length ?? 0;
  const unreadable = characters.match(UNREADABLE)?.join("").length ?? 0;
  const most = characters.length < MIN_CHARACTERS ? 0.9 : MAX_UNREADABLE;
  return numbers + unreadable > most * characters.length;
}

function isWordless(text: string): boolean {
  // Accents apart: `ž` is a `z` to the statistics.
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  const pairs = commonPairs(plain);
  // As of nearly all pages: what follows takes ten times as long.
  if (pairs >= SELDOM_PAIRS) return false;
  const letters = count(text, /\p{L}/gu);
  const latin = count(text, /\p{Script=Latin}/gu);
  if (latin < MIN_LETTERS || latin < 0.6 * letters) return false;
  const words = plain.split(/\s+/).filter((word) => count(word, /\p{Script=Latin}/gu) >= 3);
  if (words.length < MIN_WORDS) return false;
  const wordlike = words.filter((word) => {
    const core = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
    return WORD.test(core) && VOWEL.test(core);
  });
  return pairs < NEVER_PAIRS || wordlike.length < MIN_WORDLIKE * words.length;
}

/** Share of neighbouring letters that are a common pair. */
function commonPairs(text: string): number {
  const lower = text.toLowerCase();
  let all = 0;
  let common = 0;
  let previous = NO_LETTER;
  for (let index = 0; index < lower.length; index++) {
    const letter = letterAt(lower, index);
    if (letter !== NO_LETTER && previous !== NO_LETTER) {
      all++;
      if (letter !== OTHER_LETTER && previous !== OTHER_LETTER) {
        common += IS_COMMON_PAIR[26 * previous + letter]!;
      }
    }
    previous = letter;
  }
  return all === 0 ? 0 : common / all;
}

const NO_LETTER = -1;
/** Of Latin script, and not one of the 26. */
const OTHER_LETTER = 26;

function letterAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code >= LETTER_A && code < LETTER_A + 26) return code - LETTER_A;
  return code >= 0x80 && LATIN.test(text[index]!) ? OTHER_LETTER : NO_LETTER;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
