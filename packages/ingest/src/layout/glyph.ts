import type { Angle } from "./geometry.ts";

/**
 * A page's glyphs as drawn, in the file's order, column by column: `texts[i]`, `x0s[i]` and so on are of glyph `i`. Pages
 * have thousands, and kept as objects they would be most of the memory that reading a page takes. Coordinates are in
 * points of the displayed page (origin top-left), turned back by the angle of the text.
 */
export interface Glyphs {
  readonly texts: string[];
  /** Left and right edge along the direction of reading. */
  readonly x0s: number[];
  readonly x1s: number[];
  readonly baselines: number[];
  readonly styles: GlyphStyle[];
}

/** What glyphs that are drawn together have in common. */
export interface GlyphStyle {
  readonly font: Font;
  /** Height of an em, in points. */
  readonly size: number;
  /** Clockwise degrees by which the line of text is turned. */
  readonly angle: Angle;
  readonly hidden: HiddenText | undefined;
  /** Level, from 1, of the heading that the file tags it as a part of. */
  readonly headingLevel: number | undefined;
}

/** Why a reader of the page does not see the text. */
export type HiddenText = "invisible" | "white" | "tiny";

export function noGlyphs(): Glyphs {
  return { texts: [], x0s: [], x1s: [], baselines: [], styles: [] };
}

export function addGlyph(
  glyphs: Glyphs,
  text: string,
  x0: number,
  x1: number,
  baseline: number,
  style: GlyphStyle,
): void {
  glyphs.texts.push(text);
  glyphs.x0s.push(x0);
  glyphs.x1s.push(x1);
  glyphs.baselines.push(baseline);
  glyphs.styles.push(style);
}

export interface Font {
  readonly name: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** It holds signs and letters of formulas. */
  readonly math?: boolean;
  /** Height above and below the base line, in ems. */
  readonly ascent: number;
  readonly descent: number;
}
