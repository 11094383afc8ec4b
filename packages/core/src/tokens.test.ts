import { readFileSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { calibrate, countTokens, findModel } from "./index.ts";

const NEWER = findModel("claude-sonnet-5-5");
const OLDER = findModel("claude-haiku-4-5");

/** Characters per token that the API's own documentation counts on, or fewer: the stand-in counts by them. */
const CHARACTERS_PER_TOKEN = { newer: 2.5, older: 3.5 };

const PROSE =
  "The Committee acknowledged that comprehensive pharmaceutical reimbursement arrangements, notwithstanding " +
  "considerable administrative restructuring, substantially influenced international manufacturing operations. ";
const TABLE =
  "Merchandise inventories: $5,409 (2019); $5,209 (2018). Total current assets: $10,525; $9,829. Goodwill: $915. ";
const CODE =
  "const calibrated = (model: Model): number => Math.ceil(tokens * CALIBRATION[model.tokenizer]); // ≥ 1\n";
const JAPANESE = "当社グループの棚卸資産は、前連結会計年度末に比べて百七十六億四千万円増加しました。";
const CHINESE = "截至二〇二五年十二月三十一日，公司存货账面价值为人民币一亿七千六百四十万元。";
const HINDI = "कंपनी की कुल वस्तु-सूची पिछले वर्ष की तुलना में काफी बढ़ गई है।";
const EMOJI = "Revenue 📈 was up, costs 📉 were down. 👩‍👩‍👧‍👦 ";

describe("countTokens", () => {
  test("is 0 for no text, and grows with it", () => {
    expect(countTokens("")).toBe(0);
    expect(countTokens("Hello")).toBeGreaterThan(0);
    expect(countTokens(PROSE + TABLE)).toBeGreaterThan(countTokens(PROSE));
  });

  test("of long text is not less than of any part of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 2_000 }), fc.nat(), (text, at) => {
        const cut = at % (text.length + 1);
        expect(countTokens(text.slice(cut))).toBeLessThanOrEqual(countTokens(text) + 4);
      }),
      { numRuns: 50 },
    );
  });

  test("ends for a text without a single space", () => {
    expect(countTokens("a".repeat(200_000))).toBeGreaterThan(200_000 / 8);
  });

  test("takes halves of surrogate pairs", () => {
    expect(countTokens("\ud83d alone")).toBeGreaterThan(0);
    expect(countTokens("😀".repeat(1_000))).toBeGreaterThan(1_000);
  });

  test("spreads over sentences without losing any: the parts count for at least the whole", () => {
    const sentences = PROSE.repeat(20).match(/\S+\s+/g)!;
    const parts = sentences.reduce((sum, sentence) => sum + countTokens(sentence), 0);
    expect(parts).toBeGreaterThanOrEqual(countTokens(PROSE.repeat(20)));
  });
});

describe("calibrate", () => {
  test.each([
    ["prose of long words", PROSE],
    ["table rows", TABLE],
    ["code", CODE],
    ["Japanese", JAPANESE],
    ["Chinese", CHINESE],
    ["Hindi", HINDI],
    ["emoji", EMOJI],
    ["this file", readFileSync(new URL(import.meta.url), "utf8")],
  ])("counts no fewer tokens than the API is known to take, for %s", (_, text) => {
    for (const sample of [text, text.repeat(50)]) {
      const tokens = countTokens(sample);
      const characters = [...sample].length;
      expect(calibrate(NEWER, tokens, 0)).toBeGreaterThanOrEqual(characters / CHARACTERS_PER_TOKEN.newer);
      expect(calibrate(OLDER, tokens, 0)).toBeGreaterThanOrEqual(characters / CHARACTERS_PER_TOKEN.older);
    }
  });

  test("counts no fewer tokens than the API is known to take, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => {
        const tokens = calibrate(NEWER, countTokens(text), 0);
        expect(tokens).toBeGreaterThanOrEqual([...text].length / CHARACTERS_PER_TOKEN.newer);
      }),
    );
  });

  test("counts about 30 % more for the newer tokenizer", () => {
    const tokens = countTokens(PROSE.repeat(50));
    const ratio = calibrate(NEWER, tokens, 0) / calibrate(OLDER, tokens, 0);
    expect(ratio).toBeCloseTo(1.3, 2);
  });

  test("counts what surrounds each citable sentence", () => {
    expect(calibrate(NEWER, 0, 10)).toBeGreaterThanOrEqual(10);
    expect(calibrate(NEWER, 100, 10)).toBeGreaterThan(calibrate(NEWER, 100, 1));
  });
});
