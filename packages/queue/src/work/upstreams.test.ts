import { setTimeout as delay } from "node:timers/promises";

import { describe, expect, test } from "@jest/globals";
import { IngestError, ModelError, QueueError, StoreError } from "@longdoc/core";

import { createUpstreams, UpstreamAway, type UpstreamName, upstreamOf } from "./upstreams.ts";

const { signal } = new AbortController();
const away = () => new StoreError("library.unavailable", "Away.", { recovery: "transient" });
const unavailable = () => new IngestError("source.unavailable", "503.", { recovery: "transient" });

describe("upstreams", () => {
  test("are told from one another, and from the document, by the failure's kind and code", () => {
    const told: [unknown, UpstreamName | undefined][] = [
      [away(), "store"],
      [new StoreError("library.failed", "Refused."), undefined],
      [new QueueError("blobs.refused", "403."), "blobs"],
      [new QueueError("queue.unreachable", "Gone."), "queue"],
      [new QueueError("job.poison", "Killed twice."), undefined],
      [unavailable(), "source"],
      [new IngestError("file.missing", "404."), undefined],
      [new ModelError("model.overloaded", "529.", { recovery: "transient" }), "model"],
      [new ModelError("model.key-invalid", "401."), "model"],
      [new ModelError("model.refused", "No."), undefined],
      [new UpstreamAway("model", away()), "model"],
      [new Error("?"), undefined],
    ];
    for (const [thrown, name] of told) expect(upstreamOf(thrown)).toBe(name);
  });

  test("that failed are not asked for a while, then once, and by everybody when that succeeds", async () => {
    const upstreams = createUpstreams({ firstRetryMs: 40 });
    let called = 0;
    const call = <Result>(work: () => Promise<Result>): Promise<Result> =>
      upstreams.call(
        "store",
        "a",
        () => {
          called += 1;
          return work();
        },
        signal,
      );
    const failing = async (): Promise<never> => {
      throw away();
    };
    await expect(call(failing)).rejects.toMatchObject({ code: "library.unavailable" });
    await expect(call(failing)).rejects.toMatchObject({ cause: { code: "library.unavailable" } });
    expect(called).toBe(1);
    while (upstreams.waitMs(0) > 0) await delay(1);
    let answer = (): void => undefined;
    const probe = call(() => new Promise<void>((resolve) => (answer = resolve)));
    const other = call(async () => "answered");
    await delay(5);
    expect(called).toBe(2);
    answer();
    await probe;
    expect(await other).toBe("answered");
    // Others are as they were.
    expect(await upstreams.call("source", "a", async () => "there", signal)).toBe("there");
  });

  test("put a failure down to the document until another document meets it", async () => {
    const upstreams = createUpstreams();
    const verdict = async (job: string, error: unknown): Promise<boolean> => {
      const thrown = await upstreams
        .call(
          "source",
          job,
          async () => {
            throw error;
          },
          signal,
        )
        .catch((caught: unknown) => caught);
      return upstreams.failed("source", job, thrown).counts;
    };
    expect(await verdict("a", unavailable())).toBe(true);
    expect(await verdict("a", unavailable())).toBe(true);
    await upstreams.call("source", "b", async () => "there", signal);
    expect(await verdict("a", unavailable())).toBe(true);
    expect(await verdict("b", unavailable())).toBe(false);
    // Not called any more.
    expect(await verdict("a", unavailable())).toBe(false);
  });

  test("that ask for time get it at once", async () => {
    const upstreams = createUpstreams();
    const slower = new ModelError("model.rate-limited", "429.", {
      recovery: "transient",
      retryAfterMs: 60_000,
    });
    const asked = upstreams.call(
      "model",
      "a",
      async () => {
        throw slower;
      },
      signal,
    );
    await expect(asked).rejects.toBe(slower);
    expect(upstreams.failed("model", "a", slower)).toMatchObject({ counts: false, delayMs: 60_000 });
    await expect(upstreams.call("model", "b", async () => 1, signal)).rejects.toBeInstanceOf(UpstreamAway);
  });
});
