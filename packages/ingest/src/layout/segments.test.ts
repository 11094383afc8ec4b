import { expect, test } from "@jest/globals";

import { addGlyph, type Font, noGlyphs } from "./glyph.ts";
import { toSegments } from "./segments.ts";

const FONT: Font = {
  name: "Serif",
  bold: false,
  italic: false,
  monospace: false,
  ascent: 0.9,
  descent: -0.2,
};

/** Text set from `x` on, half an em for each character. */
function set(pieces: readonly { text: string; size: number; raised?: number }[]): string[] {
  const glyphs = noGlyphs();
  let x = 50;
  for (const { text, size, raised = 0 } of pieces) {
    for (const character of text) {
      addGlyph(glyphs, character, x, x + size / 2, 100 - raised, {
        font: FONT,
        size,
        angle: 0,
        hidden: undefined,
        headingLevel: undefined,
      });
      x += size / 2;
    }
  }
  return toSegments(glyphs).map((segment) => segment.text);
}

test("a raised note's mark does not become a digit of the figure that it stands at", () => {
  expect(
    set([
      { text: "January28,2023", size: 10 },
      { text: "1", size: 6, raised: 4 },
    ]),
  ).toEqual(["January28,2023 1"]);
});

test("a lowered digit stays with its letter, and one of the same size with its figure", () => {
  expect(
    set([
      { text: "CO", size: 10 },
      { text: "2", size: 6, raised: -2 },
      { text: "19", size: 10 },
    ]),
  ).toEqual(["CO219"]);
});
