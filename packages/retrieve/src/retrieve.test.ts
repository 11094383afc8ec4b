import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { makeDocument } from "../test/chunks.ts";
import { retrieve } from "./retrieve.ts";
import { openLibrary } from "./stores/sqlite/open-library.ts";
import type { ChunkStore } from "./stores/store.ts";

describe("retrieve", () => {
  let folder = "";
  let store: ChunkStore;
  const { document, chunks } = makeDocument(
    "/reports/tides.txt",
    Array.from({ length: 30 }, (_, at) => [
      `Chunk ${at} speaks of tides, of harbours and of the number ${at * 1000}.`,
    ]),
  );
  const other = makeDocument("/reports/other.txt", [["Nothing of the kind stands here."]]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longdoc retrieve-"));
    store = await openLibrary(folder);
    await store.replace(document, chunks);
    await store.replace(other.document, other.chunks);
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  test("gives documents whole when they fit, with the scores of what matched", async () => {
    const plan = await retrieve(store, "harbours 7000");
    expect(plan.strategy).toBe("whole");
    expect(plan.documents.map(({ document: { source } }) => source)).toEqual([
      "/reports/other.txt",
      "/reports/tides.txt",
    ]);
    const packed = plan.documents[1]!.chunks;
    expect(packed).toHaveLength(30);
    expect(packed.toSorted((a, b) => b.score - a.score)[0]!.ordinal).toBe(7);
    expect(plan.documents[0]!.chunks[0]!.score).toBe(0);
    expect(plan.dropped).toEqual([]);
    expect(plan.used).toBeLessThanOrEqual(plan.budget);
  });

  test("gives the best chunks when not all fits, and lists the others with the reason", async () => {
    const plan = await retrieve(store, "tides 12000", { budgetTokens: 700, topK: 20 });
    expect(plan.strategy).toBe("chunks");
    expect(plan.used).toBeLessThanOrEqual(700);
    expect(plan.documents[0]!.chunks.map(({ ordinal }) => ordinal)).toContain(12);
    const reasons = new Set(plan.dropped.map(({ reason }) => reason));
    expect(reasons).toEqual(new Set(["budget", "top-k"]));
    const packed = plan.documents.flatMap(({ chunks: own }) => own.map(({ id }) => id));
    expect(packed.length + plan.dropped.length).toBe(30);
  });

  test("stays within the documents and pages asked for", async () => {
    const plan = await retrieve(store, "tides", {
      filter: { source: "/reports/tides.txt", pages: { from: 2, to: 3 } },
    });
    const pages = plan.documents.flatMap(({ chunks: own }) =>
      own.flatMap(({ sentences }) => sentences.map(({ page }) => page)),
    );
    expect([...new Set(pages)]).toEqual([2, 3]);
  });

  test("gives an empty plan when nothing is in scope", async () => {
    const plan = await retrieve(store, "tides", { filter: { source: "/nowhere/**" } });
    expect(plan.documents).toEqual([]);
    expect(plan.used).toBe(0);
  });

  test.each([
    ["usage.question-empty", " ", {}],
    ["usage.question-too-long", "x".repeat(100_000), {}],
    ["usage.top-k", "x", { topK: 0 }],
    ["usage.top-k", "x", { topK: 1.5 }],
    ["usage.budget", "x", { budgetTokens: 0 }],
    ["usage.budget", "x", { budgetTokens: Number.NaN }],
    ["usage.model-unknown", "x", { model: "gpt" }],
    ["usage.model-retired", "x", { model: "claude-3-opus-20240229" }],
  ])("refuses wrong input: %s", async (code, question, options) => {
    await expect(retrieve(store, question, options)).rejects.toMatchObject({ name: "UsageError", code });
  });
});
