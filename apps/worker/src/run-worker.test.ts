import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { makeNumbered } from "@longdoc/fixtures";
import { folderBlobs, type OpenSource, openAnySource } from "@longdoc/queue";
import { type ChunkStore, openLibrary } from "@longdoc/retrieve";
import { pino } from "pino";

import { freePort, freshPrefix, type RedisServer, startRedis } from "../test/support/redis-server.ts";
import { describeWithOwnRedis } from "../test/support/redis.ts";
import { type BullQueue, openBullQueue } from "./bullmq/open-queue.ts";
import { readConfig } from "./config.ts";
import { runWorker } from "./run-worker.ts";

describeWithOwnRedis("a worker", () => {
  let folder = "";
  let redis: RedisServer;
  let queue: BullQueue;
  let store: ChunkStore;
  let lines: Record<string, unknown>[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "longdoc-worker-"));
    redis = await startRedis();
    queue = await openBullQueue({ url: redis.url, prefix: freshPrefix(), leaseMs: 5_000 });
    store = await openLibrary(folder);
    lines = [];
  });
  afterEach(async () => {
    await queue.close();
    await store.close();
    await redis[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (
    name: string,
    content: Uint8Array | string | Promise<Uint8Array>,
  ): Promise<{ source: string }> => {
    const source = join(folder, name);
    await writeFile(source, await content);
    return { source };
  };
  const start = (
    signal: AbortSignal,
    settings: Record<string, string> = {},
    openSource: OpenSource = openAnySource,
  ) =>
    runWorker({
      queue,
      store,
      blobs: folderBlobs(join(folder, "parsed")),
      openSource,
      config: readConfig(folder, { LONGDOC_HTTP_PORT: "off", ...settings }),
      logger: pino(
        { level: "info" },
        { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
      ),
      signal,
    });
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await delay(50);
  };

  test("tells Prometheus, a load balancer, an operator and a log reader how it does", async () => {
    const port = await freePort();
    const stop = new AbortController();
    const working = start(stop.signal, { LONGDOC_HTTP_PORT: String(port) });
    await queue.enqueue(
      [
        await write("a.pdf", await makeNumbered("A", 3)),
        await write("b.md", "The heron nests here."),
        await write("c.pdf", "This is no PDF."),
      ],
      { batch: "x" },
    );
    await until(async () => {
      const { done, dead } = await queue.counts("x");
      return done + dead === 3;
    });
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
    expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await get("/readyz")).json()).toEqual({
      status: "ok",
      queue: "ok",
      store: "ok",
      worker: "ok",
    });
    const metrics = await (await get("/metrics")).text();
    for (const line of [
      'longdoc_documents_total{status="indexed"} 2',
      'longdoc_documents_total{status="dead"} 1',
      'longdoc_pages_total{status="read"} 4',
      'longdoc_failures_total{code="pdf.invalid",action="dead"} 1',
      'longdoc_queue_jobs{state="done"} 2',
      'longdoc_queue_jobs{state="dead"} 1',
      "longdoc_active_documents 0",
    ]) {
      expect(metrics.split("\n")).toContain(line);
    }
    const board = await get("/queues/api/queues");
    expect(await board.json()).toMatchObject({
      queues: [{ name: "documents", counts: { failed: 1, completed: 2 } }],
    });
    expect(await (await get("/queues")).text()).toContain("<html");

    const { id } = (await queue.jobs(["dead"]))[0]!;
    expect(lines.find(({ msg }) => msg === "dead")).toMatchObject({
      job: id,
      batch: "x",
      document: id.slice(2),
      code: "pdf.invalid",
    });
    await redis.crash();
    const unready = await get("/readyz");
    expect(unready.status).toBe(503);
    expect(await unready.json()).toMatchObject({
      status: "not ready",
      queue: expect.stringContaining("does not answer"),
      store: "ok",
    });
    // A Redis that is away keeps nobody from stopping.
    stop.abort();
    await working;
  });

  test("asked to stop, it gives back what it cannot finish in time, and the next worker takes it up at once", async () => {
    await queue.enqueue([await write("a.md", "The heron nests here.")], { batch: "x" });
    const stop = new AbortController();
    const endless: OpenSource = async (_, signal) => {
      stop.abort();
      await delay(60_000, undefined, { signal });
      throw new Error("unreachable");
    };
    await start(stop.signal, { LONGDOC_DRAIN_SECONDS: "0.1" }, endless);
    expect(await queue.jobs(["waiting", "active", "delayed"])).toMatchObject([
      { state: "waiting", crashes: 0 },
    ]);
    expect(lines.map(({ msg }) => msg)).toEqual([
      "worker started",
      "draining",
      "given back",
      "worker stopped",
    ]);

    const next = new AbortController();
    const working = start(next.signal);
    await until(async () => (await queue.counts("x")).done === 1);
    next.abort();
    await working;
    expect(await store.statistics()).toMatchObject({ documents: 1 });
  });

  test("stops a batch within seconds when it is cancelled, with no document half indexed", async () => {
    const jobs = [];
    for (let index = 0; index < 30; index += 1) {
      jobs.push(await write(`${index}.pdf`, await makeNumbered(`Report ${index}`, 20)));
    }
    await queue.enqueue(jobs, { batch: "x" });
    const stop = new AbortController();
    const working = start(stop.signal, { LONGDOC_CONCURRENCY: "2" });
    await until(async () => (await queue.counts("x")).done >= 2);
    const { removed } = await queue.cancel("x");
    expect(removed).toBeGreaterThan(0);
    await until(async () => {
      const { active, waiting } = await queue.counts();
      return active + waiting === 0;
    });
    stop.abort();
    await working;
    const documents = await store.documents();
    expect(documents.length).toBeLessThan(30);
    expect(documents.map(({ pages }) => pages)).toEqual(documents.map(() => 20));
    expect(documents).toHaveLength((await queue.counts("x")).done);
    for (const { id, chunks } of documents) expect(await store.chunks(id)).toHaveLength(chunks);
  });

  test("says which setting is wrong", () => {
    for (const [name, value] of [
      ["LONGDOC_CONCURRENCY", "many"],
      ["LONGDOC_DRAIN_SECONDS", "-1"],
      ["LONGDOC_MODEL_PER_SECOND", "0"],
      ["LONGDOC_STORE_CONCURRENCY", "two"],
      ["LONGDOC_HTTP_PORT", "http"],
      ["LONGDOC_LOG_LEVEL", "loud"],
      ["LONGDOC_QUEUE_PREFIX", "a b"],
    ] as const) {
      expect(() => readConfig(folder, { [name]: value })).toThrow(
        expect.objectContaining({ code: "usage.setting", message: expect.stringContaining(name) }),
      );
    }
  });
});
