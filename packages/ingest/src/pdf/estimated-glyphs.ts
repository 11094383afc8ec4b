import type { PDFPageProxy } from "pdfjs-dist";

import { turnBack } from "../layout/geometry.ts";
import { addGlyph, type Font, noGlyphs } from "../layout/glyph.ts";
import { describeFont } from "./fonts.ts";
import type { PageGlyphs } from "./glyphs.ts";
import { type Matrix, multiply } from "./matrix.ts";
import { angleOf } from "./page-replay.ts";

/**
 * The glyphs of a page whose drawing operators cannot be replayed, from pdf.js's text alone: each run's place is known,
 * and its characters are spread evenly over it. Errors have a median of 1 to 3 points and reach 13; hidden text cannot
 * be told.
 */
export async function estimateGlyphs(page: PDFPageProxy): Promise<PageGlyphs> {
  const { items, styles } = await page.getTextContent();
  const viewport = page.getViewport({ scale: 1 });
  const base = viewport.transform as unknown as Matrix;
  const fonts = new Map<string, Font>();
  for (const [name, { fontFamily, ascent, descent, vertical }] of Object.entries(styles)) {
    fonts.set(name, describeFont({ name: fontFamily, ascent, descent, vertical }));
  }
  const glyphs = noGlyphs();
  for (const item of items) {
    if (!("str" in item) || item.str === "") continue;
    const [a, b, c, d, e, f] = multiply(base, item.transform as unknown as Matrix);
    const angle = angleOf(a, b);
    const [x, baseline] = turnBack(e, f, angle, viewport.width, viewport.height);
    const characters = [...item.str];
    const style = {
      font: fonts.get(item.fontName)!,
      size: Math.hypot(c, d),
      angle,
      hidden: undefined,
      headingLevel: undefined,
    };
    const step = item.width / characters.length;
    const long = Math.hypot(a, b);
    characters.forEach((text, index) => {
      const left = e + (index * step * a) / long;
      const top = f + (index * step * b) / long;
      if (left < -1 || left > viewport.width + 1 || top < -1 || top > viewport.height + 1) return;
      addGlyph(glyphs, text, x + index * step, x + (index + 1) * step, baseline, style);
    });
  }
  return { glyphs, rules: [], fills: [], images: [], curves: [], annotations: [] };
}
