import { describe, expect, test } from "@jest/globals";

import { isValue } from "./cells.ts";

describe("isValue", () => {
  test.each([
    "1,234",
    "(12.5)",
    ".04",
    "< .001",
    "-.83",
    "(.05)",
    "n/a",
    "1.234,50 €",
    "12 EUR",
    "$12.3 million",
    "12 (34%)",
    "19 ± 2",
    "0.72±0.1",
    "6.5 (120)",
    "0.85 (0.72, 0.98)",
    "12 [.05, .19]",
    "1.1–1.3",
    "4.99E-11",
    "1.2 × 10−3",
  ])("takes %p for a figure, or for what stands in its place", (text) => {
    expect(isValue(text)).toBe(true);
  });

  test.each([
    "January 28,",
    "28,",
    "12–15",
    "3.1 Results (2)",
    "-0.93 -0.31",
    "4.1(12)",
    "10/15",
    "Fig. 3",
    "12a",
  ])("takes %p for none", (text) => {
    expect(isValue(text)).toBe(false);
  });
});
