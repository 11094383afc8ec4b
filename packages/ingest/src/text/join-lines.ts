const WIDE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]`;
const WIDE_CHARACTER = new RegExp(WIDE, "u");
const BETWEEN_WIDE = new RegExp(String.raw`(?<=${WIDE})[^\S\n]*\n\s*(?=${WIDE})`, "gu");

/** Whether a character is of a script that sets no spaces between words. */
export function isSetWithoutSpaces(character: string | undefined): boolean {
  return character !== undefined && WIDE_CHARACTER.test(character);
}

/** Joins hard-wrapped lines: by a space, and by nothing in scripts that set none between words. */
export function joinLines(text: string): string {
  if (!text.includes("\n")) return text;
  return text.replace(BETWEEN_WIDE, "").replace(/\s*\n\s*/g, " ");
}
