import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { IngestError, ModelError, StoreError } from "@longdoc/core";

import { temporaryFolder } from "../../test/folder.ts";
import { type EmbeddedQueue, openEmbeddedQueue } from "../embedded/open-queue.ts";
import type { Claim, JobOutcome } from "../queue.ts";
import { type JobHandler, runJobs, type RunOptions, type WorkEvent } from "./run-jobs.ts";

const outcome = ({ source }: Claim): JobOutcome => ({
  status: "indexed",
  documentId: source,
  pages: 1,
  failedPages: 0,
  sentences: 1,
  chunks: 1,
  seconds: 0,
});

const never = new AbortController().signal;

describe("working through a queue", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let queue: EmbeddedQueue;
  let events: WorkEvent[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    queue = openEmbeddedQueue(folder.path);
    events = [];
  });
  afterEach(async () => {
    await queue.close();
    await folder[Symbol.asyncDispose]();
  });

  const enqueue = (...names: readonly string[]) =>
    queue.enqueue(
      names.map((name) => ({ source: `/${name}` })),
      { batch: "x" },
    );
  const run = (handler: JobHandler, options: Partial<RunOptions> = {}): Promise<void> =>
    runJobs(queue, {
      handler,
      until: "empty",
      signal: never,
      firstRetryMs: 10,
      onEvent: (event) => events.push(event),
      ...options,
    });
  const types = (): string[] => events.map(({ type }) => type);

  test("does every job, no more than so many at a time", async () => {
    await enqueue("a", "b", "c", "d", "e");
    let active = 0;
    let most = 0;
    const seen: string[] = [];
    await run(
      async (claim) => {
        active += 1;
        most = Math.max(most, active);
        await delay(10);
        active -= 1;
        seen.push(claim.source);
        return outcome(claim);
      },
      { concurrency: 2 },
    );
    expect(seen.toSorted()).toEqual(["/a", "/b", "/c", "/d", "/e"]);
    expect(most).toBe(2);
    expect(await queue.counts()).toMatchObject({ done: 5, waiting: 0, active: 0 });
  });

  test("gives up at once what will never do, having told its reason first", async () => {
    await enqueue("a");
    const told: string[] = [];
    await run(
      async () => {
        throw new IngestError("pdf.invalid", "It is no PDF.", { hint: "Look at it." });
      },
      {
        onDead: async (claim, { code }) => {
          told.push(`${claim.source} ${code}`);
        },
      },
    );
    expect(told).toEqual(["/a pdf.invalid"]);
    expect(types()).toEqual(["started", "dead"]);
    expect(await queue.jobs(["dead"])).toMatchObject([
      { failure: { code: "pdf.invalid", reason: "It is no PDF.", hint: "Look at it." } },
    ]);
  });

  test("tries again what may do later, so many times, and then gives it up", async () => {
    await enqueue("comes good", "never");
    const tries = new Map<string, number>();
    await run(
      async (claim) => {
        const count = (tries.get(claim.source) ?? 0) + 1;
        tries.set(claim.source, count);
        if (claim.source === "/comes good" && count === 3) return outcome(claim);
        throw new IngestError("file.changing", "Not just now.", { recovery: "transient" });
      },
      { attempts: 4 },
    );
    expect([...tries]).toEqual(expect.arrayContaining([["/comes good", 3] as const, ["/never", 4] as const]));
    expect(await queue.jobs(["dead"])).toMatchObject([{ source: "/never", failedAttempts: 3 }]);
    expect(await queue.counts()).toMatchObject({ done: 1, dead: 1 });
  });

  test("waits as long as the other side asks", async () => {
    await enqueue("a");
    let first = true;
    await run(async (claim) => {
      if (!first) return outcome(claim);
      first = false;
      throw new ModelError("model.rate-limited", "Slower.", { recovery: "transient", retryAfterMs: 400 });
    });
    expect(events.find((event) => event.type === "retry")).toMatchObject({ delayMs: 400 });
  });

  test("begins nothing while the store is away, holds it against no document, and then goes on", async () => {
    await enqueue(...Array.from({ length: 30 }, (_, index) => String(index)));
    let away = true;
    setTimeout(() => {
      away = false;
    }, 300);
    let refused = 0;
    await run(
      async (claim) => {
        if (!away) return outcome(claim);
        refused += 1;
        throw new StoreError("library.disk-full", "The disk is full.");
      },
      { concurrency: 4, attempts: 2 },
    );
    expect(await queue.counts()).toMatchObject({ done: 30, dead: 0 });
    // Four that were under way, and a few probes; not thirty.
    expect(refused).toBeLessThan(15);
    const jobs = await queue.jobs(["done"]);
    expect(jobs.map(({ failedAttempts }) => failedAttempts)).toEqual(jobs.map(() => 0));
  });

  test("holds no absence of the source against documents, but what one object's own trouble is", async () => {
    await enqueue(...Array.from({ length: 12 }, (_, index) => String(index)), "broken");
    const unavailable = () => new IngestError("source.unavailable", "503.", { recovery: "transient" });
    let away = true;
    setTimeout(() => {
      away = false;
    }, 200);
    await run(
      (claim, { upstream }) =>
        upstream("source", async () => {
          if (away || claim.source === "/broken") throw unavailable();
          return outcome(claim);
        }),
      { concurrency: 3, attempts: 3 },
    );
    expect(await queue.counts()).toMatchObject({ done: 12, dead: 1 });
    expect(await queue.jobs(["dead"])).toMatchObject([
      { source: "/broken", failure: { code: "source.unavailable" } },
    ]);
  });

  test("goes on with what can do without an upstream that is away", async () => {
    await enqueue("needs it 1", "needs it 2", "needs it 3", "a", "b", "c", "d");
    let away = true;
    await run(
      async (claim, { upstream }) => {
        if (claim.source === "/d") away = false;
        if (!claim.source.startsWith("/needs")) return outcome(claim);
        return upstream("model", async () => {
          if (!away) return outcome(claim);
          throw new ModelError("model.billing", "No credit.");
        });
      },
      { concurrency: 2, ahead: { model: 100 } },
    );
    const ends = events.flatMap((event) => (event.type === "done" ? [event.claim.source] : []));
    expect(ends.slice(0, 4)).toEqual(["/a", "/b", "/c", "/d"]);
    expect(ends).toHaveLength(7);
    expect(await queue.counts()).toMatchObject({ dead: 0 });
  });

  test("calls an upstream no more often at once than it is told to", async () => {
    await enqueue("a", "b", "c", "d", "e", "f");
    let active = 0;
    let most = 0;
    await run(
      (claim, { upstream }) =>
        upstream("model", async () => {
          active += 1;
          most = Math.max(most, active);
          await delay(5);
          active -= 1;
          return outcome(claim);
        }),
      { concurrency: 6, limits: { model: { concurrency: 2, perSecond: 1_000 } } },
    );
    expect(most).toBe(2);
  });

  test("pauses when the budget is used up, with the reason and at no job's cost, and goes on when it is raised", async () => {
    await enqueue("a", "b", "c", "d", "e");
    await queue.budget.setLimit(0.25);
    const paying: JobHandler = async (claim) => {
      const reservation = await queue.budget.reserve(0.1);
      await delay(5);
      await reservation.settle(0.1);
      return outcome(claim);
    };
    const stop = new AbortController();
    await run(paying, {
      concurrency: 1,
      until: "stopped",
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "released") stop.abort();
      },
    });
    expect(await queue.paused()).toMatchObject({
      reason: { code: "budget.exhausted", reason: expect.stringContaining("$0.25") },
    });
    expect(await queue.jobs(["waiting", "delayed", "active"])).toMatchObject(
      ["/c", "/d", "/e"].map((source) => ({ source, state: "waiting", failedAttempts: 0, crashes: 0 })),
    );
    await queue.budget.setLimit(0.5);
    await queue.resume();
    await run(paying, { concurrency: 3 });
    expect(await queue.counts()).toMatchObject({ done: 5, dead: 0 });
    expect(await queue.budget.state()).toEqual({ limit: 0.5, spent: 0.5, reserved: 0, abandoned: 0 });
  });

  test("calls a job dead only when its reason could be recorded", async () => {
    await enqueue("a");
    let recorded = 0;
    await run(
      async () => {
        throw new IngestError("file.empty", "It is empty.");
      },
      {
        onDead: async () => {
          recorded += 1;
          if (recorded < 3) throw new StoreError("library.unavailable", "Away.", { recovery: "transient" });
        },
      },
    );
    expect(recorded).toBe(3);
    expect(await queue.counts()).toMatchObject({ dead: 1, delayed: 0, waiting: 0 });
  });

  test("does not begin again what ended its process twice", async () => {
    await enqueue("a");
    // A queue whose claims run out at once stands for a process that has ended.
    for (const crashes of [0, 1]) {
      const dying = openEmbeddedQueue(folder.path, { leaseMs: 1 });
      expect(await dying.claim()).toMatchObject({ crashes });
      await dying.close();
      await delay(5);
    }
    const recorded: string[] = [];
    let begun = 0;
    await run(
      async (claim) => {
        begun += 1;
        return outcome(claim);
      },
      {
        onDead: async (_, { code }) => {
          recorded.push(code);
        },
      },
    );
    expect(begun).toBe(0);
    expect(recorded).toEqual(["job.poison"]);
    expect(await queue.jobs(["dead"])).toMatchObject([{ failure: { code: "job.poison" } }]);
  });

  test("finishes what is under way when asked to stop, and begins nothing more", async () => {
    await enqueue("a", "b", "c");
    const stop = new AbortController();
    await run(
      async (claim) => {
        stop.abort();
        await delay(50);
        return outcome(claim);
      },
      { concurrency: 1, signal: stop.signal },
    );
    expect(await queue.counts()).toMatchObject({ done: 1, waiting: 2, active: 0 });
  });

  test("gives back what it cannot finish in time, as if it had never been begun", async () => {
    await enqueue("a");
    const stop = new AbortController();
    await run(
      async (_, { signal }) => {
        stop.abort();
        await delay(60_000, undefined, { signal });
        throw new Error("unreachable");
      },
      { signal: stop.signal, drainMs: 20 },
    );
    expect(types()).toEqual(["started", "released"]);
    expect(await queue.jobs(["waiting"])).toMatchObject([{ source: "/a", crashes: 0, failedAttempts: 0 }]);
  });

  test("lets go of a batch that is cancelled, within seconds", async () => {
    await enqueue("a", "b");
    await run(
      async (_, { signal }) => {
        await queue.cancel("x");
        await delay(60_000, undefined, { signal });
        throw new Error("unreachable");
      },
      { concurrency: 1 },
    );
    expect(types()).toEqual(["started", "released"]);
    expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0, done: 0, dead: 0 });
  });

  test("stops at failures that it is told to stop at, and gives the jobs back", async () => {
    await enqueue("a", "b", "c");
    const full = new StoreError("library.disk-full", "The disk is full.");
    const work = run(
      async () => {
        throw full;
      },
      { concurrency: 1, stopOn: (thrown) => thrown instanceof StoreError },
    );
    await expect(work).rejects.toBe(full);
    expect(await queue.counts()).toMatchObject({ waiting: 3, active: 0, dead: 0 });
  });
});
