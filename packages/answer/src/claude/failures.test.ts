import type { ServerResponse } from "node:http";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

import {
  answerer,
  eventsOf,
  GOOD,
  plan,
  replies,
  replyWith,
  replyWithError,
  requests,
  send,
  startServer,
  stopServer,
} from "../../test/scripted-claude.ts";
import { ask } from "../ask.ts";

beforeEach(startServer);
afterEach(stopServer);

describe("a refused request", () => {
  test.each([
    [
      400,
      "invalid_request_error",
      "prompt is too long: 1006914 tokens > 1000000 maximum",
      "model.prompt-too-long",
      "permanent",
    ],
    [
      400,
      "invalid_request_error",
      "You have reached your specified API usage limits.",
      "model.spend-limit",
      "permanent",
    ],
    [400, "invalid_request_error", "foo: Extra inputs are not permitted", "model.bad-request", "permanent"],
    [401, "authentication_error", "invalid x-api-key", "model.key-invalid", "permanent"],
    [402, "billing_error", "no credit", "model.billing", "permanent"],
    [403, "permission_error", "not allowed", "model.permission", "permanent"],
    [404, "not_found_error", "model: claude-x", "model.not-found", "permanent"],
    [413, "request_too_large", "too large", "model.request-too-large", "permanent"],
    [422, "invalid_request_error", "odd", "model.bad-request", "permanent"],
    [429, "rate_limit_error", "slow down", "model.rate-limited", "transient"],
    [500, "api_error", "Internal server error", "model.server", "transient"],
    [504, "timeout_error", "too slow", "model.timeout", "transient"],
    [529, "overloaded_error", "Overloaded", "model.overloaded", "transient"],
  ])("%i %s (%s) is %s", async (status, type, message, code, recovery) => {
    replyWithError(status, type, message);
    const error = await ask(plan, { answerer: answerer() }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ModelError", code, recovery, hint: expect.stringMatching(/\.$/) });
  });

  test("for the month's spending is told from a rate limit", async () => {
    replyWithError(
      429,
      "rate_limit_error",
      "Limit reached",
      {},
      { error_code: "enforced_spend_limit_reached" },
    );
    await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({
      code: "model.spend-limit",
      recovery: "permanent",
    });
  });

  test("with a proxy's page in it is told without the page", async () => {
    replies.push((_, response) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<!DOCTYPE html><html><h1>Bad gateway</h1></html>");
    });
    const error = await ask(plan, { answerer: answerer() }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "model.server",
      message: "Claude's server failed: HTTP status 502.",
    });
  });

  test("is sent again, and the answer is given when it comes", async () => {
    replyWithError(529, "overloaded_error", "Overloaded", { "retry-after-ms": "1" });
    replyWithError(429, "rate_limit_error", "slow down", { "retry-after-ms": "1" });
    replyWith(GOOD);
    const answer = await ask(plan, { answerer: answerer({ maxRetries: 2 }) });
    expect(answer.status).toBe("answered");
    expect(requests).toHaveLength(3);
  });

  test.each([
    ["seconds", "3600", "Ask again in 60 minutes."],
    ["a date", "Fri, 01 Jan 2100 00:00:00 GMT", "Ask again after Fri, 01 Jan 2100 00:00:00 GMT."],
  ])("is not waited for when the wait is long, given as %s", async (_, after, hint) => {
    replyWithError(429, "rate_limit_error", "slow down", { "retry-after": after });
    const asked = ask(plan, { answerer: answerer({ maxRetries: 5 }) });
    await expect(asked).rejects.toMatchObject({ code: "model.rate-limited", recovery: "transient", hint });
    expect(requests).toHaveLength(1);
  });
});

