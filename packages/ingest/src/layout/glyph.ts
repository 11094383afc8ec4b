import type { Angle } from "./geometry.ts";

/** A glyph as drawn, in points of the displayed page (origin top-left). */
export interface Glyph {
  readonly text: string;
  /** Left and right edge along the direction of reading, before rotation by `angle`. */
  readonly x0: number;
  readonly x1: number;
  /** Base line, before rotation by `angle`. */
  readonly baseline: number;
  /** Height of an em. */
  readonly size: number;
  /** Index into `PageGlyphs.fonts`. */
  readonly font: number;
  /** Clockwise degrees by which the line of text is turned: coordinates above are of the page turned back. */
  readonly angle: Angle;
  readonly hidden: HiddenText | undefined;
  /** Level, from 1, of the heading that the file tags it as a part of. */
  readonly headingLevel: number | undefined;
}

/**
 * A page's glyphs in the file's order, column by column: `texts[i]`, `x0s[i]` and so on are of glyph `i`. Pages have
 * thousands, and kept as objects they would be most of the memory that reading a page takes.
 */
export interface Glyphs {
  readonly texts: string[];
  readonly x0s: number[];
  readonly x1s: number[];
  readonly baselines: number[];
  readonly sizes: number[];
  readonly fonts: number[];
  readonly angles: Angle[];
  readonly hidden: Glyph["hidden"][];
  readonly headingLevels: Glyph["headingLevel"][];
}

/** Why a reader of the page does not see the text. */
export type HiddenText = "invisible" | "white" | "tiny";

export function noGlyphs(): Glyphs {
  return {
    texts: [],
    x0s: [],
    x1s: [],
    baselines: [],
    sizes: [],
    fonts: [],
    angles: [],
    hidden: [],
    headingLevels: [],
  };
}

export function addGlyph(glyphs: Glyphs, glyph: Glyph): void {
  glyphs.texts.push(glyph.text);
  glyphs.x0s.push(glyph.x0);
  glyphs.x1s.push(glyph.x1);
  glyphs.baselines.push(glyph.baseline);
  glyphs.sizes.push(glyph.size);
  glyphs.fonts.push(glyph.font);
  glyphs.angles.push(glyph.angle);
  glyphs.hidden.push(glyph.hidden);
  glyphs.headingLevels.push(glyph.headingLevel);
}

export interface Font {
  readonly name: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** Height above and below the base line, in ems. */
  readonly ascent: number;
  readonly descent: number;
}
