import { fork } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

import { describeJobQueue } from "../contract/job-queue.ts";
import { openEmbeddedQueue } from "./open-queue.ts";
import { QUEUE_FILE } from "./schema.ts";

const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), "longdoc queue-"));

describeJobQueue("the embedded queue", async () => {
  const folder = await temporary();
  return {
    open: async () => openEmbeddedQueue(folder),
    reopen: async () => openEmbeddedQueue(folder),
    claimAndDie: async () => {
      const child = fork(new URL("../../test/claim-forever.ts", import.meta.url), [folder], {
        execArgv: ["--conditions=@longdoc/source", "--disable-warning=ExperimentalWarning"],
      });
      await new Promise((resolve) => child.once("message", resolve));
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
    remove: () => rm(folder, { recursive: true }),
  };
});

describe("the embedded queue's file", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await temporary();
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("lets a job go whose holder is alive and has not renewed its claim", async () => {
    await using stuck = openEmbeddedQueue(folder, { leaseMs: 50 });
    await stuck.enqueue([{ source: "/a.pdf" }], { batch: "x" });
    const lost = (await stuck.claim())!;
    await delay(60);
    await using other = openEmbeddedQueue(folder);
    expect(await other.claim()).toMatchObject({ source: "/a.pdf", crashes: 1 });
    expect(await stuck.renew([lost])).toEqual([lost.id]);
  });

  test("can be looked at through one batch", async () => {
    await using queue = openEmbeddedQueue(folder);
    await queue.enqueue([{ source: "/a.pdf" }], { batch: "x" });
    await queue.enqueue([{ source: "/b.pdf" }], { batch: "y" });
    const only = queue.only("y");
    expect(await only.claim()).toMatchObject({ source: "/b.pdf" });
    expect(await only.claim()).toBeUndefined();
    expect(await only.counts()).toMatchObject({ waiting: 0, active: 1 });
    expect(await queue.counts()).toMatchObject({ waiting: 1, active: 1 });
  });

  test("is not opened when a newer version made it, or when it is no database", async () => {
    await openEmbeddedQueue(folder).close();
    const database = new DatabaseSync(join(folder, QUEUE_FILE));
    database.exec("PRAGMA user_version = 999");
    database.close();
    expect(() => openEmbeddedQueue(folder)).toThrow(expect.objectContaining({ code: "queue.newer" }));
    await rm(join(folder, QUEUE_FILE));
    await writeFile(join(folder, QUEUE_FILE), "This is a diary.".repeat(400));
    expect(() => openEmbeddedQueue(folder)).toThrow(expect.objectContaining({ code: "queue.damaged" }));
    expect(() => openEmbeddedQueue(join(folder, QUEUE_FILE))).toThrow(
      expect.objectContaining({ code: "queue.unwritable" }),
    );
  });
});
