import type { Glyphs } from "./glyph.ts";

/** In ems: no gap between two letters of a word is as wide. */
const WORD_GAP = 0.12;
/** In ems: wider, it parts columns. */
const COLUMN_GAP = 0.95;
/** In ems: two letters side by side; how far the second reaches over a space that was drawn between them. */
const TOUCHING = 0.05;
const COVERED = 0.1;
/** In ems: less far apart, two glyphs stand on one line. */
const LEVEL = 0.1;
/** Covered spaces for each that stands, and undrawn ones for each covered, from which on covered ones part no words. */
const MIN_SHARE = 0.25;

/**
 * Whether a space that the next glyph covers parts no words on this page. A few programs, troff's among them, take back
 * spaces within words as part of their kerning, and leave those between words undrawn; elsewhere, words that touch were
 * only pressed together.
 */
export function coversSpacesInWords(glyphs: Glyphs): boolean {
  let covered = 0;
  let standing = 0;
  let undrawn = 0;
  let last: number | undefined;
  let space: number | undefined;
  for (let glyph = 0; glyph < glyphs.texts.length; glyph++) {
    if (glyphs.texts[glyph] === " ") {
      space = glyph;
      continue;
    }
    if (last !== undefined) {
      const gap = gapBetween(glyphs, last, glyph);
      if (gap !== undefined && space !== undefined) {
        if (isCovered(glyphs, space, glyph, gap)) covered += 1;
        else standing += 1;
      } else if (gap !== undefined && gap > WORD_GAP) undrawn += 1;
    }
    last = glyph;
    space = undefined;
  }
  return covered > MIN_SHARE * standing && undrawn > MIN_SHARE * covered;
}

/** Whether the glyph behind a drawn space touches the one before it; `gap` is between the two, in ems. */
export function isCovered({ x0s, x1s, styles }: Glyphs, space: number, glyph: number, gap: number): boolean {
  return gap < TOUCHING && x1s[space]! - x0s[glyph]! > COVERED * styles[glyph]!.size;
}

/** In ems; `undefined` where the glyphs are not neighbours on one line. */
function gapBetween(
  { x0s, x1s, baselines, styles }: Glyphs,
  last: number,
  glyph: number,
): number | undefined {
  const { size } = styles[glyph]!;
  const gap = (x0s[glyph]! - x1s[last]!) / size;
  const isNeighbour =
    Math.abs(baselines[glyph]! - baselines[last]!) < LEVEL * size && gap > -COVERED && gap < COLUMN_GAP;
  return isNeighbour ? gap : undefined;
}
