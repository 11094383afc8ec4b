import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";

import { columnsOf } from "./columns.ts";
import { wrap } from "./wrap.ts";

const pieces = (text: string, width: number): string[] =>
  wrap(text, width).map((line) => text.slice(line.start, line.end));

describe("wrap", () => {
  test("breaks between words and drops the spaces at which it breaks", () => {
    expect(pieces("aaa bbb  ccc", 7)).toEqual(["aaa bbb", "ccc"]);
    expect(pieces("aaa bbb  ccc", 8)).toEqual(["aaa bbb", "ccc"]);
    expect(pieces("aaa bbb", 5)).toEqual(["aaa", "bbb"]);
  });

  test("breaks a word only when it is longer than a line", () => {
    expect(pieces("a abcdefgh i", 4)).toEqual(["a", "abcd", "efgh", "i"]);
  });

  test("breaks between wide characters, which take two columns, and keeps a full stop with its line", () => {
    expect(pieces("漢字漢字漢字", 4)).toEqual(["漢字", "漢字", "漢字"]);
    expect(pieces("漢字漢。字", 6)).toEqual(["漢字", "漢。字"]);
  });

  test("keeps line feeds, blank lines and the indentation of code", () => {
    expect(pieces("if x\n\n  y\n", 20)).toEqual(["if x", "", "  y", ""]);
  });

  test("keeps combining marks with their letter", () => {
    expect(pieces("e\u0301e\u0301e\u0301", 2)).toEqual(["e\u0301e\u0301", "e\u0301"]);
  });

  test("loses nothing but white space, keeps order and never exceeds the width", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "bc", " ", "  ", "\n", "漢", "。", "😀", "e\u0301", "-"),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 12 }), (text, width) => {
        const lines = wrap(text, width);
        let at = 0;
        for (const line of lines) {
          expect(line.start).toBeGreaterThanOrEqual(at);
          expect(text.slice(at, line.start).trim()).toBe("");
          const shown = text.slice(line.start, line.end);
          expect(line.columns).toBe(columnsOf(shown));
          expect(line.columns).toBeLessThanOrEqual(width);
          expect(shown.isWellFormed()).toBe(true);
          at = line.end;
        }
        expect(text.slice(at).trim()).toBe("");
      }),
      { numRuns: 2000 },
    );
  });
});
