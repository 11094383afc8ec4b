import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ContextPlan, Sentence } from "@longdoc/core";

import type { AnswerEvent } from "../answerer.ts";
import { ask } from "../ask.ts";
import { claudeAnswerer, type ClaudeAnswererOptions } from "./claude-answerer.ts";

/** A server that answers each request with the next of its replies, and the last one from then on. */
let replies: ((request: unknown, response: ServerResponse) => void | Promise<void>)[];
let requests: { headers: IncomingMessage["headers"]; body: any }[];
let baseURL: string;
let server: ReturnType<typeof createServer>;

beforeEach(async () => {
  replies = [];
  requests = [];
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  requests.push({ headers: request.headers, body });
  const reply = replies.length > 1 ? replies.shift()! : replies[0]!;
  await reply(body, response);
}

function sentence(id: string, text: string): Sentence {
  return {
    id,
    text,
    page: 3,
    boxes: [{ page: 3, x: 1, y: 2, width: 3, height: 4 }],
    start: 0,
    end: text.length,
    origin: { type: "text" },
  };
}

function planOf(...documents: readonly (readonly string[])[]): ContextPlan {
  return {
    question: "What was revenue?",
    model: "claude-sonnet-5-5",
    budget: 10_000,
    used: 100,
    strategy: "chunks",
    images: [],
    dropped: [],
    documents: documents.map((texts, at) => ({
      document: {
        id: `d${at}`,
        version: "v",
        title: `Report ${at}`,
        source: `/reports/${at}.pdf`,
        mediaType: "application/pdf",
        language: "en",
        pages: 9,
        quality: {
          pagesRead: 8,
          failedPages: [{ page: 7, code: "pdf.page-timeout", reason: "It took too long." }],
          warnings: [],
        },
      },
      chunks: [
        {
          id: `c${at}`,
          ordinal: 0,
          headingPath: [],
          score: 1,
          sentences: texts.map((text, index) => sentence(`d${at}s${index}`, text)),
        },
      ],
    })),
  };
}

const plan = planOf(
  ["Revenue was $5 million.", "Costs were $3 million."],
  ["Profit 😀 was up.", "Staff grew to 90."],
);

interface Block {
  readonly text: string;
  /** Document, first block, block after the last. */
  readonly cites?: readonly (readonly [number, number, number])[];
}

interface Ending {
  readonly stopReason?: string;
  readonly category?: string;
}

/** The stream of a reply whose cited text is taken from the request itself, as the API does. */
function eventsOf(
  body: any,
  blocks: readonly Block[],
  { stopReason = "end_turn", category }: Ending = {},
): object[] {
  const documents = body.messages[0].content.filter((block: any) => block.type === "document");
  return [
    {
      type: "message_start",
      message: { usage: { input_tokens: 1_000, cache_creation_input_tokens: 200, output_tokens: 1 } },
    },
    {
      type: "content_block_start",
      index: 0,
      content_block: { type: "thinking", thinking: "", signature: "" },
    },
    { type: "ping" },
    { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "x" } },
    { type: "content_block_stop", index: 0 },
    { type: "event_of_the_future" },
    ...blocks.flatMap(({ text, cites = [] }, at) => [
      { type: "content_block_start", index: at + 1, content_block: { type: "text", text: "" } },
      ...cites.map(([document, start, end]) => ({
        type: "content_block_delta",
        index: at + 1,
        delta: {
          type: "citations_delta",
          citation: {
            type: "content_block_location",
            document_index: document,
            document_title: null,
            start_block_index: start,
            end_block_index: end,
            cited_text: documents[document].source.content
              .slice(start, end)
              .map((block: any) => block.text)
              .join(""),
          },
        },
      })),
      ...(text.match(/.{1,5}/gsu) ?? []).map((part) => ({
        type: "content_block_delta",
        index: at + 1,
        delta: { type: "text_delta", text: part },
      })),
      { type: "content_block_stop", index: at + 1 },
    ]),
    {
      type: "message_delta",
      delta: {
        stop_reason: stopReason,
        ...(category ? { stop_details: { type: "refusal", category } } : {}),
      },
      usage: { output_tokens: 300 },
    },
    { type: "message_stop" },
  ];
}

function send(response: ServerResponse, events: readonly object[]): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  for (const event of events)
    response.write(`event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`);
}

