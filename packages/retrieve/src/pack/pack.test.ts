import { describe, expect, test } from "@jest/globals";
import { calibrate, findModel, MODELS, TOKENS_PER_DOCUMENT } from "@longdoc/core";
import fc from "fast-check";

import { makeDocument } from "../../test/chunks.ts";
import type { ScoredChunk } from "../stores/store.ts";
import { defaultBudget, pack } from "./pack.ts";

const sentence = fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" });
const chunk = fc.array(sentence, { minLength: 1, maxLength: 6 });
const documents = fc.array(fc.array(chunk, { minLength: 1, maxLength: 8 }), { maxLength: 4 });

function candidatesOf(
  texts: readonly (readonly (readonly string[])[])[],
  order: readonly number[],
): ScoredChunk[] {
  const all = texts.flatMap((chunks, at) => {
    const made = makeDocument(`/reports/${at}.pdf`, chunks);
    return made.chunks.map((one) => ({ chunk: one, document: made.document }));
  });
  return all
    .map((one, index) => ({ ...one, score: (order[index % Math.max(1, order.length)] ?? 0) + index / 1000 }))
    .sort((a, b) => b.score - a.score);
}

const plans = fc
  .record({
    texts: documents,
    order: fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }),
    budgetTokens: fc.oneof(fc.nat(50), fc.nat(3_000), fc.nat(100_000)),
    model: fc.constantFrom(...MODELS),
  })
  .map(({ texts, order, budgetTokens, model }) => {
    const candidates = candidatesOf(texts, order);
    return { candidates, model, plan: pack(candidates, { question: "?", model, budgetTokens }) };
  });

describe("pack", () => {
  test("never exceeds the budget, for any budget and any chunks", () => {
    fc.assert(
      fc.property(plans, ({ plan, model }) => {
        expect(plan.used).toBeLessThanOrEqual(plan.budget);
        let counted = 0;
        for (const { chunks } of plan.documents) {
          counted += TOKENS_PER_DOCUMENT;
          for (const { sentences } of chunks) counted += calibrate(model, 0, sentences.length);
        }
        expect(counted).toBeLessThanOrEqual(plan.used);
      }),
    );
  });

  test("puts every candidate into the plan, or into what was dropped with its reason", () => {
    fc.assert(
      fc.property(plans, ({ candidates, plan }) => {
        const packed = plan.documents.flatMap(({ chunks }) => chunks.map(({ id }) => id));
        const dropped = plan.dropped.map(({ chunkId }) => chunkId);
        expect([...packed, ...dropped].sort()).toEqual(candidates.map(({ chunk: { id } }) => id).sort());
        for (const { reason } of plan.dropped) expect(["budget", "duplicate"]).toContain(reason);
      }),
    );
  });

  test("keeps reading order within a document, and no sentence twice", () => {
    fc.assert(
      fc.property(plans, ({ plan }) => {
        const seen = new Set<string>();
        for (const { chunks } of plan.documents) {
          expect(chunks.map(({ ordinal }) => ordinal)).toEqual(
            chunks.map(({ ordinal }) => ordinal).toSorted((a, b) => a - b),
          );
          for (const { id } of chunks.flatMap(({ sentences }) => sentences)) {
            expect(seen.has(id)).toBe(false);
            seen.add(id);
          }
        }
      }),
    );
  });

  test("orders documents by source, whatever ranks first, so that a prompt cache can serve the next question", () => {
    const texts = [[["a"]], [["b"]], [["c"]]];
    const orderOf = (order: number[]) =>
      pack(candidatesOf(texts, order), {
        question: "?",
        model: findModel("sonnet"),
        budgetTokens: 10_000,
      }).documents.map(({ document }) => document.source);
    expect(orderOf([1, 2, 3])).toEqual(orderOf([3, 1, 2]));
  });

  test("takes the best first when not all fit", () => {
    const words = Array.from({ length: 100 }, (_, index) => `word${index}`).join(" ");
    const candidates = candidatesOf([[[words], [words], [words]]], [1, 3, 2]);
    const all = pack(candidates, { question: "?", model: findModel("haiku"), budgetTokens: 100_000 });
    const plan = pack(candidates, { question: "?", model: findModel("haiku"), budgetTokens: all.used - 1 });
    expect(plan.documents[0]!.chunks.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
    expect(plan.dropped.map(({ reason }) => reason)).toEqual(["budget"]);
  });
});

describe("defaultBudget", () => {
  test("leaves room for thinking and the answer, and is at most 200,000 tokens", () => {
    for (const model of MODELS) {
      expect(defaultBudget(model)).toBeLessThanOrEqual(Math.min(200_000, model.window - 48_000));
      expect(defaultBudget(model)).toBeGreaterThan(100_000);
    }
  });
});
