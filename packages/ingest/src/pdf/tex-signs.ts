import type { PdfGlyph } from "./fonts.ts";
import type { Symbols } from "./symbols.ts";

/**
 * Signs below ASCII in the encodings of TeX's text fonts: the ligatures of OT1, and of T1 the quotation marks, dashes and
 * ligatures (LaTeX's `ot1enc.def`, `t1enc.def`). Fonts of bitmaps have neither names of glyphs nor a map to Unicode that
 * would tell.
 */
export const TEX_SIGNS: Symbols = new Map([
  [0x0b, "ff"],
  [0x0c, "fi"],
  [0x0d, "fl"],
  [0x0e, "ffi"],
  [0x0f, "ffl"],
  [0x10, "“"],
  [0x11, "”"],
  [0x15, "–"],
  [0x16, "—"],
  [0x1b, "ff"],
  [0x1c, "fi"],
  [0x1d, "fl"],
  [0x1e, "ffi"],
  [0x1f, "ffl"],
]);

/** Letters in a row by which a font is one of text; those of formulas, with Greek letters in these places, have none. */
const MIN_LETTERS = 3;

export function showsWords(items: readonly (PdfGlyph | number)[]): boolean {
  let letters = 0;
  for (const item of items) {
    if (typeof item === "number") continue;
    letters = /^[a-z]$/.test(item.unicode) ? letters + 1 : 0;
    if (letters === MIN_LETTERS) return true;
  }
  return false;
}
