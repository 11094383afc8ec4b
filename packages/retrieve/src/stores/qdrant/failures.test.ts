import { type Fault, type QdrantStandIn, startQdrantStandIn } from "@longdoc/qdrant-stand-in";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

import { makeDocument } from "../../../test/chunks.ts";
import type { ChunkStore } from "../store.ts";
import { openQdrant } from "./open-qdrant.ts";
import type { QdrantOptions } from "./options.ts";

let server: QdrantStandIn;
beforeEach(async () => {
  server = await startQdrantStandIn();
});
afterEach(async () => {
  expect(server.violations).toEqual([]);
  await server.close();
});

const open = (options: Partial<QdrantOptions> = {}): Promise<ChunkStore> =>
  openQdrant({ url: server.url, busyTimeoutMs: 200, ...options });
const report = (version: number, chunks = 30) =>
  makeDocument(
    "/report.txt",
    Array.from({ length: chunks }, (_, at) => [`version ${version} chunk ${at} tide`]),
  );
const times = (count: number, fault: Fault): Fault[] => Array.from({ length: count }, () => fault);
const put = (store: ChunkStore, { document, chunks }: ReturnType<typeof makeDocument>) =>
  store.replace(document, chunks);

async function pointsOf(collection: string): Promise<number> {
  const response = await fetch(`${server.url}/collections/${collection}/points/count`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  return ((await response.json()) as { result: { count: number } }).result.count;
}

describe("a server that fails in passing", () => {
  test.each<[string, Fault[]]>([
    ["503", times(3, { type: "status", status: 503 })],
    ["429 with a time to wait", [{ type: "rate-limit", retryAfter: 1 }]],
    ["429 without", [{ type: "rate-limit" }]],
    ["a proxy's page", [{ type: "proxy-page", status: 502 }]],
    ["an answer that is no JSON", [{ type: "proxy-page", status: 200 }]],
    ["connections that end", [{ type: "drop-connection" }, { type: "drop-connection" }]],
  ])("is asked again after %s", async (_name, faults) => {
    await using store = await open();
    server.fail(faults);
    expect(await put(store, report(1))).toMatchObject({ chunks: 30 });
    server.fail(faults);
    expect(await store.search({ text: "tide", topK: 100 })).toHaveLength(30);
  });

  test("is given up after the time allowed, with an error that says to try later", async () => {
    await using store = await open({ retryForMs: 0 });
    server.fail({ type: "status", status: 503 });
    await expect(store.chunks("x")).rejects.toMatchObject({
      code: "library.unavailable",
      recovery: "transient",
      input: server.url,
    });
    server.fail({ type: "rate-limit", retryAfter: 30 });
    await expect(store.chunks("x")).rejects.toMatchObject({ code: "library.unavailable" });
    await server.goAway();
    await expect(store.chunks("x")).rejects.toMatchObject({ code: "library.unavailable" });
    await expect(open({ retryForMs: 0 })).rejects.toMatchObject({
      code: "library.unavailable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
    await server.comeBack();
    expect(await store.statistics()).toMatchObject({ documents: 0 });
  });

  test("is given up when one request takes too long", async () => {
    await using store = await open({ timeoutMs: 500, retryForMs: 0 });
    server.fail({ type: "slow", delayMs: 3_000 });
    await expect(store.chunks("x")).rejects.toMatchObject({
      code: "library.unavailable",
      recovery: "transient",
    });
  });

  test("ends a search at once when it is cancelled", async () => {
    await using store = await open();
    await put(store, report(1));
    server.fail({ type: "slow", delayMs: 5_000 }, /points\/query$/);
    const controller = new AbortController();
    const search = store.search({ text: "tide", topK: 1 }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(search).rejects.toThrow(/abort/i);
  });
});

describe("a server that goes away in the middle of a replacement", () => {
  test("leaves one whole version at every step, and nothing else once it is done again", async () => {
    await using healthy = await open();
    for (const type of ["drop-connection", "lose-answer"] as const) {
      for (let step = 0; ; step++) {
        await healthy.remove({});
        await put(healthy, report(1, 40));
        await using store = await open({ retryForMs: 0 });
        // Lets `step` requests pass, then fails everything.
        server.fail([...times(step, { type: "slow", delayMs: 0 }), ...times(40, { type })]);
        const outcome = await put(store, report(2, 25)).catch((error: unknown) => error);
        const failed = outcome instanceof Error;
        server.stopFailing();

        const found = await healthy.search({ text: "tide", topK: 100 });
        expect([40, 25]).toContain(found.length);
        expect(new Set(found.map(({ chunk }) => chunk.version)).size).toBe(1);
        expect(await healthy.chunks(report(1).document.id)).toHaveLength(found.length);
        expect(await put(store, report(2, 25))).toMatchObject({ chunks: 25 });
        expect(await healthy.search({ text: "tide", topK: 100 })).toHaveLength(25);
        expect(await pointsOf("longdoc")).toBe(25);
        expect(await pointsOf("longdoc-documents")).toBe(1);
        if (!failed) break;
        expect(outcome).toMatchObject({ code: "library.unavailable", recovery: "transient" });
      }
    }
  });

  test("writes nothing twice when answers are lost and requests are sent again", async () => {
    await using store = await open();
    server.fail(times(3, { type: "lose-answer" }), /PUT .*points$/);
    await put(store, report(1));
    expect(await pointsOf("longdoc")).toBe(30);
    expect(await store.search({ text: "tide", topK: 100 })).toHaveLength(30);
  });

  test("locks the document against others until the dead writer's time is over", async () => {
    await using healthy = await open();
    await put(healthy, report(1));
    {
      await using dying = await open({ retryForMs: 0 });
      // The lock is taken; then comes the switch, whose failure the writer cannot clear up either.
      server.fail({ type: "slow", delayMs: 0 }, /PUT .*-documents\/points$/);
      server.fail({ type: "drop-connection" }, /PUT .*-documents\/points$/);
      server.fail({ type: "slow", delayMs: 0 }, /POST .*longdoc\/points\/delete$/);
      server.fail({ type: "drop-connection" }, /POST .*longdoc\/points\/delete$/);
      await expect(put(dying, report(2))).rejects.toMatchObject({ code: "library.unavailable" });
    }
    expect(await pointsOf("longdoc")).toBe(60);
    expect(await healthy.search({ text: "tide", topK: 100 })).toHaveLength(30);
    await expect(put(healthy, report(3))).rejects.toMatchObject({
      code: "library.locked",
      recovery: "transient",
    });
    await expireLocks();
    expect(await put(healthy, report(3))).toMatchObject({ replaced: report(1).document.version });
    expect(await pointsOf("longdoc")).toBe(30);
  });

  /** As if a minute had passed. */
  async function expireLocks(): Promise<void> {
    const points = `${server.url}/collections/longdoc-documents/points`;
    const send = (path: string, method: string, body: object) =>
      fetch(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const filter = { must: [{ key: "kind", match: { value: "lock" } }] };
    const response = await send(`${points}/scroll`, "POST", { filter });
    const { result } = (await response.json()) as { result: { points: { id: string; payload: object }[] } };
    const expired = result.points.map(({ id, payload }) => ({
      id,
      vector: {},
      payload: { ...payload, expires: 0 },
    }));
    expect(expired).toHaveLength(1);
    await send(`${points}?wait=true`, "PUT", { points: expired });
  }
});
