import { isNumbering } from "./enumerators.ts";
import type { LanguageRules } from "./languages.ts";

/** Text before and after a place that is looked at to judge it. */
const REACH = 200;

/** Rows of dots, rules and brackets are no sentences. */
export const SAYS_SOMETHING: RegExp = /[\p{L}\p{N}\p{S}]/u;

const OPENERS = /^["“‘'«„‚¿¡([{「『《〈【\s]+/u;
const STOP =
  /([.!?…。！？｡।॥؟۔։።]+(?:\s\.+)*|\p{STerm})[\s"”’'»«“›)\]}」』》〉】*†‡§¹²³⁰-⁹]*(?:\[\d{1,3}(?:[\s,;–-]+\d{1,3})*\]|\d{1,3}(?:[,–-]\d{1,3})*)?[\s"”’'»)\]]*$/u;
const CLOSED_QUOTE = /["”’'»«“›」』]\s*$/u;

/** Stops that no abbreviation, number or address contains; these end a sentence without a space behind them. */
const CLEAR_STOP = /[。！？｡।॥؟۔։።]/u;
const CASELESS = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Judges whether a sentence that began at `start` ends before `at`, a place that `candidates` named. */
export function endsSentence(text: string, start: number, at: number, rules: LanguageRules): boolean {
  const before = text.slice(Math.max(start, at - REACH), at);
  const after = text.slice(at, at + REACH);
  const sentence = before.trim();
  if (at - start <= REACH && (isNumbering(sentence) || !SAYS_SOMETHING.test(sentence))) return false;
  const stop = STOP.exec(before);
  if (!stop) return false;
  const head = before.slice(0, stop.index);
  const mark = stop[1]!;
  const next = after.replace(OPENERS, "");

  if (CLEAR_STOP.test(mark)) return !insideBrackets(before, text, at) && !goesOnAfterQuote(before, after);
  if (!/\s$/.test(before)) return mark !== "." && CASELESS.test(next);
  if (/^[,;:]/.test(next)) return false;
  if (next.startsWith(".")) return isStopBeforeOmission(head, after);
  if (beginsLowerCase(next)) return false;
  if (/[[(]\s?(?:\.\s?\.\s?\.|…)\s?[\])]["”’'»]*\s*$/.test(before)) return false;
  if (isCitation(after) || insideBrackets(before, text, at)) return false;
  if (CLOSED_QUOTE.test(before) && rules.speech?.test(after)) return false;
  if (isEllipsis(mark)) return endsWithEllipsis(head, mark, next, rules);
  if (mark !== ".") return true;
  if (/["”’»)\]\d]\s*$/u.test(before.slice(stop.index + 1)) && !/^\d/.test(next)) return true;
  return endsWithFullStop(head, next, after, rules);
}

/** "she said", but not "iPhone": a name may begin small. */
function beginsLowerCase(next: string): boolean {
  return /^\p{Ll}/u.test(next) && !/^\p{Ll}{1,3}\p{Lu}/u.test(next);
}

/** "(Smith 55)." behind a quotation: the stop that ends the sentence is the one behind the brackets. */
function isCitation(after: string): boolean {
  return /^\s*[([][^()[\]]{1,60}[)\]]\s*[.;,]/.test(after);
}

function isEllipsis(mark: string): boolean {
  return mark.includes("…") || /\.\s?\.\s?\./.test(mark);
}

/** "compounds. . . . The practice": of four dots set apart, the first ends the sentence, the others omit its neighbour. */
function isStopBeforeOmission(head: string, after: string): boolean {
  return /\S$/.test(head) && /^\.\s\.\s\.\s+["“‘]?\p{Lu}/u.test(after);
}

/** Dots that lead to a page number end nothing; three of them behind a space stand for words left out or unsaid. */
function endsWithEllipsis(head: string, mark: string, next: string, rules: LanguageRules): boolean {
  const dots = mark.match(/\./g)?.length ?? 0;
  if (dots > 4 || !/^[\p{Lu}\p{Lo}]/u.test(next)) return false;
  if (dots !== 3 || !/\s$/.test(head)) return true;
  const opening = /^[\p{L}\p{M}]+/u.exec(next)![0];
  return opening.length > 1 && rules.starters.has(opening.toLowerCase());
}

const TIME_ALONE = /^\W*(?:at|by|around|about|until|before|after|from|since|on)\s+\S+\s+[ap]\.m$/i;
const AFTER_TIME =
  /^(?:\(|(?:eastern|central|pacific|mountain|local|greenwich|coordinated|est|edt|et|cst|cdt|ct|pst|pdt|pt|mst|mdt|mt|gmt|utc|cet|cest|bst|jst|mon|tues?|wednes|thurs?|fri|satur|sun|january|february|march|april|may|june|july|august|september|october|november|december)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day)/i;

/** The word before a full stop, with the stops inside it: "U.S", "e.g", "Corp", "3". */
const LONGEST_WORD = 60;
const LAST_WORD = /[\p{L}\p{M}\p{N}.°º№ª'’-]*$/u;

function endsWithFullStop(head: string, next: string, after: string, rules: LanguageRules): boolean {
  const word = LAST_WORD.exec(head.slice(-LONGEST_WORD))![0].replace(/^[.'’-]+/, "");
  // An article may be tied to it: "l'art. 5".
  const key = word.toLowerCase().replace(/^\p{L}{1,5}['’](?=\p{L}{2})/u, "");
  const opening = /^[\p{L}\p{M}'’-]+/u.exec(next)?.[0] ?? "";
  const starter = rules.starters.has(opening.toLowerCase());
  const number = isNumber(next);

  if (isSpacedAbbreviation(head, rules)) return false;
  if (/^[ap]\.m$/i.test(key)) return !TIME_ALONE.test(head) && !AFTER_TIME.test(next);
  if (rules.open.has(key) || isTitle(word, rules)) return false;
  if (rules.beforeNumber.has(key) && number) return false;
  if (/^\d{1,3}[A-Z]?$/.test(word) && /\bitem\s+\S+$/i.test(head)) return starter;
  if (/^(?:\p{L}\p{M}*)$/u.test(word)) return endsWithLetter(head, word, opening, next, starter);
  if (/^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(word) || rules.either.has(key))
    return starter && !/^\s*[([]/.test(after);
  if (/^\d{1,2}$/.test(word) && rules.ordinals) return starter;
  // "Rs. 500", "Bldg. 5": short, capital, unknown. An acronym in capitals ends a sentence like any word.
  if (number && /^\p{Lu}\p{Ll}{1,3}$/u.test(word)) return false;
  return true;
}

/** "5", "№ 5", "XII", "A", "ABC-12"; but not "I" as who speaks. */
function isNumber(next: string): boolean {
  return (
    /^(?:[\d№#§]|[\p{Lu}-]*\d|[IVXLC]+(?!\p{L})|[A-Z](?!\p{L}))/u.test(next) && !/^[IA]\s\p{Ll}/u.test(next)
  );
}

/** Surnames that are also words that begin sentences: "K. He, X. Zhang". */
const SHORT_NAMES = /^(?:He|She|You|An|So|My|To|Do|We|In|On|A|I)(?=,|\s+(?:and|et|&)\s)/;

/** An initial, or a letter that a sentence ends with: "J. Smith", "you and I.", "vitamin C.". */
function endsWithLetter(
  head: string,
  letter: string,
  opening: string,
  next: string,
  starter: boolean,
): boolean {
  const previous = /([\p{L}\p{M}'’-]+)\s+\S*$/u.exec(head)?.[1];
  const afterWord = previous !== undefined && /^\p{Ll}/u.test(previous);
  if (letter === "I" && afterWord) return true;
  // Lower-case letters are units, variables and items of lists, and scripts without case know initials too.
  return starter && opening.length > 1 && previous !== undefined && !SHORT_NAMES.test(next);
}

/** "z. B.", "d. h.", "т. е.": abbreviations whose parts are set apart. */
function isSpacedAbbreviation(head: string, rules: LanguageRules): boolean {
  const joined = /(?:^|[\s(])((?:\p{L}\.\s){1,3}\p{L})$/u.exec(head)?.[1];
  return joined !== undefined && rules.open.has(joined.replace(/\s/g, "").toLowerCase());
}

function isTitle(word: string, rules: LanguageRules): boolean {
  return /^\p{Lu}/u.test(word) && rules.titles.has(word.toLowerCase());
}

const PAIRS: Readonly<Record<string, string>> = {
  "(": ")",
  "（": "）",
  "「": "」",
  "『": "』",
  "“": "”",
  "«": "»",
  "„": "“",
};
const PAIRED = /[(（「『“«„)）」』”»]/gu;

/** Quotations longer than this are passages: their sentences are sentences. */
const MAX_QUOTATION = 200;

/**
 * Whether the place is within brackets, or within a short quotation, that the sentence goes on after: "science (He
 * was an engineer. He liked it.) at the University".
 */
function insideBrackets(before: string, text: string, at: number): boolean {
  const open: { mark: string; at: number }[] = [];
  for (const { 0: mark, index } of before.matchAll(PAIRED)) {
    const top = open.at(-1);
    if (top && PAIRS[top.mark] === mark) open.pop();
    else if (mark in PAIRS) open.push({ mark, at: index });
  }
  const top = open[0];
  if (!top) return false;
  // What begins the sentence is a sentence in brackets, not a remark in one.
  if (top.at === 0 && top.mark === "(") return false;
  const behind = text.slice(at, at + MAX_QUOTATION);
  const close = behind.indexOf(PAIRS[top.mark]!);
  if (close < 0) return false;
  const rest = behind.slice(close + 1).trimStart();
  // Nothing tells in scripts without capitals whether the sentence goes on behind; quotations are short there.
  return CLEAR_STOP.test(before.trimEnd().at(-1) ?? "") || /^[\p{Ll},;:]/u.test(rest);
}

/** "「…。」と言った", "“……。”他说": who speaks comes behind the quotation. */
function goesOnAfterQuote(before: string, after: string): boolean {
  if (!/[」』”"）)]\s*$/.test(before)) return false;
  return (
    /^[\p{Script=Hiragana}、，,]/u.test(after) ||
    /^[^。！？\s]{0,12}(?:说|說|道|问|問|表示|指出|称|稱|回答)/.test(after)
  );
}
