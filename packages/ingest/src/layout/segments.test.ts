import { expect, test } from "@jest/globals";

import { addGlyph, type Font, type GlyphStyle, noGlyphs } from "./glyph.ts";
import { toSegments } from "./segments.ts";

const FONT: Font = {
  name: "Serif",
  bold: false,
  italic: false,
  monospace: false,
  ascent: 0.9,
  descent: -0.2,
};

const STYLE: GlyphStyle = { font: FONT, size: 10, angle: 0, hidden: undefined, headingLevel: undefined };

/** Text set from `x` on, half an em for each character. */
function set(pieces: readonly { text: string; size: number; raised?: number }[]): string[] {
  const glyphs = noGlyphs();
  let x = 50;
  for (const { text, size, raised = 0 } of pieces) {
    for (const character of text) {
      addGlyph(glyphs, character, x, x + size / 2, 100 - raised, { ...STYLE, size });
      x += size / 2;
    }
  }
  return toSegments(glyphs).map((segment) => segment.text);
}

test("an accent stays with its letter, however wide both are, and raised over a capital", () => {
  const glyphs = noGlyphs();
  const signs: [string, number, number, number][] = [
    ["¨", 51.2, 56.2, 97.9],
    ["A", 50, 57.5, 100],
    ["f", 57.5, 60, 100],
    ["¨", 60.3, 65.3, 100.4],
    ["u", 60, 65.6, 100],
    ["r", 65.6, 69, 100],
    ["¨", 70.3, 75.3, 97.9],
    ["A", 69, 76.5, 100],
    ["t", 76.5, 80, 100],
    ["A", 80, 87.5, 100],
    ["¨", 81.2, 86.2, 97.9],
    ["n", 87.5, 92, 100],
  ];
  for (const [text, x0, x1, baseline] of signs) addGlyph(glyphs, text, x0, x1, baseline, STYLE);
  expect(toSegments(glyphs)).toMatchObject([{ text: "ÄfürÄtÄn", baseline: 100 }]);
});

test("words part in an entry of a list of contents, however many dots lead to its page", () => {
  const glyphs = noGlyphs();
  let x = 50;
  for (const word of ["Minor", "Results"]) {
    for (const letter of word) addGlyph(glyphs, letter, x, (x += 5), 100, STYLE);
    x += 3;
  }
  for (let dot = 0; dot < 30; dot++) addGlyph(glyphs, ".", (x += 4.4), (x += 2.8), 100, STYLE);
  expect(toSegments(glyphs)[0]!.text).toMatch(/^Minor Results (?:\. ){29}\.$/);
});

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

/** Words as a program sets them that kerns with spaces (`_`), which it takes back; words are apart by `|`, undrawn. */
function setKerned(lines: readonly string[]): string[] {
  const glyphs = noGlyphs();
  for (const [line, text] of lines.entries()) {
    let x = 50;
    for (const character of text) {
      if (character === "_") addGlyph(glyphs, " ", x, x + 2.5, 100 + 12 * line, STYLE);
      else if (character === "|") x += 2.5;
      else addGlyph(glyphs, character, x, (x += 5), 100 + 12 * line, STYLE);
    }
  }
  return toSegments(glyphs).map((segment) => segment.text);
}

test("a space that the next letter covers parts no words where words are apart without one", () => {
  expect(setKerned(["Go|is|open|sourc_e|sof_tware", "prog_ramming"])).toEqual([
    "Go is open source software",
    "programming",
  ]);
  expect(setKerned(["seen_|at_www.example.org,_|where_|words_|touch"])).toEqual([
    "seen at www.example.org, where words touch",
  ]);
});
