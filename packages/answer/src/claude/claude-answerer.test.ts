import Anthropic from "@anthropic-ai/sdk";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { type SaidBlock, type StandIn, startStandIn } from "@longdoc/claude-stand-in";
import type { Answer } from "@longdoc/core";
import fc from "fast-check";

import { answererAt, GOOD, plan, planOf } from "../../test/reports.ts";
import type { AnswerEvent } from "../answerer.ts";
import { ask } from "../ask.ts";
import { claudeAnswerer, type ClaudeAnswererOptions, countPlanTokens } from "./claude-answerer.ts";

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.close());

const answerer = (options?: ClaudeAnswererOptions): ReturnType<typeof answererAt> =>
  answererAt(standIn, options);

function say(...blocks: readonly SaidBlock[]): void {
  standIn.fail({ type: "say", blocks });
}

/** The answer, and the text that was given out before it was whole. */
async function askAloud(
  of = plan,
  options?: ClaudeAnswererOptions,
): Promise<{ answer: Answer; given: string }> {
  let given = "";
  const onEvent = (event: AnswerEvent): void => {
    if (event.type === "text") given += event.text;
  };
  return { answer: await ask(of, { answerer: answerer(options), onEvent }), given };
}

function sentRequest(): Anthropic.MessageCreateParams {
  return standIn.requests[0]!.body as Anthropic.MessageCreateParams;
}

