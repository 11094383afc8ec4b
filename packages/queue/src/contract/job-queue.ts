import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

import type { Claim, JobFailure, JobOutcome, JobQueue, NewJob } from "../queue.ts";

/** How a suite gets at a queue: `reopen` opens what `open` made, as another process would. */
export interface QueueUnderTest {
  open(): Promise<JobQueue>;
  reopen(): Promise<JobQueue>;
  /** Takes a job and sets 0.4 dollars aside in a process of its own, and kills that process. */
  claimAndDie(): Promise<void>;
  remove(): Promise<void>;
}

const OUTCOME: JobOutcome = {
  status: "indexed",
  documentId: "0123456789abcdef",
  pages: 3,
  failedPages: 0,
  sentences: 12,
  chunks: 2,
  seconds: 0.5,
};

const failure = (code: string): JobFailure => ({
  code,
  reason: "The file is no PDF.",
  hint: "Open it in another program.",
  failedAt: "2026-11-23T00:00:00.000Z",
});

const sources = (...names: readonly string[]): NewJob[] => names.map((name) => ({ source: `/${name}.pdf` }));

/** What every queue promises. A queue's own test calls this unchanged. */
export function describeJobQueue(name: string, create: () => Promise<QueueUnderTest>): void {
  describe(`${name} as a job queue`, () => {
    let under: QueueUnderTest;
    let queue: JobQueue;

    beforeEach(async () => {
      under = await create();
      queue = await under.open();
    });
    afterEach(async () => {
      await queue.close();
      await under.remove();
    });

    const take = async (): Promise<Claim> => (await queue.claim({ waitMs: 5_000 }))!;
    const remaining = async (): Promise<string[]> => {
      const taken: string[] = [];
      for (let claim = await queue.claim(); claim; claim = await queue.claim()) taken.push(claim.source);
      return taken;
    };

    test("gives jobs out in their order, the more urgent ones first", async () => {
      await queue.enqueue(sources("a", "b"), { batch: "one" });
      await queue.enqueue([{ source: "/urgent.pdf", priority: 1 }], { batch: "two" });
      await queue.enqueue([{ source: "/whenever.pdf", priority: 1_000 }], { batch: "two" });
      await queue.enqueue(sources("c"), { batch: "two" });
      expect(await remaining()).toEqual(["/urgent.pdf", "/a.pdf", "/b.pdf", "/c.pdf", "/whenever.pdf"]);
      expect(await queue.claim()).toBeUndefined();
      expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 5, done: 0, dead: 0 });
    });

    test("says where every job is, per batch and per job", async () => {
      await queue.enqueue(sources("a", "b", "c", "d", "e"), { batch: "books", name: "/books" });
      await queue.complete(await take(), OUTCOME);
      await queue.fail(await take(), failure("pdf.invalid"));
      await queue.retryLater(await take(), failure("source.unavailable"), { delayMs: 60_000, counts: true });
      const held = await take();
      await queue.report(held, { step: "parse", page: 3, pages: 9 });
      const counts = { waiting: 1, delayed: 1, active: 1, done: 1, dead: 1 };
      expect(await queue.counts("books")).toEqual(counts);
      expect(await queue.counts("others")).toEqual({ waiting: 0, delayed: 0, active: 0, done: 0, dead: 0 });
      expect(await queue.batches()).toMatchObject([
        { id: "books", name: "/books", cancelled: false, counts },
      ]);
      const jobs = await queue.jobs(["waiting", "delayed", "active", "dead"], { batch: "books" });
      expect(Object.fromEntries(jobs.map((job) => [job.source, job]))).toMatchObject({
        "/b.pdf": { state: "dead", failure: failure("pdf.invalid") },
        "/c.pdf": { state: "delayed", failedAttempts: 1, failure: failure("source.unavailable") },
        "/d.pdf": { state: "active", progress: { step: "parse", page: 3, pages: 9 } },
        "/e.pdf": { state: "waiting", failedAttempts: 0, crashes: 0 },
      });
      expect(await queue.jobs(["done"])).toMatchObject([{ source: "/a.pdf", outcome: OUTCOME }]);
      expect(await queue.jobs(["waiting", "active"], { limit: 1 })).toHaveLength(1);
    });

    test("keeps everything over a restart", async () => {
      await queue.enqueue(sources("a", "b", "c"), { batch: "books" });
      await queue.fail(await take(), failure("pdf.invalid"));
      await queue.pause();
      await queue.close();
      queue = await under.reopen();
      expect(await queue.paused()).toEqual({});
      await queue.resume();
      expect(await remaining()).toEqual(["/b.pdf", "/c.pdf"]);
      expect(await queue.jobs(["dead"])).toMatchObject([{ failure: failure("pdf.invalid") }]);
    });

    test("does not take a job twice that waits, and does again what is done or dead", async () => {
      const jobs = sources("a", "b", "c", "d");
      expect(await queue.enqueue(jobs, { batch: "x" })).toEqual({
        batch: "x",
        added: 4,
        requeued: 0,
        present: 0,
      });
      await queue.complete(await take(), OUTCOME);
      await queue.fail(await take(), failure("pdf.invalid"));
      const held = await take();
      expect(await queue.enqueue(jobs, { batch: "x" })).toEqual({
        batch: "x",
        added: 0,
        requeued: 2,
        present: 2,
      });
      expect(await queue.complete(held, OUTCOME)).toBe(true);
      expect((await remaining()).toSorted()).toEqual(["/a.pdf", "/b.pdf", "/d.pdf"]);
      expect(await queue.counts("x")).toMatchObject({ active: 3, done: 1, dead: 0 });
    });

    test("takes a source in a new state, or in another batch, for a new job", async () => {
      const states: NewJob[] = ["1", "2"].map((revision) => ({ source: "/a.pdf", revision }));
      await queue.enqueue(states, { batch: "x" });
      await queue.enqueue([states[1]!], { batch: "y" });
      expect(await remaining()).toEqual(["/a.pdf", "/a.pdf", "/a.pdf"]);
    });

    test("gives a job that failed for a while when its time has come, and counts its tries", async () => {
      await queue.enqueue(sources("a"), { batch: "x" });
      await queue.retryLater(await take(), failure("t"), { delayMs: 200, counts: true });
      expect(await queue.claim()).toBeUndefined();
      const second = await take();
      expect(second).toMatchObject({ source: "/a.pdf", failedAttempts: 1 });
      await queue.retryLater(second, failure("t"), { delayMs: 1, counts: false });
      const third = await take();
      expect(third).toMatchObject({ source: "/a.pdf", failedAttempts: 1, crashes: 0 });
      await queue.release(third);
      expect(await take()).toMatchObject({ source: "/a.pdf", failedAttempts: 1, crashes: 0 });
    });

    test("gives what a killed process held to another, and counts the crash", async () => {
      await queue.enqueue(sources("a"), { batch: "x" });
      for (const crashes of [1, 2]) {
        await under.claimAndDie();
        let claim = await queue.claim({ waitMs: 1_000 });
        while (!claim) claim = await queue.claim({ waitMs: 1_000 });
        expect(claim).toMatchObject({ source: "/a.pdf", crashes, failedAttempts: 0 });
        if (crashes < 2) await queue.release(claim);
        else await queue.fail(claim, failure("job.poison"));
      }
      // What ended its process is not tried again by the way: only when somebody says so.
      expect(await queue.enqueue(sources("a"), { batch: "x" })).toMatchObject({ requeued: 0, present: 1 });
      expect(await queue.retry({ code: "job.poison" })).toBe(1);
      expect(await take()).toMatchObject({ source: "/a.pdf", crashes: 0 });
    });

    test("does not accept the end of a job from somebody who lost it", async () => {
      await queue.enqueue(sources("a"), { batch: "x" });
      const claim = await take();
      expect(await queue.renew([claim])).toEqual([]);
      expect(await queue.complete(claim, OUTCOME)).toBe(true);
      expect(await queue.complete(claim, OUTCOME)).toBe(false);
      expect(await queue.fail(claim, failure("late"))).toBe(false);
      expect(await queue.retryLater(claim, failure("late"), { delayMs: 1, counts: true })).toBe(false);
      expect(await queue.release(claim)).toBe(false);
      expect(await queue.renew([claim])).toEqual([claim.id]);
      expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0, done: 1, dead: 0 });
    });

    test("paused, it gives out nothing and takes everything", async () => {
      await queue.enqueue(sources("a"), { batch: "x" });
      const held = await take();
      await queue.pause();
      await queue.enqueue(sources("b"), { batch: "x" });
      expect(await queue.claim({ waitMs: 100 })).toBeUndefined();
      expect(await queue.complete(held, OUTCOME)).toBe(true);
      expect(await queue.counts()).toMatchObject({ waiting: 1, active: 0, done: 1 });
      await queue.resume();
      expect(await take()).toMatchObject({ source: "/b.pdf" });
    });

    test("paused for a reason, it tells it, and stays paused for its first one", async () => {
      await queue.pause(failure("budget.exhausted"));
      await queue.pause();
      await queue.close();
      queue = await under.reopen();
      expect(await queue.paused()).toEqual({ reason: failure("budget.exhausted") });
      await queue.resume();
      expect(await queue.paused()).toBeUndefined();
      await queue.pause();
      await queue.pause(failure("budget.exhausted"));
      expect(await queue.paused()).toEqual({});
    });

    test("has one budget for all who have it open, which is spent once and lasts", async () => {
      expect(await queue.budget.state()).toEqual({ spent: 0, reserved: 0, abandoned: 0 });
      await queue.budget.setLimit(0.3);
      const other = await under.reopen();
      const asked = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? queue : other).budget.reserve(0.1)),
      );
      const reservations = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(reservations).toHaveLength(3);
      expect(asked.find((one) => one.status === "rejected")?.reason).toMatchObject({
        name: "BudgetError",
        code: "budget.exhausted",
        message: expect.stringContaining("$0.30"),
      });
      await reservations[0]!.settle(0.02);
      await reservations[0]!.settle(0.02);
      await reservations[1]!.settle(0);
      expect(await other.budget.state()).toEqual({ limit: 0.3, spent: 0.02, reserved: 0.1, abandoned: 0 });
      await expect(other.budget.reserve(0.19)).rejects.toMatchObject({ code: "budget.exhausted" });
      await other.budget.setLimit(1);
      await (await queue.budget.reserve(0.19)).settle(0.19);
      await reservations[2]!.settle(0.1);
      await queue.close();
      queue = other;
      expect(await queue.budget.state()).toEqual({ limit: 1, spent: 0.31, reserved: 0, abandoned: 0 });
      await queue.budget.setLimit(undefined);
      await queue.budget.reserve(1e6);
    });

    test("gives back what a process had set aside that is gone, and keeps what a living one has", async () => {
      await queue.enqueue(sources("a"), { batch: "x" });
      await queue.budget.setLimit(0.5);
      const mine = await queue.budget.reserve(0.1);
      // Sets 0.4 aside.
      await under.claimAndDie();
      for (;;) {
        const free = await queue.budget.reserve(0.4).catch(() => undefined);
        if (free) break;
        await delay(50);
      }
      expect(await queue.budget.state()).toEqual({ limit: 0.5, spent: 0, reserved: 0.5, abandoned: 0.4 });
      await expect(queue.budget.reserve(0.1)).rejects.toMatchObject({ code: "budget.exhausted" });
      await mine.settle(0.1);
      expect(await queue.budget.state()).toMatchObject({ spent: 0.1, reserved: 0.4 });
    });

    test("cancels one batch: what waits is gone, what is worked on is called back, others are left alone", async () => {
      await queue.enqueue(sources("a", "b", "c"), { batch: "x" });
      await queue.enqueue(sources("kept"), { batch: "y" });
      await queue.fail(await take(), failure("pdf.invalid"));
      const held = await take();
      expect(await queue.cancel("x")).toEqual({ removed: 1, active: 1 });
      expect(await queue.renew([held])).toEqual([held.id]);
      await queue.release(held);
      expect(await queue.counts("x")).toEqual({ waiting: 0, delayed: 0, active: 0, done: 0, dead: 1 });
      expect(await remaining()).toEqual(["/kept.pdf"]);
      expect((await queue.batches()).map(({ id, cancelled }) => [id, cancelled])).toEqual(
        expect.arrayContaining([
          ["x", true],
          ["y", false],
        ]),
      );
      await expect(queue.cancel("nobody")).rejects.toMatchObject({ code: "queue.batch-missing" });
      // Its documents may be put in again.
      expect(await queue.enqueue(sources("b"), { batch: "x" })).toMatchObject({ added: 1 });
      expect(await take()).toMatchObject({ source: "/b.pdf" });
    });

    test("stops putting jobs into a batch that is cancelled meanwhile", async () => {
      async function* endless(): AsyncGenerator<NewJob> {
        for (let index = 0; ; index += 1) {
          if (index === 3_000) await queue.cancel("x");
          yield { source: `/${index}.pdf` };
        }
      }
      await expect(queue.enqueue(endless(), { batch: "x" })).rejects.toMatchObject({
        code: "queue.batch-cancelled",
      });
      expect(await queue.claim()).toBeUndefined();
    });

    test("retries and drops dead jobs by batch, by code and by id", async () => {
      await queue.enqueue(sources("a", "b", "c"), { batch: "x" });
      await queue.enqueue(sources("d"), { batch: "y" });
      const codes = ["one", "two", "two", "two"];
      const claims: Claim[] = [];
      for (const code of codes) {
        const claim = await take();
        claims.push(claim);
        await queue.fail(claim, failure(code));
      }
      expect(await queue.retry({ batch: "x", code: "two" })).toBe(2);
      expect(await queue.drop({ ids: [claims[0]!.id] })).toBe(1);
      expect(await queue.drop({ code: "one" })).toBe(0);
      expect(await queue.counts()).toEqual({ waiting: 2, delayed: 0, active: 0, done: 0, dead: 1 });
      expect(await queue.retry()).toBe(1);
      expect((await remaining()).toSorted()).toEqual(["/b.pdf", "/c.pdf", "/d.pdf"]);
    });

    test("gives every job to one of many who ask at once", async () => {
      const other = await under.reopen();
      await queue.enqueue(
        Array.from({ length: 200 }, (_, index) => ({ source: `/${index}.pdf` })),
        { batch: "x" },
      );
      const taken: string[] = [];
      const worker = async (from: JobQueue): Promise<void> => {
        for (let claim = await from.claim(); claim; claim = await from.claim()) {
          taken.push(claim.source);
          await from.complete(claim, OUTCOME);
          await delay(1);
        }
      };
      await Promise.all([worker(queue), worker(other)]);
      await other.close();
      expect(new Set(taken).size).toBe(200);
      expect(taken).toHaveLength(200);
      expect(await queue.counts("x")).toMatchObject({ done: 200, active: 0 });
    });

    test("carries names and reasons of any language, and refuses a batch name that could not be typed", async () => {
      const source = '/Büro/報告書 "final" 😀\n.pdf';
      await queue.enqueue([{ source }], { batch: "x", name: source });
      const claim = await take();
      expect(claim.source).toBe(source);
      await queue.fail(claim, { ...failure("t"), reason: source });
      expect(await queue.jobs(["dead"])).toMatchObject([{ source, failure: { reason: source } }]);
      await expect(queue.enqueue([], { batch: "a:b" })).rejects.toMatchObject({ code: "queue.batch-name" });
    });

    test("closed, it says so", async () => {
      await queue.close();
      await expect(queue.counts()).rejects.toMatchObject({ code: "queue.closed" });
      await queue.close();
    });
  });
}
