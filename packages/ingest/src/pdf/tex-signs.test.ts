import { expect, test } from "@jest/globals";

import { showsWords, TEX_SIGNS } from "./tex-signs.ts";
import { visibleText } from "./symbols.ts";

const shown = (text: string) =>
  [...text].map((unicode) => ({ unicode, width: 500, isSpace: unicode === " " }));

test("a bitmap font that shows words has TeX's ligatures, in both of its encodings", () => {
  expect(showsWords([...shown("de"), 30, ...shown("ned")])).toBe(true);
  const read = (text: string) => [...text].map((one) => visibleText(one, TEX_SIGNS)).join("");
  expect(read("de\u000cned, di\u000berent")).toBe("defined, different");
  expect(read("\u0010su\u001ecient\u0011, 1\u00154")).toBe("“sufficient”, 1–4");
});

test("a font of formulas shows no words", () => {
  expect(showsWords(shown("\u000cx + yz"))).toBe(false);
});
