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
  readonly hidden?: HiddenText;
  /** Level, from 1, of the heading that the file tags it as a part of. */
  readonly headingLevel?: number;
}

/** Why a reader of the page does not see the text. */
export type HiddenText = "invisible" | "white" | "tiny";

export interface Font {
  readonly name: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** Height above and below the base line, in ems. */
  readonly ascent: number;
  readonly descent: number;
}