describe("a broken stream", () => {
  /** The first events of a good reply, up to the end of its first cited block. */
  function begin(body: unknown, response: ServerResponse): void {
    send(response, eventsOf(body, GOOD).slice(0, 12));
  }

  test("with an error in it fails as that error, and is not asked for again", async () => {
    replies.push((body, response) => {
      begin(body, response);
      send(response, [{ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }]);
      response.end();
    });
    await expect(ask(plan, { answerer: answerer({ maxRetries: 2 }) })).rejects.toMatchObject({
      code: "model.overloaded",
      recovery: "transient",
    });
    expect(requests).toHaveLength(1);
  });

  test("that ends too early, or whose connection is lost, is cut", async () => {
    for (const stop of [
      (response: ServerResponse) => response.end(),
      (response: ServerResponse) => response.destroy(),
    ]) {
      replies.length = 0;
      replies.push((body, response) => {
        begin(body, response);
        response.write('event: content_block_delta\ndata: {"type":"content_bl', () => stop(response));
      });
      await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({
        code: "model.stream-cut",
        recovery: "transient",
      });
    }
  });

  test("that stalls is given up, and its connection closed", async () => {
    const closed = new Promise<void>((resolve) => {
      replies.push((body, response) => {
        response.on("close", resolve);
        begin(body, response);
      });
    });
    await expect(ask(plan, { answerer: answerer({ idleTimeoutMs: 100 }) })).rejects.toMatchObject({
      code: "model.stalled",
      recovery: "transient",
    });
    await closed;
  });

  test("of an error's own text is given up too, and the status tells what it is", async () => {
    const closed = new Promise<void>((resolve) => {
      replies.push((_, response) => {
        response.on("close", resolve);
        response.writeHead(529, { "content-type": "application/json" });
        response.write('{"type":"error"');
      });
    });
    await expect(ask(plan, { answerer: answerer({ idleTimeoutMs: 100 }) })).rejects.toMatchObject({
      code: "model.overloaded",
    });
    await closed;
  });

  test("is none while pings show that the model thinks", async () => {
    replies.push(async (body, response) => {
      for (let ping = 0; ping < 10; ping++) {
        send(response, [{ type: "ping" }]);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      send(response, eventsOf(body, GOOD));
      response.end();
    });
    const answer = await ask(plan, { answerer: answerer({ idleTimeoutMs: 600 }) });
    expect(answer.status).toBe("answered");
  });

  test("is what the server sees when the caller cancels, or stops listening", async () => {
    let closed = Promise.withResolvers<void>();
    replies.push((body, response) => {
      response.on("close", () => closed.resolve());
      begin(body, response);
      send(response, eventsOf(body, GOOD).slice(12, -2));
    });
    const controller = new AbortController();
    const asked = ask(plan, {
      answerer: answerer(),
      signal: controller.signal,
      onEvent: () => controller.abort(),
    });
    await expect(asked).rejects.toMatchObject({ code: "model.cancelled" });
    await closed.promise;
    closed = Promise.withResolvers();
    for await (const event of answerer().stream(plan)) {
      expect(event.type).toBe("citation");
      break;
    }
    await closed.promise;
  });
});

describe("before anything is sent", () => {
  test("a server that is not there is told", async () => {
    const asked = ask(plan, { answerer: answerer({ baseURL: "http://127.0.0.1:1" }) });
    await expect(asked).rejects.toMatchObject({ code: "model.connection", recovery: "transient" });
  });

  test("a cancelled question is not asked", async () => {
    await expect(ask(plan, { answerer: answerer(), signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "model.cancelled",
    });
    expect(requests).toEqual([]);
  });

  test("documents far above the window are not sent", async () => {
    await expect(ask({ ...plan, used: 2_000_000 }, { answerer: answerer() })).rejects.toMatchObject({
      code: "model.prompt-too-long",
    });
    expect(requests).toEqual([]);
  });

  test("a missing key, an odd key and an odd address are told", () => {
    expect(() => answerer({ apiKey: "" })).toThrow(expect.objectContaining({ code: "model.key-missing" }));
    expect(() => answerer({ apiKey: "sk-“quoted”" })).toThrow(
      expect.objectContaining({ code: "model.key-invalid" }),
    );
    expect(() => answerer({ baseURL: "localhost" })).toThrow(
      expect.objectContaining({ code: "usage.base-url-invalid" }),
    );
  });
});