describe("an answer", () => {
  test("streams, and every citation of it resolves to the sentences that were sent", async () => {
    say(...GOOD);
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

  test("cites the sentences that speak of what was asked, whatever the documents and their order", async () => {
    const filler = fc.constantFrom<string>(
      "The board met in Oslo.",
      "Staff grew to 90.",
      "取締役会は東京で開かれた。",
      "😀 𝑥 = 1.",
    );
    const documents = fc.array(fc.array(filler, { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(documents, fc.nat(), fc.nat(), async (texts, at, place) => {
        const chosen = texts[at % texts.length]!;
        const index = place % (chosen.length + 1);
        const with_ = texts.map((own) =>
          own === chosen ? own.toSpliced(index, 0, "Revenue was $5 million.") : own,
        );
        const answer = await ask(planOf(...with_), { answerer: answerer() });
        expect(answer.claims.length).toBeGreaterThan(0);
        for (const citation of answer.citations) expect(citation.quote).toBe("Revenue was $5 million.");
        expect(answer.citations[0]?.sentenceIds).toEqual([`d${texts.indexOf(chosen)}s${index}`]);
      }),
      { numRuns: 25 },
    );
  });

  test("is the same when citations come behind their text, and bodies are sparse", async () => {
    const usual = await ask(plan, { answerer: answerer() });
    expect(usual.claims).not.toEqual([]);
    for (const type of ["late-citations", "sparse"] as const) {
      standIn.fail({ type });
      const { text, claims, citations } = await ask(plan, { answerer: answerer() });
      expect({ text, claims, citations }).toEqual({
        text: usual.text,
        claims: usual.claims,
        citations: usual.citations,
      });
    }
  });

  test("states its tokens, its price and what could not be read", async () => {
    say(...GOOD);
    const answer = await ask(plan, { answerer: answerer() });
    const { inputTokens, cacheWriteTokens, cacheReadTokens, outputTokens } = answer.usage;
    expect(inputTokens + cacheWriteTokens + cacheReadTokens).toBe(
      await countPlanTokens(plan, { apiKey: "test", baseURL: standIn.url }),
    );
    expect(cacheWriteTokens).toBeGreaterThan(0);
    // Claude Sonnet 5.5: $2 a million in, $2.50 written to the cache, $10 out.
    const cost = (inputTokens * 2 + cacheWriteTokens * 2.5 + outputTokens * 10) / 1_000_000;
    expect(answer.cost).toBeCloseTo(cost, 10);
    expect(answer.warnings).toEqual([
      expect.stringContaining('"Report 0" could not be read: 7 (It took too long)'),
      expect.stringContaining('"Report 1"'),
    ]);
  });

  test("to a second question reads the documents from the cache", async () => {
    await ask(plan, { answerer: answerer() });
    const second = await ask({ ...plan, question: "What were costs?" }, { answerer: answerer() });
    expect(second.usage).toMatchObject({ cacheWriteTokens: 0, cacheReadTokens: expect.any(Number) });
    expect(second.usage.cacheReadTokens).toBeGreaterThan(0);
  });

  test("is asked for with one citable block per sentence, documents first and cached, the question last", async () => {
    await ask(plan, { answerer: answerer({ effort: "low" }) });
    const request = sentRequest();
    expect(request.messages[0]?.content).toEqual([
      {
        type: "document",
        title: "Report 0",
        source: {
          type: "content",
          content: [
            { type: "text", text: "Revenue was $5 million. " },
            { type: "text", text: "Costs were $3 million.\n\n" },
          ],
        },
        context: JSON.stringify({ source: "0.pdf", pages: 9, given: "excerpts", unreadablePages: "7" }),
        citations: { enabled: true },
      },
      expect.objectContaining({ type: "document", title: "Report 1", cache_control: { type: "ephemeral" } }),
      { type: "text", text: "What was revenue?" },
    ]);
    expect(request).toMatchObject({ stream: true, output_config: { effort: "low" } });
    expect(standIn.requests[0]!.headers.authorization).toBe("Bearer test");
  });

  test("is asked for without effort where the model takes none", async () => {
    await ask(plan, { answerer: answerer({ effort: "low", model: "claude-haiku-4-5" }) });
    expect(sentRequest()).not.toHaveProperty("output_config");
  });

  test("is not asked for when there is nothing to read", async () => {
    const answer = await ask(planOf(["", "  "]), { answerer: answerer() });
    expect(answer).toMatchObject({ status: "not_found", text: "", claims: [], cost: 0 });
    expect(standIn.requests).toEqual([]);
  });

  test("is asked of a client of one's own", async () => {
    const client = new Anthropic({ apiKey: "own", baseURL: standIn.url, maxRetries: 0 });
    const answer = await ask(plan, { answerer: claudeAnswerer({ client }) });
    expect(answer.status).toBe("answered");
    expect(standIn.requests[0]!.headers.authorization).toBe("Bearer own");
  });

  test("of a model that is to be retired says so", async () => {
    // The SDK says it too, on the console.
    using _quiet = jest.spyOn(console, "warn").mockReturnValue();
    const answer = await ask(plan, { answerer: answerer({ model: "claude-sonnet-4-5" }) });
    expect(answer.warnings[0]).toMatch(/until 2026-11-30 only: claude-sonnet-5-5 takes its place/);
  });

  test("that cites nothing says so, and what it states is unsupported", async () => {
    standIn.fail({ type: "no-citations" });
    const answer = await ask(plan, { answerer: answerer() });
    expect(answer).toMatchObject({ claims: [], citations: [], unsupported: ["Revenue was $5 million."] });
    expect(answer.warnings[0]).toBe("Nothing in this answer cites a source.");
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
    ["PARTIAL\n\n- **Costs** are given.", "partial", "- **Costs** are given."],
    ["PARTIALLY so: costs are given.", "answered", "PARTIALLY so: costs are given."],
    ["NO", "answered", "NO"],
    ["No revenue was made.", "answered", "No revenue was made."],
  ])("of %j is %s, and no part of the text", async (reply, status, text) => {
    say(...[...reply].map((character) => ({ text: character })));
    const { answer, given } = await askAloud();
    expect([answer.status, answer.text]).toEqual([status, text]);
    expect(given).toBe(text);
  });

  test("is not_found when the documents do not speak of what was asked", async () => {
    const { answer, given } = await askAloud({ ...plan, question: "Who painted the ceiling?" });
    expect(answer).toMatchObject({ status: "not_found", claims: [], unsupported: [] });
    expect(given).toBe("The documents do not say this.");
  });

  test("in front of a cited claim leaves the claim's offsets right", async () => {
    say(
      { text: "PARTIAL\n" },
      { text: "\nRevenue was $5 million.", cites: [[0, 0, 1]] },
      { text: " Profit is not given." },
    );
    const { answer } = await askAloud();
    expect(answer.claims).toEqual([{ text: "Revenue was $5 million.", start: 0, end: 23, citations: [0] }]);
    expect(answer.text).toBe("Revenue was $5 million. Profit is not given.");
  });
});

describe("what looks like a citation and is none", () => {
  test("is taken out of the text, and the statement is unsupported", async () => {
    standIn.fail({ type: "cite-markup" });
    const { answer, given } = await askAloud();
    expect(answer.text).toBe("According to the documents:\n\nRevenue was $5 million.");
    expect(given).toBe(answer.text);
    expect(answer).toMatchObject({ citations: [], unsupported: ["Revenue was $5 million."] });
  });

  test.each([
    ["other words than were sent", { type: "wrong-quote" } as const],
    ["blocks that were not sent", { type: "wrong-index", of: "block" } as const],
    ["a document that was not sent", { type: "wrong-index", of: "document" } as const],
  ])("is raised when it names %s", async (_, fault) => {
    standIn.fail(fault);
    await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({
      code: "citation.broken",
      message: expect.stringContaining("document"),
    });
  });
});

describe("an ending", () => {
  test.each(["max_tokens", "model_context_window_exceeded"] as const)(
    "%s gives a partial answer that says so, its last claim cited all the same",
    async (reason) => {
      standIn.fail({ type: "truncate", reason });
      const answer = await ask(plan, { answerer: answerer() });
      expect(answer.status).toBe("partial");
      expect(answer.warnings[0]).toContain("cut short");
      expect(answer.claims.at(-1)).toMatchObject({ text: "Revenue was " });
      expect(answer.citations).toMatchObject([{ quote: "Revenue was $5 million." }]);
    },
  );

  test.each(["before-output", "in-output"] as const)(
    "by refusal %s is an error with its category, and no answer",
    async (when) => {
      standIn.fail({ type: "refusal", when, category: "cyber" });
      const events: AnswerEvent[] = [];
      const asked = ask(plan, { answerer: answerer(), onEvent: (event) => events.push(event) });
      await expect(asked).rejects.toMatchObject({
        code: "model.refused",
        recovery: "permanent",
        message: expect.stringContaining("cyber"),
      });
      expect(events.filter((event) => event.type === "answer")).toEqual([]);
    },
  );

  test("without text is an error that may pass, unless thinking took all the room", async () => {
    standIn.fail([{ type: "empty" }, { type: "only-thinking" }]);
    await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({
      code: "model.empty",
      recovery: "transient",
    });
    await expect(ask(plan, { answerer: answerer() })).rejects.toMatchObject({
      code: "model.empty",
      recovery: "permanent",
    });
  });
});

describe("countPlanTokens", () => {
  test("asks the API to count, and for no answer", async () => {
    const tokens = await countPlanTokens(plan, { apiKey: "test", baseURL: standIn.url });
    expect(tokens).toBeGreaterThan(100);
    expect(standIn.requests.map(({ path }) => path)).toEqual(["/v1/messages/count_tokens"]);
  });

  test("asks nothing about a plan without documents", async () => {
    expect(await countPlanTokens(planOf(), { apiKey: "test", baseURL: standIn.url })).toBe(0);
    expect(standIn.requests).toEqual([]);
  });

  test("says when the client cannot count", async () => {
    const { messages } = new Anthropic({ apiKey: "test", baseURL: standIn.url });
    const client = {
      messages: { create: messages.create.bind(messages) } as Pick<typeof messages, "create">,
    };
    await expect(countPlanTokens(plan, { client })).rejects.toMatchObject({ code: "model.no-counting" });
  });
});
