import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { type StandIn, startStandIn } from "./index.ts";

let standIn: StandIn;
let client: Anthropic;

beforeAll(async () => {
  standIn = await startStandIn();
  client = new Anthropic({ apiKey: "test", baseURL: standIn.url, maxRetries: 0, logLevel: "off" });
});
afterAll(() => standIn.close());

const SENTENCES = ["Halden sells boats. ", "Inventories were $176.4 million 😀. ", "The board met in Oslo."];

function documentOf(sentences: readonly string[], title?: string): Anthropic.DocumentBlockParam {
  return {
    type: "document",
    source: { type: "content", content: sentences.map((text) => ({ type: "text", text })) },
    citations: { enabled: true },
    ...(title === undefined ? {} : { title }),
  };
}

function ask(
  question: string,
  documents: readonly Anthropic.DocumentBlockParam[] = [documentOf(SENTENCES)],
): Anthropic.MessageCreateParamsNonStreaming {
  return {
    model: "claude-sonnet-5-5",
    max_tokens: 1_000,
    messages: [{ role: "user", content: [...documents, { type: "text", text: question }] }],
  };
}

function citationsOf(message: Anthropic.Message): Anthropic.TextCitation[] {
  return message.content.flatMap((block) => (block.type === "text" ? (block.citations ?? []) : []));
}

describe("an answer", () => {
  test("cites the sentence of the request that shares the question's rare words", async () => {
    const message = await client.messages.create(ask("What were the inventories?"));
    expect(citationsOf(message)).toEqual([
      {
        type: "content_block_location",
        cited_text: SENTENCES[1],
        document_index: 0,
        document_title: null,
        file_id: null,
        start_block_index: 1,
        end_block_index: 2,
      },
    ]);
    expect(message).toMatchObject({ stop_reason: "end_turn", role: "assistant", model: "claude-sonnet-5-5" });
  });

  test("begins with a thinking block where the model thinks by default, and not where it is told not to", async () => {
    const thinking = await client.messages.create(ask("inventories"));
    expect(thinking.content[0]).toMatchObject({ type: "thinking", thinking: "" });
    const plain = await client.messages.create({
      ...ask("inventories"),
      model: "claude-haiku-5-5",
      thinking: { type: "disabled" },
    });
    expect(plain.content[0]).toMatchObject({ type: "text" });
  });

  test("cites a second document in the same block, and neighbours as one range", async () => {
    const other = documentOf(
      ["Nothing of note. ", "Inventories were counted. ", "Inventories were sold."],
      "Other",
    );
    const message = await client.messages.create(ask("inventories", [documentOf(SENTENCES), other]));
    const cited = message.content.find(
      (block) => block.type === "text" && (block.citations?.length ?? 0) > 1,
    );
    expect(cited?.type === "text" ? cited.citations : []).toMatchObject([
      { document_index: 0, start_block_index: 1, end_block_index: 2 },
      {
        document_index: 1,
        document_title: "Other",
        start_block_index: 1,
        end_block_index: 3,
        cited_text: "Inventories were counted. Inventories were sold.",
      },
    ]);
  });

  test("follows the system prompt where the documents do not say", async () => {
    const message = await client.messages.create({
      ...ask("Who painted the ceiling?"),
      system: "If the documents do not hold the answer, write NO_ANSWER first.",
    });
    expect(message.content.at(-1)).toMatchObject({ text: expect.stringMatching(/^NO_ANSWER\n/) });
    expect(citationsOf(message)).toEqual([]);
  });

  test("cites characters of plain text", async () => {
    const data = "Boats are sold. Inventories were high. The end.";
    const message = await client.messages.create(
      ask("inventories", [
        {
          type: "document",
          source: { type: "text", media_type: "text/plain", data },
          citations: { enabled: true },
        },
      ]),
    );
    const [citation] = citationsOf(message);
    if (citation?.type !== "char_location") throw new Error("not a char_location");
    expect(data.slice(citation.start_char_index, citation.end_char_index)).toBe(citation.cited_text);
  });

  test("is the same streamed as whole, through chunks that cut characters and events apart", async () => {
    const whole = await client.messages.create(ask("inventories million"));
    const stream = client.messages.stream(ask("inventories million"));
    const streamed = await stream.finalMessage();
    const texts = (message: Anthropic.Message): unknown =>
      message.content.map((block) =>
        block.type === "text" ? [block.text, block.citations ?? []] : block.type,
      );
    expect(texts(streamed)).toEqual(texts(whole));
    expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens);
    expect(JSON.stringify(texts(streamed))).toContain("😀");
  });

  test("streams a cited block as its start, its citations, then its text", async () => {
    const stream = await client.messages.create({ ...ask("inventories"), stream: true });
    const kinds: string[] = [];
    for await (const event of stream) {
      const kind = event.type === "content_block_delta" ? event.delta.type : event.type;
      if (kind !== kinds.at(-1)) kinds.push(kind);
    }
    expect(kinds.slice(-6)).toEqual([
      "content_block_start",
      "citations_delta",
      "text_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(kinds[0]).toBe("message_start");
  });

  test("ends where max_tokens ends", async () => {
    const message = await client.messages.create({ ...ask("inventories"), max_tokens: 4 });
    expect(message.stop_reason).toBe("max_tokens");
  });
});

describe("tokens", () => {
  test("counted are those that a request is charged for", async () => {
    const request = ask("inventories");
    const { max_tokens: _, ...counted } = request;
    const { input_tokens } = await client.messages.countTokens(counted);
    expect((await client.messages.create(request)).usage.input_tokens).toBe(input_tokens);
    expect(input_tokens).toBeGreaterThan(SENTENCES.join("").length / 2.5);
  });

  test("of older models are fewer", async () => {
    const { max_tokens: _, ...counted } = ask("inventories");
    const older = await client.messages.countTokens({ ...counted, model: "claude-haiku-4-5" });
    const newer = await client.messages.countTokens({ ...counted, model: "claude-haiku-5-5" });
    expect(older.input_tokens).toBeLessThan(newer.input_tokens);
  });

  test("of a marked prefix are written to the cache once and read from it after that", async () => {
    const document = {
      ...documentOf(Array.from({ length: 100 }, (_, index) => `Sentence ${index} speaks of boats. `)),
      cache_control: { type: "ephemeral" as const },
    };
    const first = (await client.messages.create(ask("boats", [document]))).usage;
    expect(first.cache_creation_input_tokens).toBeGreaterThan(1_000);
    expect(first.cache_read_input_tokens).toBe(0);
    const second = (await client.messages.create(ask("a different question", [document]))).usage;
    expect(second.cache_read_input_tokens).toBe(first.cache_creation_input_tokens);
    expect(second.cache_creation_input_tokens).toBe(0);
  });

  test("of a short prefix are not cached", async () => {
    const document = { ...documentOf(["Short."]), cache_control: { type: "ephemeral" as const } };
    const usage = (await client.messages.create(ask("short", [document]))).usage;
    expect(usage.cache_creation_input_tokens).toBe(0);
  });
});

describe("models", () => {
  test("are listed with their limits and what they can do", async () => {
    const models = await client.models.list();
    const haiku = models.data.find(({ id }) => id === "claude-haiku-4-5");
    expect(haiku).toMatchObject({
      max_input_tokens: 200_000,
      capabilities: { citations: { supported: true } },
    });
    expect(await client.models.retrieve("claude-opus-5-5")).toMatchObject({ max_input_tokens: 1_000_000 });
    await expect(client.models.retrieve("claude-3-opus-20240229")).rejects.toThrow(Anthropic.NotFoundError);
  });
});