function replyWith(blocks: readonly Block[], ending?: Ending): void {
  replies.push((body, response) => {
    send(response, eventsOf(body, blocks, ending));
    response.end();
  });
}

function replyWithError(
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
  details?: object,
): void {
  replies.push((_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(
      JSON.stringify({
        type: "error",
        error: { type, message, ...(details ? { details } : {}) },
        request_id: "req_1",
      }),
    );
  });
}

function answerer(options: ClaudeAnswererOptions = {}): ReturnType<typeof claudeAnswerer> {
  return claudeAnswerer({ apiKey: "test", baseURL, maxRetries: 0, ...options });
}

const GOOD: readonly Block[] = [
  {
    text: "Revenue was $5 million and costs were $3 million",
    cites: [
      [0, 0, 2],
      [0, 0, 1],
    ],
  },
  { text: ". " },
  { text: "Profit rose", cites: [[1, 0, 1]] },
  { text: ", on revenue of " },
  { text: "$5 million", cites: [[0, 0, 1]] },
  { text: ". The market grew by 4 % as well." },
];

describe("an answer", () => {
  test("streams, and every citation of it resolves to the sentences that were sent", async () => {
    replyWith(GOOD);
    const events: AnswerEvent[] = [];
    const answer = await ask(plan, { answerer: answerer(), onEvent: (event) => events.push(event) });
    expect(answer.status).toBe("answered");
    expect(answer.citations.map(({ sentenceIds, quote, page }) => ({ sentenceIds, quote, page }))).toEqual([
      { sentenceIds: ["d0s0", "d0s1"], quote: "Revenue was $5 million. Costs were $3 million.", page: 3 },
      { sentenceIds: ["d0s0"], quote: "Revenue was $5 million.", page: 3 },
      { sentenceIds: ["d1s0"], quote: "Profit 😀 was up.", page: 3 },
    ]);
    expect(answer.claims.map((claim) => [claim.text, claim.citations])).toEqual([
      ["Revenue was $5 million and costs were $3 million", [0, 1]],
      ["Profit rose", [2]],
      ["$5 million", [1]],
    ]);
    for (const claim of answer.claims) expect(answer.text.slice(claim.start, claim.end)).toBe(claim.text);
    expect(answer.text).toBe(GOOD.map((block) => block.text).join(""));
    expect(answer.unsupported).toEqual(["The market grew by 4 % as well."]);
    expect(events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("")).toBe(answer.text);
    expect(events.filter((event) => event.type === "citation")).toHaveLength(4);
    expect(events.at(-1)).toEqual({ type: "answer", answer });
  });

  test("states its tokens, its price and what could not be read", async () => {
    replyWith(GOOD);
    const answer = await ask(plan, { answerer: answerer() });
    expect(answer.usage).toEqual({
      inputTokens: 1_000,
      cacheReadTokens: 0,
      cacheWriteTokens: 200,
      outputTokens: 300,
    });
    // Claude Sonnet 5.5: $2 a million in, $2.50 written to the cache, $10 out.
    expect(answer.cost).toBeCloseTo((1_000 * 2 + 200 * 2.5 + 300 * 10) / 1_000_000, 10);
    expect(answer.warnings).toEqual([
      expect.stringContaining('"Report 0" could not be read: 7 (It took too long)'),
      expect.stringContaining('"Report 1"'),
    ]);
  });

  test("is asked for with one citable block per sentence, documents first and cached, the question last", async () => {
    replyWith(GOOD);
    await ask(plan, { answerer: answerer({ effort: "low" }) });
    const { body, headers } = requests[0]!;
    const [first, second, question] = body.messages[0].content;
    expect(first).toMatchObject({ type: "document", title: "Report 0", citations: { enabled: true } });
    expect(first.source.content.map((block: any) => block.text)).toEqual([
      "Revenue was $5 million. ",
      "Costs were $3 million.\n\n",
    ]);
    expect(JSON.parse(first.context)).toEqual({ source: "0.pdf", pages: 9, unreadablePages: [7] });
    expect([first.cache_control, second.cache_control]).toEqual([undefined, { type: "ephemeral" }]);
    expect(question).toEqual({ type: "text", text: "What was revenue?" });
    expect(body.output_config).toEqual({ effort: "low" });
    expect(headers.authorization).toBe("Bearer test");
  });

  test("is asked for without effort where the model takes none", async () => {
    replyWith(GOOD);
    await ask(plan, { answerer: answerer({ effort: "low", model: "claude-haiku-4-5" }) });
    expect(requests[0]!.body).not.toHaveProperty("output_config");
  });

  test("is not asked for when there is nothing to read", async () => {
    const answer = await ask(planOf(["", "  "]), { answerer: answerer() });
    expect(answer).toMatchObject({ status: "not_found", text: "", claims: [], cost: 0 });
    expect(requests).toEqual([]);
  });
});

