import { expect, test } from "@jest/globals";

import { joinAccents } from "./accents.ts";

/** Each character at its place, ten points wide. */
function joined(...places: readonly (readonly [text: string, x: number])[]): [string, number[], number[]] {
  const { texts, x0s, x1s } = joinAccents({
    texts: places.map(([text]) => text),
    x0s: places.map(([, x]) => x),
    x1s: places.map(([, x]) => x + 10),
  });
  return [texts.join(""), x0s, x1s];
}

test("an accent drawn over a letter becomes one with it, whichever is drawn first", () => {
  expect(joined(["J", 0], ["´", 10], ["a", 11], ["n", 21])).toEqual(["Ján", [0, 10, 21], [10, 21, 31]]);
  expect(joined(["c", 0], ["ˇ", 1])).toEqual(["č", [0], [11]]);
  expect(joined(["¨", 2], ["ı", 0])).toEqual(["ï", [0], [12]]);
});

test("an accent beside a letter, and one that no letter has, stay as they are", () => {
  expect(joined(["`", 0], ["a", 10], ["`", 20])[0]).toBe("`a`");
  expect(joined(["ˆ", 0], ["x", 1])[0]).toBe("ˆx");
  expect(joined(["a", 0], ["b", 1])[0]).toBe("ab");
});
