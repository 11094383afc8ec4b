import { looksGarbled } from "../ocr/looks-garbled.ts";

/** What a page's text layer is worth. */
export type TextLayer =
  | "sound"
  /** The page draws something, and none of it is text. */
  | "none"
  /** A stamp or a page number on what is all image. */
  | "sparse"
  /** Characters that are not those that the page shows. */
  | "garbled"
  /** The page draws nothing. */
  | "blank";

/** A scan with less text than this, in characters, has none that is its own: away from the page's edges, and in all. */
const SPARSE_CHARACTERS = 80;
const STAMPS_CHARACTERS = 600;
/** Of the page's area. */
const COVERED = 0.5;

export function judgeTextLayer(page: {
  readonly text: string;
  /** Characters away from the top and foot of the page. */
  readonly inner: number;
  /** Anything but text that the page draws. */
  readonly drawings: number;
  /** Share of the page that images cover. */
  readonly covered: number;
}): TextLayer {
  const characters = page.text.replace(/\s+/g, "").length;
  if (characters === 0) return page.drawings > 0 ? "none" : "blank";
  if (looksGarbled(page.text)) return "garbled";
  const sparse = page.inner < SPARSE_CHARACTERS && characters < STAMPS_CHARACTERS;
  return sparse && page.covered > COVERED ? "sparse" : "sound";
}
