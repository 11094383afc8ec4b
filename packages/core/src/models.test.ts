import { describe, expect, test } from "@jest/globals";

import { BATCH_DISCOUNT, costOf, DEFAULT_MODEL, findModel, MODELS, TIERS, UsageError } from "./index.ts";

const NOTHING = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

describe("findModel", () => {
  test.each([
    ["haiku", "claude-haiku-5-5"],
    ["sonnet", "claude-sonnet-5-5"],
    ["opus", "claude-opus-5-5"],
    ["fable", "claude-fable-5-2"],
  ])("takes the tier %s for its newest model", (tier, id) => {
    expect(findModel(tier).id).toBe(id);
  });

  test("finds every model of the table, and the default, by id", () => {
    for (const model of MODELS) expect(findModel(model.id)).toBe(model);
    expect(MODELS.map(({ id }) => id)).toContain(DEFAULT_MODEL);
    expect(new Set(MODELS.map(({ id }) => id)).size).toBe(MODELS.length);
  });

  test("knows a dated id by its dateless model, under its own name", () => {
    expect(findModel("claude-haiku-4-5-20251001")).toEqual({
      ...findModel("claude-haiku-4-5"),
      id: "claude-haiku-4-5-20251001",
    });
  });

  test.each([
    ["claude-3-opus-20240229", "claude-opus-5-5"],
    ["claude-3-sonnet-20240229", "claude-sonnet-5-5"],
    ["claude-3-haiku-20240307", "claude-haiku-5-5"],
    ["claude-3-5-sonnet-latest", "claude-sonnet-5-5"],
    ["claude-3-7-sonnet-20250219", "claude-sonnet-5-5"],
    ["claude-sonnet-4-20250514", "claude-sonnet-5-5"],
    ["claude-opus-4-1-20250805", "claude-opus-5-5"],
  ])("names what replaces the retired %s", (id, replacement) => {
    const thrown = catchError(() => findModel(id));
    expect(thrown).toMatchObject({ code: "usage.model-retired", input: id });
    expect(thrown.hint).toContain(replacement);
  });

  test("takes an id that came out later for its tier's newest", () => {
    expect(findModel("claude-opus-6")).toEqual({ ...findModel("opus"), id: "claude-opus-6" });
  });

  test.each(["", "gpt-4", "claude", "claude-opus", "Sonnet"])("does not know %j", (name) => {
    expect(catchError(() => findModel(name))).toMatchObject({ code: "usage.model-unknown", input: name });
  });
});

describe("the table", () => {
  test("gives 1M tokens of context to 4.6 and later, and 200K to what came before", () => {
    const small = MODELS.filter(({ window }) => window === 200_000).map(({ id }) => id);
    expect(small.toSorted()).toEqual(["claude-haiku-4-5", "claude-opus-4-5", "claude-sonnet-4-5"]);
    expect(MODELS.filter(({ window }) => window === 1_000_000)).toHaveLength(MODELS.length - small.length);
  });

  test("gives adaptive thinking and effort to all but those, and the newer tokenizer to 4.7 and later", () => {
    const budget = MODELS.filter(({ thinking }) => thinking === "budget").map(({ id }) => id);
    expect(budget.toSorted()).toEqual(["claude-haiku-4-5", "claude-opus-4-5", "claude-sonnet-4-5"]);
    const older = MODELS.filter(({ tokenizer }) => tokenizer === "claude-3").map(({ id }) => id);
    expect(older.toSorted()).toEqual([...budget, "claude-opus-4-6", "claude-sonnet-4-6"].toSorted());
  });

  test("has prices that rise with the tier", () => {
    const [haiku, sonnet, opus, fable] = TIERS.map((tier) => findModel(tier).prices.input);
    expect([haiku, sonnet, opus, fable]).toEqual([0.1, 2, 4, 8]);
  });

  test("says when a model is to be retired", () => {
    expect(
      MODELS.filter(({ retires }) => retires !== undefined).map(({ id, retires }) => [id, retires]),
    ).toEqual([["claude-sonnet-4-5", "2026-11-30"]]);
  });
});

describe("costOf", () => {
  const million = 1_000_000;

  test("adds up what every kind of token costs", () => {
    const sonnet = findModel("sonnet");
    expect(costOf(sonnet, { ...NOTHING, inputTokens: million })).toBeCloseTo(2, 10);
    expect(costOf(sonnet, { ...NOTHING, outputTokens: million })).toBeCloseTo(10, 10);
    expect(costOf(sonnet, { ...NOTHING, cacheWriteTokens: million })).toBeCloseTo(2.5, 10);
    expect(costOf(sonnet, { ...NOTHING, cacheReadTokens: million })).toBeCloseTo(0.1, 10);
    const all = {
      inputTokens: million,
      cacheReadTokens: million,
      cacheWriteTokens: million,
      outputTokens: million,
    };
    expect(costOf(sonnet, all)).toBeCloseTo(14.6, 10);
    expect(costOf(sonnet, NOTHING)).toBe(0);
  });

  test("charges for a long-lived cache twice the input", () => {
    const written = { ...NOTHING, cacheWriteTokens: million };
    expect(costOf(findModel("opus"), written, { cacheLifetime: "1h" })).toBeCloseTo(8, 10);
  });

  test("halves everything in a batch", () => {
    const usage = {
      inputTokens: 1_000,
      cacheReadTokens: 2_000,
      cacheWriteTokens: 3_000,
      outputTokens: 4_000,
    };
    const fable = findModel("fable");
    expect(costOf(fable, usage, { batch: true })).toBeCloseTo(costOf(fable, usage) * BATCH_DISCOUNT, 12);
  });

  test("reprices a whole Haiku request, output included, when its whole prompt is above 100,000 tokens", () => {
    const haiku = findModel("haiku");
    expect(costOf(haiku, { ...NOTHING, inputTokens: 100_000, outputTokens: 1_000 })).toBeCloseTo(0.0105, 10);
    expect(costOf(haiku, { ...NOTHING, inputTokens: 101_000 })).toBeCloseTo(0.0505, 10);
    const cached = {
      inputTokens: 1_000,
      cacheReadTokens: 60_000,
      cacheWriteTokens: 40_000,
      outputTokens: 1_000,
    };
    const long = (1_000 * 0.5 + 60_000 * 0.05 + 40_000 * 0.625 + 1_000 * 2.5) / million;
    expect(costOf(haiku, cached)).toBeCloseTo(long, 10);
  });
});

function catchError(call: () => unknown): UsageError {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}
