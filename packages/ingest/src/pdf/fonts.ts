import type { PDFPageProxy } from "pdfjs-dist";

import type { Font } from "../layout/glyph.ts";
import { type FontStyle, PLAIN } from "./font-styles.ts";

/** What of pdf.js's glyphs and fonts is used; its types leave them open. */
export interface PdfGlyph {
  readonly unicode: string;
  readonly width: number;
  readonly isSpace: boolean;
  readonly vmetric?: readonly [number, number, number] | null;
}

export interface PdfFont {
  readonly name?: string;
  readonly fontMatrix?: readonly number[];
  readonly isType3Font?: boolean;
  /** In glyph units: left, bottom, right, top. */
  readonly bbox?: readonly number[];
  readonly vertical?: boolean;
  readonly ascent?: number;
  readonly descent?: number;
  readonly bold?: boolean;
  readonly black?: boolean;
  readonly italic?: boolean;
  readonly defaultVMetrics?: readonly [number, number, number];
}

/** What ascent and descent of most faces add up to, in ems. */
const LINE_OF_EM = 1.12;

export function lookUpFont(page: PDFPageProxy, name: string): PdfFont {
  try {
    return (page.commonObjs.get(name) ?? {}) as PdfFont;
  } catch {
    // Not resolved: the font is broken and pdf.js draws with a substitute.
    return {};
  }
}

/**
 * Height of an em, in text space at size 1. A Type 3 font has none of its own: its matrix may be anything. There the
 * font's bounds tell it, or, where they are missing, the width of the glyphs that are shown first.
 */
export function emHeight(font: PdfFont, shown: readonly (PdfGlyph | number)[]): number {
  if (!font.isType3Font) return 1;
  const scale = Math.abs(font.fontMatrix?.[3] ?? 0.001);
  const shownGlyphs = shown.filter((item) => typeof item !== "number");
  const letters = shownGlyphs.filter((glyph) => !glyph.isSpace).map(({ width }) => width);
  // A space is about half as wide as a letter.
  const widths = letters.length > 0 ? letters : shownGlyphs.map(({ width }) => 2 * width);
  const meanWidth = widths.reduce((sum, width) => sum + Math.abs(width), 0) / Math.max(1, widths.length);
  const [, bottom = 0, , top = 0] = font.bbox ?? [];
  const height = Math.abs(top - bottom);
  const plausible = height > 0.5 * meanWidth && height < 10 * meanWidth;
  return scale * (plausible ? height / LINE_OF_EM : 2 * meanWidth);
}

/** Of TeX's families: Computer Modern's bold is BX, that of the fonts which stand for Times and Palatino is Medi. */
const BOLD =
  /bold|black|heavy|semibd|demi|(?:cm|cmss|sf|ec|lm)bx|[-_ ]medi(?!um)|lin(?:libertine|biolinum)[to]?[bz]/i;
const ITALIC =
  /(?<!dig|cap)ital|obli|slanted|(?:cm|sf|ec|lm)(?:ti|sl)|lin(?:libertine|biolinum)[to]?[bz]?[io]/i;
const MONOSPACE = /mono|courier|consol|menlo|typewriter|letter ?gothic|nimbusmon|(?:cm|sf|ec|lm)tt|code/i;
/** TeX's families of signs and of slanted letters, and those of other typesetters. */
const MATH =
  /^(?:cm(?:ex|sy|mi|bsy|mib)|lm(?:ex|sy|mi|math)|ms[ab]m|eu(?:ex|fm|rm|sm)|(?:tx|px|new)(?:ex|sy|mi)|stmary|rsfs|esint|mt(?:ex|sy|mi))\w*|math/i;
/** Foundries' short forms, behind the family's name: `MyriadPro-It`, `DINNeuzeitGroteskStd-BdCond`. */
const SHORT_BOLD = /[-_ ,](?:Bd|Bld|Blk|Hv|Hvy|Semi)(?![a-z])/;
const SHORT_ITALIC = /[-_ ,](?:[A-Z][a-z]+)?It(?![a-z])/;

/** @param style what is known beside the font's name */
export function describeFont(font: PdfFont, style: FontStyle = PLAIN): Font {
  const name = (font.name ?? "").replace(/^[A-Z]{6}\+/, "");
  const { ascent = 0, descent = 0 } = font;
  return {
    name,
    bold: style.bold || font.bold === true || font.black === true || BOLD.test(name) || SHORT_BOLD.test(name),
    italic: style.italic || font.italic === true || ITALIC.test(name) || SHORT_ITALIC.test(name),
    monospace: MONOSPACE.test(name),
    math: MATH.test(name),
    // Some fonts give 0, or the height of their tallest accent.
    ascent: ascent > 0.3 && ascent < 1.3 ? ascent : 0.9,
    descent: descent < 0 && descent > -0.6 ? descent : -0.22,
  };
}
