const WIDE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]`;
const BETWEEN_WIDE = new RegExp(String.raw`(?<=${WIDE})[^\S\n]*\n\s*(?=${WIDE})`, "gu");

/** Joins hard-wrapped lines: by a space, and by nothing in scripts that set none between words. */
export function joinLines(text: string): string {
  if (!text.includes("\n")) return text;
  return text.replace(BETWEEN_WIDE, "").replace(/\s*\n\s*/g, " ");
}
