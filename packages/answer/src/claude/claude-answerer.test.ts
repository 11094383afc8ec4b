import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

import {
  answerer,
  eventsOf,
  GOOD,
  plan,
  planOf,
  replies,
  replyWith,
  requests,
  send,
  startServer,
  stopServer,
} from "../../test/scripted-claude.ts";
import type { AnswerEvent } from "../answerer.ts";
import { ask } from "../ask.ts";

beforeEach(startServer);
afterEach(stopServer);

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
    expect(JSON.parse(first.context)).toEqual({
      source: "0.pdf",
      pages: 9,
      given: "excerpts",
      unreadablePages: "7",
    });
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
    ["PARTIAL\n\n- **Costs** are given.", "partial", "- **Costs** are given."],
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
    replies.length = 0;
    replyWith([], { stopReason: "max_tokens" });
    await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({
      code: "model.empty",
      recovery: "permanent",
    });
  });
});
