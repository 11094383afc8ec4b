/** Wide forms of Latin letters stand in words, which spaces part. */
const CJK = "(?![\uff21-\uff3a\uff41-\uff5a])[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]";
const CJK_END = new RegExp(`${CJK}$`);
const CJK_START = new RegExp(`^${CJK}`);

/** A word's part and a hyphen that may be the line end's own: before small letters, and between capitals. */
const PARTED = /\p{L}[-\u2010\u00ad]$/u;
const PARTED_CAPITALS = /\p{Lu}{2}[-\u2010\u00ad]$/u;
/** Dashes and hyphens that tie what stands on both sides of them: `COVID-19`, `2116–2129`. */
const TIED = /[\p{L}\p{N}][-\u2010-\u2014]$/u;
/** Signs at which an address is broken. */
const ADDRESS_SIGN = /[/.\-_=&?%#:~]$/;
const ADDRESS = /(?:https?:\/\/|www\.|doi\.org\/|\bdoi:\s?10\.)\S*$/i;
/** No longer piece of an address stands at a line's end. */
const LOOK_BACK = 200;

/**
 * What stands between two lines of one text: a space; nothing between East Asian characters, behind a hyphen or dash
 * that is the text's own, and in an address; a newline behind a hyphen that may be the line end's own (`ef-\nficient`).
 */
export function separatorBetween(before: string, after: string): "" | " " | "\n" {
  const end = before.slice(-LOOK_BACK);
  // A pattern for the end of a text looks through all of it.
  const last = end.slice(-4);
  if (PARTED.test(last) && /^\p{Ll}/u.test(after)) return "\n";
  if (PARTED_CAPITALS.test(last) && /^\p{Lu}{2}/u.test(after)) return "\n";
  if (CJK_END.test(last) && CJK_START.test(after)) return "";
  if (TIED.test(last) && /^[\p{L}\p{N}]/u.test(after)) return "";
  return ADDRESS_SIGN.test(last) && ADDRESS.test(end) && goesOnAddress(last, after) ? "" : " ";
}

/** The lines of one text, joined, and the offset at which each begins. */
export function joinTexts(
  lines: readonly { readonly text: string }[],
  separator?: string,
): { readonly text: string; readonly starts: readonly number[] } {
  let text = "";
  const starts: number[] = [];
  for (const line of lines) {
    if (starts.length > 0) text += separator ?? separatorBetween(text, line.text);
    starts.push(text.length);
    text += line.text;
  }
  return { text, starts };
}

/** A full stop may end the sentence instead; what follows it there is no capital, and has no space before its end. */
function goesOnAddress(last: string, after: string): boolean {
  return last.endsWith(".") ? /^[a-z\d]/.test(after) : /^[\w%~?#&=]/.test(after);
}
