import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { readingOrder } from "./reading-order.ts";
import { type Frame, type Settable, setText, shownBox } from "./set-text.ts";
import { faceOf } from "./typefaces.ts";

const length = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
const box = fc.record({ x: length(700), y: length(500), width: length(700), height: length(500) });

const paragraph: fc.Arbitrary<Settable> = fc.record({
  text: fc.oneof(
    fc.lorem({ maxCount: 30 }),
    fc.constantFrom("会社の売上は増えた。", "", "a", "Donaudampfschiff".repeat(9)),
  ),
  breaks: fc.constant([]),
  fontSize: fc.double({ min: 1, max: 96, noNaN: true }),
  bold: fc.boolean(),
  face: fc.constantFrom("Calibri", "Verdana", "?").map(faceOf),
  align: fc.constantFrom("left", "centre", "right"),
  marginLeft: length(200),
  firstIndent: length(100),
  lineSpacing: fc.double({ min: 0.5, max: 3, noNaN: true }),
  spaceBefore: length(40),
  spaceAfter: length(40),
});
const frame: fc.Arbitrary<Frame> = fc.record({
  box,
  insets: fc.record({ left: length(60), top: length(60), right: length(60), bottom: length(60) }),
  anchor: fc.constantFrom("top", "centre", "bottom"),
  wraps: fc.boolean(),
  rotation: fc.constantFrom(0, 0, 30, 90, 180, 271),
  textRotation: fc.constantFrom(0, 0, 90, 270),
});

describe("setting text", () => {
  test("keeps every line inside of its shape, and every character in one line", () => {
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 8 }), frame, (paragraphs, given) => {
        const seen = shownBox(given);
        for (const [index, lines] of setText(paragraphs, given).entries()) {
          const { text } = paragraphs[index]!;
          const covered = lines.map(({ start, end }) => text.slice(start, end)).join("");
          expect(covered.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
          for (const { box: line } of lines) {
            expect(line.x).toBeGreaterThanOrEqual(seen.x - 0.02);
            expect(line.y).toBeGreaterThanOrEqual(seen.y - 0.02);
            expect(line.x + line.width).toBeLessThanOrEqual(seen.x + seen.width + 0.02);
            expect(line.y + line.height).toBeLessThanOrEqual(seen.y + seen.height + 0.02);
          }
        }
      }),
    );
  });
});

describe("reading order", () => {
  test("loses and repeats nothing, and does not depend on the order given", () => {
    fc.assert(
      fc.property(fc.uniqueArray(box, { maxLength: 12, selector: ({ x, y }) => `${x} ${y}` }), (boxes) => {
        const items = boxes.map((one) => ({ box: one }));
        const ordered = readingOrder(items);
        expect(new Set(ordered)).toEqual(new Set(items));
        expect(ordered).toHaveLength(items.length);
        const shuffled = [...items].toSorted((a, b) => b.box.width - a.box.width || b.box.x - a.box.x);
        expect(readingOrder(shuffled)).toEqual(ordered);
      }),
      // Two that begin at one height, and are no higher than a hair.
      {
        examples: [
          [
            [
              { x: 700, y: 1e-9, width: 0, height: 0 },
              { x: 700, y: 0, width: 1e-9, height: 1e-9 },
            ],
          ],
        ],
      },
    );
  });

  test("reads columns from the right where the text does", () => {
    const items = [0, 1].map((column) => ({
      column,
      box: { x: column * 300, y: 0, width: 200, height: 400 },
    }));
    expect(readingOrder(items).map(({ column }) => column)).toEqual([0, 1]);
    expect(readingOrder(items, true).map(({ column }) => column)).toEqual([1, 0]);
  });

  test("takes a comparison's headings with what they head", () => {
    const at = (name: string, x: number, y: number, height: number) => ({
      name,
      box: { x, y, width: 300, height },
    });
    const items = [at("B", 360, 60, 40), at("b", 360, 100, 300), at("A", 20, 60, 40), at("a", 20, 100, 300)];
    expect(readingOrder(items).map(({ name }) => name)).toEqual(["A", "a", "B", "b"]);
  });
});
