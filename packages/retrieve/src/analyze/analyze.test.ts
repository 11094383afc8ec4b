import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { analyze, analyzeQuery } from "./analyze.ts";

describe("analyze", () => {
  test.each([
    ["en", "Inventories, the inventory's", ["inventori", "the", "inventori"]],
    ["en", "5,409 and 1.50; 10-K", ["5409", "and", "1.50", "10k", "10", "k"]],
    ["de", "5.409,50 € im Jahr 2019", ["5409.50", "im", "jahr", "2019"]],
    ["en", "U.S. FY2019 R&D", ["us", "u", "s", "fy2019", "fy", "2019", "rd", "r", "d"]],
    ["ar", "٢٠١٩", ["2019"]],
    ["fr", "l'eau", ["eau"]],
    [
      "en",
      "an ef-\nficient well-\nKnown dual-encoder",
      ["an", "effici", "well", "known", "dualencoder", "dual", "encod"],
    ],
    ["en", "ﬁnance Ｆｕｌｌ", ["financ", "full"]],
    ["es", "El niño comió", ["el", "nin", "com"]],
    ["hi", "हिन्दी में", ["हिन्दी", "में"]],
    ["ja", "東京都は", ["東", "京", "東京", "都", "京都", "都は"]],
    ["zh", "税", ["税"]],
    ["xx", "unknown languages", ["unknown", "languages"]],
    ["en", " \n\t…!?", []],
  ])("%s: %j", (language, text, terms) => {
    expect(analyze(text, language)).toEqual(terms);
  });

  test("gives terms that a store can keep parted by spaces", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("en", "de", "th", "ja", "und", "constructor"),
        (text, language) => {
          for (const term of analyze(text, language)) expect(term).toMatch(/^\S+$/u);
        },
      ),
    );
  });
});

describe("analyzeQuery", () => {
  test("counts a word once, with its stems in every language of the library", () => {
    expect(analyzeQuery("inventories inventories of", ["en", "fr"])).toEqual([
      ["inventori", "inventor"],
      ["of"],
    ]);
  });

  test("reads words as they are when the library is empty", () => {
    expect(analyzeQuery("Running shoes", [])).toEqual([["running"], ["shoes"]]);
  });
});
