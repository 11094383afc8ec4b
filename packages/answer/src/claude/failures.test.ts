import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Fault, type StandIn, startStandIn } from "@longdoc/claude-stand-in";
import type { Answer } from "@longdoc/core";

import { answererAt, GOOD, plan } from "../../test/reports.ts";
import type { AnswerEvent } from "../answerer.ts";
import { ask } from "../ask.ts";
import type { ClaudeAnswererOptions } from "./claude-answerer.ts";

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.close());

/** The wait of a request that is sent again is the server's to say. */
const AT_ONCE = { "retry-after-ms": "1" };

function askAfter(faults: Fault | readonly Fault[], options?: ClaudeAnswererOptions): Promise<Answer> {
  standIn.fail(faults);
  return ask(plan, { answerer: answererAt(standIn, options) });
}

function asked(): number {
  return standIn.requests.filter(({ path }) => path === "/v1/messages").length;
}

describe("a refused request", () => {
  test.each([
    [400, "prompt is too long: 1006914 tokens > 1000000 maximum", "model.prompt-too-long", "permanent"],
    [400, "You have reached your specified API usage limits.", "model.spend-limit", "permanent"],
    [400, "foo: Extra inputs are not permitted", "model.bad-request", "permanent"],
    [401, "invalid x-api-key", "model.key-invalid", "permanent"],
    [402, "no credit", "model.billing", "permanent"],
    [403, "not allowed", "model.permission", "permanent"],
    [404, "model: claude-x", "model.not-found", "permanent"],
    [413, "too large", "model.request-too-large", "permanent"],
    [422, "odd", "model.bad-request", "permanent"],
    [429, "slow down", "model.rate-limited", "transient"],
    [500, "Internal server error", "model.server", "transient"],
    [504, "too slow", "model.timeout", "transient"],
    [529, "Overloaded", "model.overloaded", "transient"],
  ])("%i (%s) is %s", async (status, message, code, recovery) => {
    const error = await askAfter({ type: "status", status, message }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ModelError", code, recovery, hint: expect.stringMatching(/\.$/) });
  });

  test("for the month's spending is told from a rate limit", async () => {
    await expect(askAfter({ type: "spend-limit" })).rejects.toMatchObject({
      code: "model.spend-limit",
      recovery: "permanent",
    });
  });

  test.each([
    [413, "model.request-too-large", "The request is larger than Claude takes."],
    [502, "model.server", "Claude's server failed: HTTP status 502."],
  ])("with a proxy's page %i in it is told without the page", async (status, code, message) => {
    await expect(askAfter({ type: "proxy-page", status })).rejects.toMatchObject({ code, message });
  });

  test("is sent again, and the answer is given when it comes", async () => {
    const faults: Fault[] = [
      { type: "status", status: 529, headers: AT_ONCE },
      { type: "status", status: 429, headers: AT_ONCE },
    ];
    expect((await askAfter(faults, { maxRetries: 2 })).status).toBe("answered");
    expect(asked()).toBe(3);
  });

  test("is not sent again where the server says that it is of no use", async () => {
    const fault: Fault = { type: "status", status: 500, headers: { "x-should-retry": "false" } };
    await expect(askAfter(fault, { maxRetries: 2 })).rejects.toMatchObject({ code: "model.server" });
    expect(asked()).toBe(1);
  });

  test.each([
    ["seconds", "3600", "Ask again in 60 minutes."],
    ["a date", "Fri, 01 Jan 2100 00:00:00 GMT", "Ask again after Fri, 01 Jan 2100 00:00:00 GMT."],
  ])("is not waited for when the wait is long, given as %s", async (_, retryAfter, hint) => {
    await expect(askAfter({ type: "rate-limit", retryAfter }, { maxRetries: 5 })).rejects.toMatchObject({
      code: "model.rate-limited",
      recovery: "transient",
      hint,
    });
    expect(asked()).toBe(1);
  });

  test("whose connection is dropped is told as such", async () => {
    await expect(askAfter({ type: "drop-connection" })).rejects.toMatchObject({
      code: "model.connection",
      recovery: "transient",
    });
  });

  test("that is answered late is answered", async () => {
    expect((await askAfter({ type: "slow-first-byte", delayMs: 50 })).status).toBe("answered");
  });
});

describe("a broken stream", () => {
  test("with an error in it fails as that error, and is not asked for again once text was given out", async () => {
    const fault: Fault = { type: "stream-error", afterBlocks: 2 };
    await expect(askAfter(fault, { maxRetries: 2 })).rejects.toMatchObject({
      code: "model.overloaded",
      recovery: "transient",
    });
    expect(asked()).toBe(1);
  });

  test.each<Fault>([{ type: "stream-error" }, { type: "cut-stream" }, { type: "drop-stream" }])(
    "(%j) is asked for again while nothing of it was given out",
    async (fault) => {
      expect((await askAfter(fault, { maxRetries: 1 })).status).toBe("answered");
      expect(asked()).toBe(2);
    },
  );

  test("is not asked for again without end", async () => {
    const faults: Fault[] = [{ type: "stream-error" }, { type: "stream-error" }, { type: "stream-error" }];
    await expect(askAfter(faults, { maxRetries: 1 })).rejects.toMatchObject({ code: "model.overloaded" });
    expect(asked()).toBe(2);
  });

  test("is not asked for again when the error is one that stays", async () => {
    const fault: Fault = { type: "stream-error", error: "invalid_request_error" };
    await expect(askAfter(fault, { maxRetries: 2 })).rejects.toMatchObject({ recovery: "permanent" });
    expect(asked()).toBe(1);
  });

  test.each<Fault>([
    { type: "cut-stream", afterBlocks: 2 },
    { type: "drop-stream", afterBlocks: 2 },
  ])("(%j) is told as cut off", async (fault) => {
    await expect(askAfter(fault)).rejects.toMatchObject({ code: "model.stream-cut", recovery: "transient" });
  });

  test("that stalls is given up, and its connection closed", async () => {
    const fault: Fault = { type: "stall", afterBlocks: 2 };
    await expect(askAfter(fault, { idleTimeoutMs: 200, maxRetries: 2 })).rejects.toMatchObject({
      code: "model.stalled",
      recovery: "transient",
    });
    await standIn.requests[0]!.closed;
    expect(asked()).toBe(1);
  });

  test("of an error's own text is given up too, and the status tells what it is", async () => {
    const fault: Fault = { type: "endless-error", status: 529 };
    await expect(askAfter(fault, { idleTimeoutMs: 200 })).rejects.toMatchObject({ code: "model.overloaded" });
    await standIn.requests[0]!.closed;
  });

  test("is none while pings show that the model thinks", async () => {
    const answer = await askAfter({ type: "pings", count: 10, everyMs: 100 }, { idleTimeoutMs: 600 });
    expect(answer.status).toBe("answered");
  });

  test("is what the server sees when the caller cancels, or stops listening", async () => {
    const controller = new AbortController();
    // The rest would never come: only hanging up ends these.
    standIn.fail([
      { type: "stall", afterBlocks: 2 },
      { type: "stall", afterBlocks: 2 },
    ]);
    const onEvent = (): void => controller.abort();
    const cancelled = ask(plan, { answerer: answererAt(standIn), signal: controller.signal, onEvent });
    await expect(cancelled).rejects.toMatchObject({ code: "model.cancelled" });
    await standIn.requests[0]!.closed;

    const heard: AnswerEvent["type"][] = [];
    for await (const event of answererAt(standIn).stream(plan)) {
      heard.push(event.type);
      break;
    }
    expect(heard).toEqual(["text"]);
    await standIn.requests[1]!.closed;
  });
});

describe("before anything is sent", () => {
  test("a server that is not there is told", async () => {
    const answerer = answererAt(standIn, { baseURL: "http://127.0.0.1:1" });
    await expect(ask(plan, { answerer })).rejects.toMatchObject({
      code: "model.connection",
      recovery: "transient",
    });
  });

  test("a cancelled question is not asked", async () => {
    const cancelled = ask(plan, { answerer: answererAt(standIn), signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: "model.cancelled" });
    expect(standIn.requests).toEqual([]);
  });

  test("documents that seem to be above the window are counted first, and asked about if they are not", async () => {
    const answer = await ask({ ...plan, used: 2_000_000 }, { answerer: answererAt(standIn) });
    expect(answer.status).toBe("answered");
    expect(standIn.requests.map(({ path }) => path)).toEqual(["/v1/messages/count_tokens", "/v1/messages"]);
  });

  test("documents that are counted above the window are not sent", async () => {
    const long = { ...plan, used: 250_000, question: "word ".repeat(150_000) };
    const answerer = answererAt(standIn, { model: "claude-haiku-4-5" });
    await expect(ask(long, { answerer })).rejects.toMatchObject({
      code: "model.prompt-too-long",
      message: expect.stringMatching(/about \d{3},\d{3} tokens; claude-haiku-4-5 reads 200,000/),
    });
    expect(asked()).toBe(0);
  });

  test("documents far above the window are not sent where they cannot be counted", async () => {
    standIn.fail({ type: "status", status: 404 }, "count_tokens");
    const far = ask({ ...plan, used: 2_000_000 }, { answerer: answererAt(standIn) });
    await expect(far).rejects.toMatchObject({ code: "model.prompt-too-long" });
    standIn.fail({ type: "status", status: 404 }, "count_tokens");
    const near = await ask({ ...plan, used: 1_100_000 }, { answerer: answererAt(standIn) });
    expect(near.status).toBe("answered");
    expect(asked()).toBe(1);
  });

  test("a missing key, an odd key and an odd address are told", () => {
    expect(() => answererAt(standIn, { apiKey: "" })).toThrow(
      expect.objectContaining({ code: "model.key-missing" }),
    );
    expect(() => answererAt(standIn, { apiKey: "sk-“quoted”" })).toThrow(
      expect.objectContaining({ code: "model.key-invalid" }),
    );
    expect(() => answererAt(standIn, { baseURL: "localhost" })).toThrow(
      expect.objectContaining({ code: "usage.base-url-invalid" }),
    );
  });
});

test("what is said of the plan in these tests is what the stand-in streams", async () => {
  const answer = await askAfter({ type: "say", blocks: GOOD });
  expect(answer.text).toBe(GOOD.map(({ text }) => text).join(""));
});
