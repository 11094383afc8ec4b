import { expect, test } from "@jest/globals";

import type { Line } from "./lines.ts";
import { toLineBlocks } from "./paragraphs.ts";

const RIGHT = 300;
const LEADING = 12;

/** Lines of 10 points from the left margin at 50 to the right one at 300, unless said otherwise. */
function lines(...given: readonly (Partial<Line> & { text: string })[]): Line[] {
  return given.map((line, index) => ({
    x0: 50,
    x1: RIGHT,
    y0: index * LEADING,
    y1: index * LEADING + 10,
    baseline: index * LEADING + 8,
    size: 10,
    bold: false,
    italic: false,
    monospace: false,
    order: index,
    edges: new Float32Array(2 * line.text.length),
    ...line,
  }));
}

function textsOf(...given: readonly (Partial<Line> & { text: string })[]): string[] {
  return toLineBlocks(lines(...given), RIGHT).map((block) => block.lines.map(({ text }) => text).join(" "));
}

test("keeps a line that is an address in the sentence that it ends", () => {
  expect(
    textsOf(
      { text: "The proceedings can be found on the pages of the society under" },
      { text: "https://example.org/a/long/path/to/the/proceedings", monospace: true },
      { text: "and in its library.", x1: 140 },
    ),
  ).toHaveLength(1);
});

test("keeps a listing apart from the text before it and behind it", () => {
  expect(
    textsOf(
      { text: "Start it with:", x1: 120 },
      { text: "redis-server", x0: 70, x1: 140, monospace: true },
      { text: "The server then listens on a port of its own for", x1: RIGHT },
    ),
  ).toHaveLength(3);
});

test("takes an initial at a line's start for a name, not for an item of a list", () => {
  expect(
    textsOf(
      { text: "Timo Schick, Jane Dwivedi-Yu, Roberto Dessì, Roberta Raileanu, and" },
      { text: "M. Lundberg. A unified approach to predictions.", x0: 70 },
      { text: "J. F. Gales and others of the same school.", x0: 70 },
    ),
  ).toHaveLength(1);
});

test("parts items that letters number", () => {
  expect(
    textsOf({ text: "A. The first of them.", x1: 160 }, { text: "B. The second of them.", x1: 165 }),
  ).toHaveLength(2);
});

test("does not part an entry whose further lines hang where a line of it ends short", () => {
  expect(
    textsOf(
      { text: "Jacob Cohen and a number of others. 1960." },
      { text: "A coefficient of agreement for scales.", x0: 60, x1: 200 },
      { text: "Educational and Psychological Measurement.", x0: 60, x1: 260 },
    ),
  ).toHaveLength(1);
});

test("takes a number at a line's start for the end of a reference where the line before it is full", () => {
  expect(
    textsOf(
      { text: "What is known of the disks of the machine stands in chapter" },
      { text: "3. If it is new, read on.", x1: 180 },
    ),
  ).toHaveLength(1);
});

test("parts the items of a list, full as their lines are", () => {
  expect(
    textsOf(
      { text: "1. A first item that fills the line up to the right margin" },
      { text: "2. A second item that does the same, up to the right margin" },
    ),
  ).toHaveLength(2);
});

test("keeps a listing with an empty line in it in one piece", () => {
  const text = "Words of the text that stands around the listing, up to its margin.";
  const code = { monospace: true, x0: 70, x1: 140 };
  const given = [
    { text },
    { text: "first();", ...code },
    { text: "}", ...code, baseline: 44 },
    { text, baseline: 68 },
  ];
  expect(textsOf(...given)).toEqual([text, "first(); }", text]);
});

test("keeps a listing in one piece on a page that holds nothing else, and parts the prose of a typewriter", () => {
  const typed = (given: readonly string[]): string[] =>
    textsOf(
      ...given.map((text, index) => {
        const y0 = (index + Math.ceil(index / 2)) * LEADING;
        return { text, monospace: true, y0, y1: y0 + 10, baseline: y0 + 8 };
      }),
    );
  expect(
    typed(["A = problem.A;", "m = size(A);", "# Make it symmetric.", "A = A + A';", "save(A)"]),
  ).toHaveLength(1);
  const letter = ["Dear Sirs,", "we thank you.", "The goods came.", "They are well.", "Yours"];
  expect(typed(letter).length).toBeGreaterThan(1);
});

test("parts a head in italics from the text below it, and no words in italics from their sentence", () => {
  expect(
    textsOf(
      { text: "International Segment", x1: 150, italic: true },
      { text: "Our operations in Canada are similar to those at home, and" },
      { text: "the same teams lead both.", x1: 160 },
    ),
  ).toEqual([
    "International Segment",
    "Our operations in Canada are similar to those at home, and the same teams lead both.",
  ]);
  expect(
    textsOf(
      { text: "The case was told at length in the pages of the quarterly" },
      { text: "Journal of Feline Medicine and Surgery of the same year, which", italic: true },
      { text: "Vets read.", x1: 100 },
    ),
  ).toHaveLength(1);
});

test("keeps the lines of an office apart from the text below the signature, though the name is in italics", () => {
  expect(
    textsOf(
      { text: "Richard Galanti", x1: 130, italic: true, baseline: 8 },
      { text: "Executive Vice President and Director", x1: 220, baseline: 18.5 },
      { text: "Pursuant to the requirements of the Act, this report has been", baseline: 36 },
      { text: "signed below by the following persons.", x1: 200, baseline: 48 },
    ),
  ).toHaveLength(3);
});

test("parts an exhibit's number at the right edge from the title below it, and no line that is centred over another", () => {
  expect(
    textsOf({ text: "Exhibit 23.1", x0: 240 }, { text: "CONSENT OF ACCOUNTANTS", x0: 110, x1: 240 }),
  ).toEqual(["Exhibit 23.1", "CONSENT OF ACCOUNTANTS"]);
  expect(
    textsOf({ text: "A TITLE", x0: 180, x1: 215 }, { text: "OF TWO LINES", x0: 165, x1: 230 }),
  ).toHaveLength(1);
});

test("keeps a bold run-in head that ends in its second line with its text", () => {
  const head = { text: "Leave-based donations to those who fell victim to", bold: true };
  const rest = { text: "Hurricane Sandy. Under these programs, employees may", opensBold: true };
  expect(textsOf(head, rest)).toHaveLength(1);
  expect(textsOf(head, { text: rest.text })).toHaveLength(2);
  expect(textsOf({ ...head, text: "The storm is over." }, rest)).toHaveLength(2);
});
