import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { QueueError, StoreError } from "@longdoc/core";
import { makeCorruptPage, makeNumbered } from "@longdoc/fixtures";
import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { type ChunkStore, openLibrary } from "@longdoc/retrieve";

import { temporaryFolder } from "../../test/folder.ts";
import { folderBlobs } from "../blobs/folder-blobs.ts";
import { type EmbeddedQueue, openEmbeddedQueue } from "../embedded/open-queue.ts";
import { runJobs, type WorkEvent } from "../work/run-jobs.ts";
import { indexDocuments } from "./index-document.ts";
import { parsedDocuments } from "./parsed.ts";
import { openFile } from "./source.ts";

describe("a document's job", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let store: ChunkStore;
  let queue: EmbeddedQueue;
  let events: WorkEvent[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    store = await openLibrary(folder.path);
    queue = openEmbeddedQueue(folder.path);
  });
  afterEach(async () => {
    await queue.close();
    await store.close();
    await folder[Symbol.asyncDispose]();
  });

  async function index(
    source: string,
    options: Partial<Parameters<typeof indexDocuments>[0]> = {},
  ): Promise<void> {
    events = [];
    await queue.enqueue([{ source }], { batch: "x" });
    const parsed = parsedDocuments(folderBlobs(join(folder.path, "parsed")));
    await runJobs(queue, {
      ...indexDocuments({ store, parsed, ...options }),
      until: "empty",
      signal: new AbortController().signal,
      firstRetryMs: 10,
      onEvent: (event) => events.push(event),
    });
  }
  const parsedTimes = (): number =>
    events.filter(
      (event) => event.type === "progress" && event.progress.step === "parse" && !event.progress.page,
    ).length;
  const statuses = (): string[] =>
    events.flatMap((event) => (event.type === "done" ? [event.outcome.status] : []));
  const write = async (name: string, content: Uint8Array | string | Promise<Uint8Array>): Promise<string> => {
    const path = join(folder.path, name);
    await writeFile(path, await content);
    return path;
  };
  const blobs = async (): Promise<string[]> =>
    (await readdir(join(folder.path, "parsed"), { recursive: true })).filter((name) => name.endsWith(".gz"));

  test("is skipped when its bytes are indexed, and done again when they change", async () => {
    const path = await write("a.md", "# Birds\n\nThe heron nests here.");
    await index(path);
    expect([statuses(), parsedTimes()]).toEqual([["indexed"], 1]);
    await index(path);
    expect([statuses(), parsedTimes()]).toEqual([["unchanged"], 0]);
    await write("a.md", "# Birds\n\nThe kingfisher nests here.");
    await index(path);
    expect([statuses(), parsedTimes()]).toEqual([["indexed"], 1]);
    expect(await store.search({ text: "heron", topK: 5 })).toEqual([]);
  });

  test("is not parsed again when the store was away, and leaves nothing behind", async () => {
    const path = await write("a.pdf", await makeNumbered("A", 3));
    let failures = 3;
    const flaky: ChunkStore = {
      ...store,
      replace: async (document, chunks) => {
        failures -= 1;
        if (failures >= 0) {
          expect(await blobs()).toHaveLength(1);
          throw new StoreError("library.unavailable", "Away.", { recovery: "transient" });
        }
        return store.replace(document, chunks);
      },
    };
    await index(path, { store: flaky });
    expect([statuses(), parsedTimes()]).toEqual([["indexed"], 1]);
    expect(await blobs()).toEqual([]);
    expect(await store.statistics()).toMatchObject({ documents: 1 });
  });

  test("is fetched and parsed while the store is away, and indexed when it is back", async () => {
    const paths = [];
    for (const name of ["a", "b", "c", "d"]) {
      paths.push(await write(`${name}.pdf`, await makeNumbered(name, 2)));
    }
    let away = true;
    const flaky: ChunkStore = {
      ...store,
      documents: async (filter) => {
        if (away) throw new StoreError("library.unavailable", "Away.", { recovery: "transient" });
        return store.documents(filter);
      },
      replace: async (document, chunks) => {
        if (away) throw new StoreError("library.unavailable", "Away.", { recovery: "transient" });
        return store.replace(document, chunks);
      },
    };
    await queue.enqueue(
      paths.slice(1).map((source) => ({ source })),
      { batch: "y" },
    );
    const indexing = index(paths[0]!, { store: flaky });
    while ((await blobs().catch(() => [])).length < 4) await delay(10);
    away = false;
    await indexing;
    expect([statuses(), parsedTimes()]).toEqual([["indexed", "indexed", "indexed", "indexed"], 4]);
    expect(await blobs()).toEqual([]);
  });

  test("is indexed although nothing can be kept between its steps", async () => {
    const path = await write("a.pdf", await makeNumbered("A", 1));
    const away = async (): Promise<never> => {
      throw new QueueError("blobs.unavailable", "Away.", { recovery: "transient" });
    };
    const other = await write("b.md", "The heron nests here.");
    await queue.enqueue([{ source: path }, { source: other }], { batch: "x" });
    events = [];
    await runJobs(queue, {
      ...indexDocuments({ store, parsed: parsedDocuments({ get: away, put: away, delete: away }) }),
      until: "empty",
      signal: new AbortController().signal,
      concurrency: 1,
      // Nothing waits for it.
      firstRetryMs: 600_000,
      onEvent: (event) => events.push(event),
    });
    expect(statuses()).toEqual(["indexed", "indexed"]);
    expect(events.find(({ type }) => type === "upstream-failed")).toMatchObject({ upstream: "blobs" });
  });

  test("goes on behind the pages that were read when its parsing failed, and is the same document", async () => {
    const path = await write("long.pdf", await makeNumbered("Long", 120));
    await index(path);
    const chunks = await store.chunks((await store.documents())[0]!.id);
    await store.remove({ documentIds: [chunks[0]!.documentId] });
    const parsed = parsedDocuments(folderBlobs(join(folder.path, "parsed")));
    let failures = 0;
    const loaded: number[] = [];
    await index(path, {
      parsed: {
        ...parsed,
        putRange: async (place, range) => {
          await parsed.putRange(place, range);
          failures += 1;
          if (failures === 1) throw new Error("The machine has no memory left.");
        },
        getRange: async (place) => {
          const range = await parsed.getRange(place);
          if (range) loaded.push(range.firstPage);
          return range;
        },
      },
    });
    expect([loaded[0], statuses()]).toEqual([1, ["indexed"]]);
    expect(await store.chunks(chunks[0]!.documentId)).toEqual(chunks);
    expect(await blobs()).toEqual([]);
  });

  test("is parsed again when what was kept of it is damaged", async () => {
    const path = await write("a.pdf", await makeNumbered("A", 1));
    let tries = 0;
    const flaky: ChunkStore = {
      ...store,
      replace: async (document, chunks) => {
        tries += 1;
        if (tries > 1) return store.replace(document, chunks);
        const [blob] = await blobs();
        await writeFile(join(folder.path, "parsed", blob!), "not what it was");
        throw new StoreError("library.unavailable", "Away.", { recovery: "transient" });
      },
    };
    await index(path, { store: flaky });
    expect([statuses(), parsedTimes()]).toEqual([["indexed"], 2]);
  });

  test("reads a file again that is written while it is read", async () => {
    const path = await write("a.md", "The heron nests here.");
    let writes = 0;
    await index(path, {
      openSource: async (source, signal) => {
        const opened = await openFile(source, signal);
        if (writes === 0) await write("a.md", "The kingfisher nests here.");
        writes += 1;
        return opened;
      },
    });
    expect(events.find((event) => event.type === "retry")).toMatchObject({
      failure: { code: "file.changing" },
    });
    expect(statuses()).toEqual(["indexed"]);
    expect(await store.search({ text: "kingfisher", topK: 5 })).toHaveLength(1);
    expect(await store.search({ text: "heron", topK: 5 })).toEqual([]);
  });

  test("names the pages that it could not read, and tries them again only when asked anew", async () => {
    const path = await write("half.pdf", makeCorruptPage());
    await index(path);
    expect(statuses()).toEqual(["partial"]);
    expect((await store.documents())[0]?.quality.failedPages).toMatchObject([{ page: 2 }]);
    // As when a worker is killed after the last step: the job comes back.
    const [job] = await queue.jobs(["done"]);
    const { handler } = indexDocuments({ store });
    const steps: string[] = [];
    const outcome = await handler(
      { ...job!, enqueuedAt: 0 },
      {
        signal: new AbortController().signal,
        report: ({ step }) => steps.push(step),
        upstream: (_, call) => call(),
      },
    );
    expect([outcome.status, steps]).toEqual(["partial", ["fetch"]]);
    await index(path);
    expect(parsedTimes()).toBe(1);
  });

  test("records why a file could not be read, and leaves its older version searchable", async () => {
    const path = await write("a.md", "The heron nests here.");
    await index(path);
    await write("a.md", "");
    await index(path);
    expect(await store.failures()).toMatchObject([
      { source: path, code: "file.empty", version: expect.any(String) },
    ]);
    expect(await store.search({ text: "heron", topK: 5 })).toHaveLength(1);
    await index(join(folder.path, "gone.md"));
    expect(await queue.jobs(["dead"])).toMatchObject([
      { failure: { code: "file.empty" } },
      { failure: { code: "file.missing" } },
    ]);
  });

  test("puts its steps into the trace that enqueued it", async () => {
    const exporter = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const path = await write("a.md", await readFile(new URL(import.meta.url), "utf8"));
    const traceId = await trace.getTracer("test").startActiveSpan("asked", async (span) => {
      await queue.enqueue([{ source: path }], { batch: "x" });
      span.end();
      return span.spanContext().traceId;
    });
    await context.with(context.active(), () => index(path));
    const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
    expect(spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "asked",
        "longdoc.job",
        "longdoc.fetch",
        "longdoc.parse",
        "longdoc.chunk",
        "longdoc.index",
      ]),
    );
    for (const api of [trace, context, propagation]) api.disable();
  });
});