describe("the verdict", () => {
  test.each([
    [
      "NOT_FOUND\n\nThe documents give no revenue for 2031.",
      "not_found",
      "The documents give no revenue for 2031.",
    ],
    ["**NOT_FOUND**\nNo figure is given.", "not_found", "No figure is given."],
    ["NOT_FOUND", "not_found", ""],
    ["PARTIAL\nOnly costs are given.", "partial", "Only costs are given."],
    ["PARTIALLY so: costs are given.", "answered", "PARTIALLY so: costs are given."],
    ["NO", "answered", "NO"],
    ["No revenue was made.", "answered", "No revenue was made."],
  ])("of %j is %s, and no part of the text", async (reply, status, text) => {
    replyWith([...reply].map((character) => ({ text: character })));
    const events: AnswerEvent[] = [];
    const answer = await ask(plan, { answerer: answerer(), onEvent: (event) => events.push(event) });
    expect([answer.status, answer.text]).toEqual([status, text]);
    expect(events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("")).toBe(text);
  });

  test("in front of a cited claim leaves the claim's offsets right", async () => {
    replyWith([
      { text: "PARTIAL\n" },
      { text: "\nRevenue was $5 million.", cites: [[0, 0, 1]] },
      { text: " Profit is not given." },
    ]);
    const answer = await ask(plan, { answerer: answerer() });
    expect(answer.claims).toEqual([{ text: "Revenue was $5 million.", start: 0, end: 23, citations: [0] }]);
    expect(answer.text).toBe("Revenue was $5 million. Profit is not given.");
  });
});

describe("what looks like a citation and is none", () => {
  test("is taken out of the text, and the statement is unsupported", async () => {
    replyWith([{ text: 'So <cite index="0-1">revenue was high</cite>.' }]);
    const answer = await ask(plan, { answerer: answerer() });
    expect(answer.text).toBe("So revenue was high.");
    expect(answer.unsupported).toEqual(["So revenue was high."]);
    expect(answer.citations).toEqual([]);
  });

  test("is raised when it names what was never sent", async () => {
    replies.push((body, response) => {
      const events = eventsOf(body, [{ text: "Revenue", cites: [[0, 0, 1]] }]);
      send(
        response,
        JSON.parse(JSON.stringify(events).replace('"end_block_index":1', '"end_block_index":9')),
      );
    });
    await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({ code: "citation.broken" });
  });
});

describe("an ending", () => {
  test.each(["max_tokens", "model_context_window_exceeded"])(
    "%s gives a partial answer that says so",
    async (stopReason) => {
      replyWith([{ text: "Revenue was", cites: [[0, 0, 1]] }], { stopReason });
      const answer = await ask(plan, { answerer: answerer() });
      expect(answer.status).toBe("partial");
      expect(answer.warnings[0]).toContain("cut short");
    },
  );

  test("by refusal is an error with its category, and no answer", async () => {
    replyWith([{ text: "Revenue" }], { stopReason: "refusal", category: "cyber" });
    const events: AnswerEvent[] = [];
    const asked = ask(plan, { answerer: answerer(), onEvent: (event) => events.push(event) });
    await expect(asked).rejects.toMatchObject({
      code: "model.refused",
      recovery: "permanent",
      message: expect.stringContaining("cyber"),
    });
    expect(events.filter((event) => event.type === "answer")).toEqual([]);
  });

  test("without text is an error that may pass, unless thinking took all the room", async () => {
    replyWith([]);
    await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({
      code: "model.empty",
      recovery: "transient",
    });
    replies = [];
    replyWith([], { stopReason: "max_tokens" });
    await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({
      code: "model.empty",
      recovery: "permanent",
    });
  });
});

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
      replies = [
        (body, response) => {
          begin(body, response);
          response.write('event: content_block_delta\ndata: {"type":"content_bl', () => stop(response));
        },
      ];
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
