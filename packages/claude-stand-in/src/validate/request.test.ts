import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { type StandIn, startStandIn } from "../index.ts";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn({ keys: ["good"] });
});
afterAll(() => standIn.close());

const HEADERS = { "x-api-key": "good", "anthropic-version": "2026-10-21" };
const USER = { role: "user", content: "Hello" };
const GOOD = { model: "claude-sonnet-5-5", max_tokens: 100, messages: [USER] };

async function post(
  body: unknown,
  headers: Record<string, string> = HEADERS,
): Promise<{ status: number; message: string }> {
  const response = await fetch(`${standIn.url}/v1/messages`, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const parsed = (await response.json()) as { error?: { message: string }; request_id?: string };
  if (parsed.error) expect(parsed.request_id).toBe(response.headers.get("request-id"));
  return { status: response.status, message: parsed.error?.message ?? "" };
}

const text = (value: string): object => ({ type: "text", text: value });
const content = (...items: object[]): object => ({
  type: "document",
  source: { type: "content", content: items },
  citations: { enabled: true },
});
const user = (...blocks: object[]): object => ({ ...GOOD, messages: [{ role: "user", content: blocks }] });

describe("a request is let in", () => {
  test("with the key in either header", async () => {
    expect(await post(GOOD)).toMatchObject({ status: 200 });
    const bearer = { authorization: "Bearer good", "anthropic-version": "2026-10-21" };
    expect(await post(GOOD, bearer)).toMatchObject({ status: 200 });
  });

  test.each([
    [{ "anthropic-version": "2026-10-21" }, 401, "x-api-key header is required"],
    [{ ...HEADERS, "x-api-key": "bad" }, 401, "invalid x-api-key"],
    [{ "x-api-key": "good" }, 400, "anthropic-version: header is required"],
    [{ ...HEADERS, "anthropic-version": "2020-01-01" }, 400, "not a valid version"],
  ])("not with the headers %j", async (headers, status, message) => {
    expect(await post(GOOD, headers)).toEqual({ status, message: expect.stringContaining(message) });
  });

  test("from the SDK, with its own headers", async () => {
    const client = new Anthropic({ apiKey: "good", baseURL: standIn.url });
    await client.messages.create({ ...GOOD, messages: [{ role: "user", content: "Hello" }] });
    expect(standIn.requests.at(-1)).toMatchObject({
      path: "/v1/messages",
      headers: { authorization: "Bearer good", "anthropic-version": "2026-10-21" },
    });
  });
});

describe("a request is refused", () => {
  test.each<[string, unknown, string]>([
    ["that is not JSON", "{", "not valid JSON"],
    ["without max_tokens", { ...GOOD, max_tokens: undefined }, "max_tokens: Field required"],
    ["without messages", { ...GOOD, messages: [] }, "messages: at least one message is required"],
    ["with an unknown key", { ...GOOD, foo: 1 }, "foo: Extra inputs are not permitted"],
    ["with a temperature", { ...GOOD, temperature: 1 }, "temperature: Extra inputs are not permitted"],
    [
      "for too much output",
      { ...GOOD, max_tokens: 200_000 },
      "max_tokens: 200000 > 128000, which is the maximum allowed number of output tokens for claude-sonnet-5-5",
    ],
    ["with a prefill", { ...GOOD, messages: [USER, { role: "assistant", content: "I" }] }, "prefill"],
    ["with an empty text", user(text("")), "messages: text content blocks must be non-empty"],
    ["with an empty sentence", user(content(text(" ")), text("?")), "text content blocks must be non-empty"],
    ["with half a character", user(content(text("\ud83d")), text("?")), "surrogate"],
    ["with an empty document", user(content(), text("?")), "non-empty list"],
    [
      "with citations on for some documents",
      user(content(text("a")), { ...content(text("b")), citations: { enabled: false } }, text("?")),
      "all or none",
    ],
    [
      "with citations and a format",
      {
        ...user(content(text("a")), text("?")),
        output_config: { format: { type: "json_schema", schema: {} } },
      },
      "structured outputs",
    ],
    [
      "with five cache marks",
      user(...Array.from({ length: 5 }, () => ({ ...text("a"), cache_control: { type: "ephemeral" } }))),
      "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    ],
    [
      "with a thinking budget",
      { ...GOOD, thinking: { type: "enabled", budget_tokens: 2_000 } },
      "thinking.type.enabled",
    ],
    [
      "with thinking off where it is always on",
      { ...GOOD, thinking: { type: "disabled" } },
      "thinking.type.disabled",
    ],
    [
      "for effort of a model without it",
      { ...GOOD, model: "claude-haiku-4-5", output_config: { effort: "low" } },
      "effort",
    ],
    [
      "with citations on the user's text",
      user({ ...text("a"), citations: [{ type: "char_location" }] }),
      "citations: Extra inputs are not permitted",
    ],
    [
      "with a tool call left open",
      {
        ...GOOD,
        messages: [
          USER,
          { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "x", input: {} }] },
          USER,
        ],
      },
      "`tool_use` ids were found without `tool_result` blocks immediately after: t1.",
    ],
    [
      "longer than the window",
      { ...GOOD, model: "claude-haiku-4-5", messages: [{ role: "user", content: "word ".repeat(200_000) }] },
      "tokens > 200000 maximum",
    ],
  ])("%s", async (_, body, message) => {
    expect(await post(body)).toEqual({ status: 400, message: expect.stringContaining(message) });
  });

  test("for a model that is not served", async () => {
    const refused = await post({ ...GOOD, model: "claude-3-haiku-20240307" });
    expect(refused).toEqual({ status: 404, message: "model: claude-3-haiku-20240307" });
  });

  test("above 32 MB, with 413", async () => {
    const refused = await post({ ...GOOD, system: "x".repeat(33 * 1024 * 1024) });
    expect(refused.status).toBe(413);
  });

  test("with sampling under the older version, unless it is the default", async () => {
    const older = { ...HEADERS, "anthropic-version": "2023-06-01" };
    expect(await post({ ...GOOD, temperature: 1 }, older)).toMatchObject({ status: 200 });
    expect(await post({ ...GOOD, temperature: 0.5 }, older)).toMatchObject({ status: 400 });
  });
});
