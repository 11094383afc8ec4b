import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import type { BudgetError } from "@longdoc/core";
import { makeNumbered } from "@longdoc/fixtures";
import { openEmbeddedQueue } from "@longdoc/queue";

import { temporaryFolder } from "./support/folder.ts";
import { errorLines, json, longdoc, start } from "./support/longdoc.ts";
import type { ErrorJson, StatusJson } from "./support/shapes.ts";

interface JobsJson {
  readonly paused: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly batches: readonly { readonly id: string; readonly counts: Readonly<Record<string, number>> }[];
  readonly jobs: readonly {
    readonly id: string;
    readonly source: string;
    readonly failure?: { readonly code: string };
  }[];
}

interface EnqueueJson {
  readonly batch: string;
  readonly added: number;
  readonly requeued: number;
  readonly present: number;
  readonly failures: readonly ErrorJson[];
}

describe("the queue of a library", () => {
  test("from enqueueing to the index: a worker does it, failures are listed, mended and retried", async () => {
    await using folder = await temporaryFolder();
    const run = (...parameters: readonly string[]) => longdoc(parameters, { cwd: folder.path });
    await folder.write("docs/a.pdf", makeNumbered("A", 2));
    await folder.write("docs/deep/b.md", "The heron nests here.");
    await folder.write("docs/bad.pdf", "This is no PDF.");
    await folder.write("docs/tune.mp3", "ID3");

    const queued = await run("enqueue", "docs", "--json");
    expect(queued.code).toBe(0);
    const { batch } = json<EnqueueJson>(queued);
    expect(json<EnqueueJson>(queued)).toMatchObject({ added: 3, requeued: 0, present: 0, failures: [] });
    expect(queued.stderr).toContain("1 file of other types");
    expect(json<EnqueueJson>(await run("enqueue", "docs", "--json"))).toMatchObject({ added: 0, present: 3 });

    const worker = start(["worker"], { cwd: folder.path, env: { LONGDOC_HTTP_PORT: "0" } });
    // It ends when all is done.
    expect(json<JobsJson>(await run("jobs", "--follow", "--json")).counts).toMatchObject({
      done: 2,
      dead: 1,
    });
    const settled = async (done: number, dead: number): Promise<JobsJson> => {
      for (;;) {
        const state = json<JobsJson>(await run("jobs", "--json"));
        if (state.counts["done"] === done && state.counts["dead"] === dead) return state;
      }
    };
    expect(await settled(2, 1)).toMatchObject({
      paused: false,
      batches: [{ id: batch, counts: { done: 2, dead: 1 } }],
    });
    const dead = await run("queue", "dead", "--json");
    expect(json<JobsJson>(dead).jobs).toMatchObject([{ failure: { code: "pdf.invalid" } }]);
    expect((await run("queue", "dead")).stdout).toMatch(/^dead +\S+ +docs\/bad\.pdf/);

    await folder.write("docs/bad.pdf", makeNumbered("Mended", 1));
    expect(json(await run("queue", "retry", "--code", "other", "--json"))).toEqual({ retried: 0 });
    expect(json(await run("queue", "retry", "--code", "pdf.invalid", "--json"))).toEqual({ retried: 1 });
    await settled(3, 0);
    worker.child.kill("SIGTERM");
    const ended = await worker.finished;
    expect(ended.code).toBe(0);
    const log = ended.stdout.trim().split("\n");
    expect(log.map((line) => (JSON.parse(line) as { msg: string }).msg).at(-1)).toBe("worker stopped");
    const status = json<StatusJson>(await run("status", "--json"));
    expect(status.documents).toHaveLength(3);
    expect(status.failures).toEqual([]);
    expect((await run("jobs", batch)).stdout).toMatch(/^batch-\w+ 100% {2}3 documents: 3 done/);
  });

  test("is paused, cancelled and emptied by command", async () => {
    await using folder = await temporaryFolder();
    const run = (...parameters: readonly string[]) => longdoc(parameters, { cwd: folder.path });
    await folder.write("a.md", "The heron nests here.");
    await run("enqueue", "a.md", "--batch", "mine", "--priority", "5");
    await run("queue", "pause");
    expect(json<JobsJson>(await run("jobs", "--json")).paused).toBe(true);
    await run("queue", "resume");
    expect(json(await run("queue", "cancel", "mine", "--json"))).toEqual({
      batch: "mine",
      removed: 1,
      active: 0,
    });
    expect(json<JobsJson>(await run("jobs", "--json")).counts).toMatchObject({ waiting: 0 });
  });

  test("has a budget before anything is in it", async () => {
    await using folder = await temporaryFolder();
    const run = (...parameters: readonly string[]) => longdoc(parameters, { cwd: folder.path });
    expect((await run("queue", "budget")).stderr).toContain("There is no queue");
    expect((await run("queue", "budget", "5")).stdout).toContain("The budget is $5.00");
    expect((await run("queue", "budget")).stdout).toContain("The budget is $5.00");
  });

  test("waits for money, says so, and goes on when the budget is raised", async () => {
    await using folder = await temporaryFolder();
    const run = (...parameters: readonly string[]) => longdoc(parameters, { cwd: folder.path });
    await folder.write("a.md", "The heron nests here.");
    await run("enqueue", "a.md");
    expect(json(await run("queue", "budget", "5", "--json"))).toEqual({
      budget: { limit: 5, spent: 0, reserved: 0, abandoned: 0 },
      paused: false,
    });
    {
      await using queue = openEmbeddedQueue(join(folder.path, ".longdoc"));
      await (await queue.budget.reserve(5)).settle(4.99);
      const { code, message: reason } = (await queue.budget
        .reserve(0.1)
        .catch((error: BudgetError) => error)) as BudgetError;
      await queue.pause({ code, reason, failedAt: new Date(0).toISOString() });
    }
    expect((await run("jobs")).stdout).toMatch(
      /^The queue is paused\. The budget of \$5\.00 is used up: \$4\.99 are spent.*queue budget DOLLARS raises it\.\n/,
    );
    expect(json<JobsJson>(await run("jobs", "--json"))).toMatchObject({
      paused: true,
      reason: { code: "budget.exhausted" },
    });
    expect((await run("queue", "budget", "much")).code).toBe(2);
    expect((await run("queue", "budget", "4")).stdout).toContain("The queue is paused");
    expect((await run("queue", "budget", "$7.50")).stdout).toBe("The budget is $7.50: $4.99 are spent.\n");
    expect(json<JobsJson>(await run("jobs", "--json")).paused).toBe(false);
  });

  test("plans before it begins, and then touches nothing", async () => {
    await using folder = await temporaryFolder();
    const run = (...parameters: readonly string[]) => longdoc(parameters, { cwd: folder.path });
    await folder.write("docs/a.md", "The heron nests here.");
    expect(json(await run("enqueue", "docs", "--plan", "--json"))).toEqual({
      plan: {
        documents: 1,
        bytes: 21,
        types: { ".md": { documents: 1, bytes: 21 } },
        unchanged: 0,
        pages: 1,
        seconds: 1,
        dollars: 0,
      },
    });
    expect((await run("jobs")).code).toBe(1);
    await run("ingest", "docs");
    await folder.write("docs/b.pdf", makeNumbered("B", 2));
    const planned = await run("enqueue", "docs", "gone.pdf", "--plan");
    expect(planned.code).toBe(1);
    expect(planned.stdout).toMatch(
      /^2 documents, .*\n {2}\.md .*\n {2}\.pdf .*\n1 document unchanged since .*\nAbout 1 page to read: .*\nCost: \$0\.00\.\n$/,
    );
    expect(planned.stderr).toContain("gone.pdf");
  });

  test("takes a manifest, and names its bad lines while the good ones are queued", async () => {
    await using folder = await temporaryFolder();
    await folder.write(
      "lists/all.jsonl",
      '"../a.md"\n\n{"source": "../b.md", "priority": 1}\nnonsense\n{"source": 3}\n',
    );
    const result = await longdoc(["enqueue", "--manifest", "lists/all.jsonl", "--json"], {
      cwd: folder.path,
    });
    expect(result.code).toBe(1);
    expect(json<EnqueueJson>(result)).toMatchObject({ added: 2 });
    expect(
      json<EnqueueJson>(result).failures.map(({ code, input }) => [code, input?.split(":").at(-1)]),
    ).toEqual([
      ["usage.manifest", "4"],
      ["usage.manifest", "5"],
    ]);
    const { jobs } = json<JobsJson>(
      await longdoc(["jobs", json<EnqueueJson>(result).batch, "--json"], { cwd: folder.path }),
    );
    expect(jobs.map(({ source }) => source.slice(folder.path.length)).toSorted()).toEqual(["/a.md", "/b.md"]);
  });

  test.each([
    [["jobs"], 1, "queue.missing"],
    [["enqueue"], 2, "usage.path"],
    [["enqueue", "gone.pdf"], 1, "file.missing"],
    [["enqueue", "a.md", "--priority", "0"], 2, "usage.option"],
    [["enqueue", "a.md", "--batch", "a:b"], 1, "queue.batch-name"],
    [["enqueue", "--manifest", "gone.jsonl"], 1, "file.unreadable"],
    [["queue", "explode"], 2, "usage.action"],
    [["queue", "cancel"], 1, "queue.missing"],
    [["jobs", "--redis", "redis://127.0.0.1:1"], 1, "queue.unreachable"],
    [["worker", "--redis", "localhost"], 1, "queue.address"],
    [["watch", "gone"], 1, "file.missing"],
  ] as const)("%j fails with one line that says why", async (parameters, code, error) => {
    await using folder = await temporaryFolder();
    const result = await longdoc([...parameters, "--json"], { cwd: folder.path });
    expect(result.code).toBe(code);
    expect(json<{ error: ErrorJson }>(result).error).toMatchObject({ code: error });
    expect(errorLines(result)).toHaveLength(1);
  });
});
