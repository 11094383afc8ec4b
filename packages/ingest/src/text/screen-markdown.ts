/** Pictures inside the text itself, and nothing to read. */
const DATA_URI = /\bdata:[\w.+-]+\/[\w.+-]+;base64,[\w+/=]+/g;

/**
 * Markdown's emphasis and links take quadratic time within a line (100,000 characters of `_a` take 10 s); of this
 * length, the worst takes half a second.
 */
const MAX_LINE = 20_000;

/** Levels of lists and quotations; the parser calls itself for each, and people stop at six. */
const MAX_NESTING = 60;

const NESTED = new RegExp(String.raw`^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){${MAX_NESTING}}`, "m");
const DEEP_ITEM = new RegExp(String.raw`^(?: {2}|\t){${MAX_NESTING}}[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]`, "m");

/** The Markdown without embedded pictures, or `undefined` where a parser would take no end. */
export function screenMarkdown(source: string): string | undefined {
  const text = source.includes(";base64,") ? source.replace(DATA_URI, "data:") : source;
  if (text.split("\n").some((line) => line.length > MAX_LINE)) return undefined;
  // A rule of sixty hyphens is no nesting.
  const withoutRules = text.replace(/^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$/gm, "");
  return NESTED.test(withoutRules) || DEEP_ITEM.test(withoutRules) ? undefined : text;
}
