import { expect, test } from "@jest/globals";

import { symbolsOf, visibleText } from "./symbols.ts";

test("reads the boxes of a form as boxes, whatever letter or private code stands for them", () => {
  const wingdings = symbolsOf("Wingdings-Regular");
  expect(visibleText("x", wingdings)).toBe("☒");
  expect(visibleText("o", wingdings)).toBe("☐");
  expect(visibleText("\uf0a8", wingdings)).toBe("☐");
  expect(visibleText("\uf078", symbolsOf("PMingLiU"))).toBe("☒");
});

test("reads ticks and bullets of Zapf Dingbats", () => {
  const dingbats = symbolsOf("ZapfDingbats");
  expect(visibleText("3", dingbats)).toBe("✓");
  expect(visibleText("n", dingbats)).toBe("■");
});

test("reads a drawn soft hyphen as the hyphen that is seen, and leaves letters alone", () => {
  expect(visibleText("\u00ad", undefined)).toBe("-");
  expect(visibleText("x", symbolsOf("Times-Roman"))).toBe("x");
  expect(visibleText("\ue0a4", undefined)).toBe("\ue0a4");
});
