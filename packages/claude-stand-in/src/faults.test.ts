import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { type Fault, type StandIn, startStandIn } from "./index.ts";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.close());

const REQUEST: Anthropic.MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-5-5",
  max_tokens: 1_000,
  messages: [
    {
      role: "user",
      content: [
        {
          type: "document",
          source: { type: "content", content: [{ type: "text", text: "The grass is green." }] },
          citations: { enabled: true },
        },
        { type: "text", text: "What of the grass?" },
      ],
    },
  ],
};

function client(maxRetries = 0): Anthropic {
  return new Anthropic({ apiKey: "test", baseURL: standIn.url, maxRetries, logLevel: "off" });
}

async function stream(fault: Fault): Promise<Anthropic.RawMessageStreamEvent[]> {
  standIn.fail(fault);
  const events: Anthropic.RawMessageStreamEvent[] = [];
  for await (const event of await client().messages.create({ ...REQUEST, stream: true })) events.push(event);
  return events;
}

async function create(fault: Fault): Promise<Anthropic.Message> {
  standIn.fail(fault);
  return client().messages.create(REQUEST);
}

function citedBlock(message: Anthropic.Message): Anthropic.TextBlock {
  const block = message.content.findLast((each) => each.type === "text");
  if (block?.type !== "text") throw new Error("no text");
  return block;
}

describe("a scripted error", () => {
  test.each<[Fault, unknown]>([
    [{ type: "status", status: 401 }, Anthropic.AuthenticationError],
    [{ type: "status", status: 403 }, Anthropic.PermissionDeniedError],
    [{ type: "status", status: 500 }, Anthropic.InternalServerError],
    [{ type: "rate-limit", retryAfter: 1 }, Anthropic.RateLimitError],
    [{ type: "spend-limit" }, Anthropic.RateLimitError],
    [{ type: "drop-connection" }, Anthropic.APIConnectionError],
  ])("%j is what the SDK takes it for", async (fault, type) => {
    await expect(create(fault)).rejects.toThrow(type as new () => Error);
  });

  test("is for one request: the next one is answered", async () => {
    standIn.fail([
      { type: "status", status: 529, headers: { "retry-after-ms": "1" } },
      { type: "status", status: 504, headers: { "retry-after-ms": "1" } },
    ]);
    const before = standIn.requests.length;
    await expect(client(2).messages.create(REQUEST)).resolves.toMatchObject({ stop_reason: "end_turn" });
    expect(standIn.requests.length - before).toBe(3);
  });

  test("can say itself whether to try again", async () => {
    standIn.fail({ type: "status", status: 500, headers: { "x-should-retry": "false" } });
    const before = standIn.requests.length;
    await expect(client(2).messages.create(REQUEST)).rejects.toThrow(Anthropic.InternalServerError);
    expect(standIn.requests.length - before).toBe(1);
  });

  test("of a proxy has neither JSON nor a request id", async () => {
    const error = await create({ type: "proxy-page", status: 413 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 413, requestID: null });
  });
});

describe("a scripted stream", () => {
  test("breaks with an error event", async () => {
    await expect(stream({ type: "stream-error", afterBlocks: 1 })).rejects.toMatchObject({
      status: undefined,
      type: "overloaded_error",
    });
  });

  test("ends before its message does", async () => {
    const events = await stream({ type: "cut-stream", afterBlocks: 1 });
    expect(events.map(({ type }) => type)).not.toContain("message_stop");
    expect(events.map(({ type }) => type)).toContain("content_block_stop");
  });

  test("loses its connection", async () => {
    await expect(stream({ type: "drop-stream", afterBlocks: 1 })).rejects.toThrow("terminated");
  });

  test("has citations behind the text", async () => {
    const deltas = (await stream({ type: "late-citations" })).flatMap((event) =>
      event.type === "content_block_delta" ? [event.delta.type] : [],
    );
    expect(deltas.at(-1)).toBe("citations_delta");
  });

  test("leaves out what may be left out", async () => {
    const events = await stream({ type: "sparse" });
    expect(events.find(({ type }) => type === "message_delta")).toEqual({
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: expect.any(Number) },
    });
  });
});

describe("a scripted reply", () => {
  test("is refused before output, and in it", async () => {
    const before = await create({ type: "refusal", when: "before-output", category: "bio" });
    expect(before).toMatchObject({ content: [], stop_reason: "refusal", stop_details: { category: "bio" } });
    const within = await create({ type: "refusal", when: "in-output" });
    expect(within).toMatchObject({ stop_reason: "refusal", stop_details: { category: null } });
    expect(citedBlock(within).text).not.toBe("");
  });

  test("ends in the middle of a cited block", async () => {
    const message = await create({ type: "truncate", reason: "max_tokens" });
    expect(message.stop_reason).toBe("max_tokens");
    expect(citedBlock(message)).toMatchObject({
      text: "The grass ",
      citations: [{ cited_text: "The grass is green." }],
    });
  });

  test("is empty, or thinking only", async () => {
    expect(await create({ type: "empty" })).toMatchObject({ content: [], stop_reason: "end_turn" });
    expect((await create({ type: "only-thinking" })).content.map(({ type }) => type)).toEqual(["thinking"]);
  });

  test("has its citations as markup", async () => {
    expect(citedBlock(await create({ type: "cite-markup" }))).toMatchObject({
      text: '<cite index="0-0">The grass is green.</cite>',
      citations: null,
    });
  });

  test("cites what was not sent", async () => {
    const quote = citedBlock(await create({ type: "wrong-quote" })).citations?.[0];
    expect(quote).toMatchObject({ cited_text: "These words were never sent.", start_block_index: 0 });
    const place = citedBlock(await create({ type: "wrong-index", of: "document" })).citations?.[0];
    expect(place).toMatchObject({ document_index: 1_000, cited_text: "The grass is green." });
  });

  test("says given words and cites given places of the request", async () => {
    const message = await create({ type: "say", blocks: [{ text: "So it is.", cites: [[0, 0, 1]] }] });
    expect(citedBlock(message)).toMatchObject({
      text: "So it is.",
      citations: [{ cited_text: "The grass is green.", start_block_index: 0, end_block_index: 1 }],
    });
  });
});
