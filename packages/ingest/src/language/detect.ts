import { franc } from "franc-min";

import { ISO_639_1 } from "./iso-639.ts";

/** Letters enough for n-gram statistics to settle; more only costs time. */
const SAMPLE_LETTERS = 4_000;

/** UTF-16 units looked through for those letters at each of three places; tables are mostly figures. */
const WINDOW = 20_000;

/** With fewer letters a guess is noise: "Net sales" is found to be Tagalog. */
const MIN_LETTERS = 12;

/**
 * From this many letters on, trigram counts suffice. Short texts need a detector with a large vocabulary, which costs
 * 400 ms and 160 MB of memory when it is first loaded: too much for a long document, which does not need it.
 */
const LONG = 600;

/** A character of these scripts says as much as a syllable or a word. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu;
const DENSE_WEIGHT = 3;

/**
 * Tells a text's main language: ISO 639-1 code, `und` when it cannot be told (too short, mostly figures, not a
 * language). Long texts are sampled at beginning, middle and end.
 */
export async function detectLanguage(sample: string): Promise<string> {
  const text = excerpt(sample);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const dense = text.match(DENSE)?.length ?? 0;
  if (letters + dense * (DENSE_WEIGHT - 1) < MIN_LETTERS) return "und";
  if (letters >= LONG) return ISO_639_1[franc(text)] ?? "und";
  const { eld } = await import("eld/small");
  const result = eld.detect(text);
  return result.isReliable() ? result.language : "und";
}

function excerpt(text: string): string {
  if (text.length <= WINDOW) return words(text).slice(0, SAMPLE_LETTERS).toWellFormed();
  const middle = Math.floor((text.length - WINDOW) / 2);
  return [text.slice(0, WINDOW), text.slice(middle, middle + WINDOW), text.slice(-WINDOW)]
    .map((part) => words(part).slice(0, SAMPLE_LETTERS / 3))
    .join(" ")
    .toWellFormed();
}

/** Figures and signs belong to no language. */
function words(text: string): string {
  return text.replace(/[^\p{L}\p{M}'’]+/gu, " ");
}
