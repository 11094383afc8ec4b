import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { makeNumbered } from "@longdoc/fixtures";

import { ingest } from "../ingest.ts";
import type { TaskReply, TaskRequest } from "./messages.ts";
import { SandboxPool } from "./pool.ts";
import { DEFAULT_MEMORY_LIMIT_BYTES as LIMIT, type Sandbox } from "./process.ts";

describe("a pool of two processes", () => {
  let pool: SandboxPool<TaskRequest, TaskReply>;
  let taken: Sandbox<TaskRequest, TaskReply>[];
  const take = async (limit: number = LIMIT, signal?: AbortSignal): Promise<void> => {
    taken.push(await pool.take(limit, signal));
  };
  beforeEach(async () => {
    pool = new SandboxPool(new URL("./child.ts", import.meta.url), 2);
    taken = [];
    await take();
    await take();
  });
  afterEach(() => taken.forEach((sandbox) => sandbox.kill("cancelled")));

  test("lets the third wait until one is given back, and gives it that one", async () => {
    const third = take();
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toHaveLength(2);
    await pool.giveBack(taken[1]!, LIMIT);
    await third;
    expect(taken[2]).toBe(taken[1]);
  });

  test("starts another in place of one that was killed", async () => {
    const third = take();
    taken[0]!.kill("timeout");
    await pool.giveBack(taken[0]!, LIMIT);
    await third;
    expect(taken[2]).not.toBe(taken[0]);
    expect(taken[2]!.alive).toBe(true);
  });

  test("ends an idle one for one with another limit", async () => {
    await pool.giveBack(taken[0]!, LIMIT);
    await take(LIMIT / 2);
    expect([taken[0]!.alive, taken[2]!.alive]).toEqual([false, true]);
  });

  test("lets a waiter go that is cancelled, and serves the next one", async () => {
    const controller = new AbortController();
    const cancelled = take(LIMIT, controller.signal);
    const next = take();
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ exit: "cancelled" });
    await pool.giveBack(taken[0]!, LIMIT);
    await next;
    expect(taken).toHaveLength(3);
  });
});

const onLinux = process.platform === "linux" ? test : test.skip;
onLinux("many documents at once start no more processes than there are cores", async () => {
  const bytes = await makeNumbered("A", 4);
  const children = (): number =>
    readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim().split(" ").length;
  const before = children();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, children());
  }, 5);
  const read = Array.from({ length: 20 }, (_, index) => ingest({ name: `${index}.pdf`, bytes }));
  const documents = await Promise.all(read);
  clearInterval(timer);
  expect(documents.map(({ document }) => document.pages.length)).toEqual(documents.map(() => 4));
  expect(most - before).toBeLessThanOrEqual(availableParallelism());
});
