import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, test } from "@jest/globals";

import { resolveBlock } from "./assemble.ts";
import { readStream, type ReplyBlock, type ReplyEvent } from "./read-stream.ts";

// Responses of the Messages API as they were recorded, which are no part of the repository.
const traffic = fileURLToPath(new URL("../../../../../shared/data/claude-traffic/", import.meta.url));
const isPresent = existsSync(traffic);
if (!isPresent) console.log("Skipped: there is no recorded traffic in ../shared/data/claude-traffic.");

/** Reads a recorded stream as the answerer does, through the SDK; `splitAt`: bytes that arrive together. */
async function replay(file: string, splitAt = 4_096): Promise<ReplyEvent[]> {
  return read(readFileSync(`${traffic}prism/${file}`), splitAt);
}

async function read(bytes: Uint8Array, splitAt: number): Promise<ReplyEvent[]> {
  const parts = Array.from({ length: Math.ceil(bytes.length / splitAt) }, (_, index) =>
    bytes.slice(index * splitAt, (index + 1) * splitAt),
  );
  const client = new Anthropic({
    apiKey: "test",
    fetch: async () =>
      new Response(ReadableStream.from(parts), { headers: { "content-type": "text/event-stream" } }),
  });
  const stream = await client.messages.create({
    model: "claude-sonnet-5-5",
    max_tokens: 100,
    messages: [],
    stream: true,
  });
  const events: ReplyEvent[] = [];
  for await (const event of readStream(stream)) events.push(event);
  return events;
}

function blocksOf(events: readonly ReplyEvent[]): ReplyBlock[] {
  return events.filter((event) => event.type === "block");
}

function textOf(events: readonly ReplyEvent[]): string {
  return blocksOf(events)
    .map((block) => block.text)
    .join("");
}

/** The text of a stream put together without the code under test: every text delta, in order. */
function textDeltas(file: string): string {
  return dataLines(file)
    .map((event) => (event.delta?.type === "text_delta" ? event.delta.text : ""))
    .join("");
}

function dataLines(file: string): { type: string; delta?: { type: string; text?: string } }[] {
  const lines = readFileSync(`${traffic}prism/${file}`, "utf8").split("\n");
  return lines
    .filter((line) => line.startsWith("data:"))
    .map((line) => JSON.parse(line.slice("data:".length)));
}

const streams = isPresent ? readdirSync(`${traffic}prism`).filter((file) => file.endsWith(".sse")) : [];

(isPresent ? describe : describe.skip)("recorded streams", () => {
  test("are there", () => {
    expect(streams.length).toBeGreaterThan(5);
  });

  test("give the text that was sent, thinking and tool calls left out, however the bytes are split", async () => {
    for (const file of streams) {
      const expected = textDeltas(file);
      expect([file, textOf(await replay(file))]).toEqual([file, expected]);
      expect([file, textOf(await replay(file, 7))]).toEqual([file, expected]);
    }
  });

  test("give a citation that comes before its text to the block of that text", async () => {
    const blocks = blocksOf(await replay("stream-with-citations-1.sse"));
    expect(
      blocks.map(({ text, citations }) => [text, citations.map((citation) => citation.cited_text)]),
    ).toEqual([
      ["Based on the provided document:\n\n", []],
      ["The grass is green.", ["The grass is green. "]],
      [" ", []],
      ["The sky is blue.", ["The sky is blue."]],
      [expect.stringContaining("common natural colors"), []],
    ]);
  });

  test("keep the text of blocks that cite places of another kind", async () => {
    const events = await replay("stream-with-web-search-citations-1.sse");
    const cited = blocksOf(events).filter((block) => block.citations.length > 0);
    expect(cited.flatMap((block) => block.citations.map((citation) => citation.type))).toContain(
      "web_search_result_location",
    );
    for (const block of cited) {
      expect(resolveBlock(block, [])).toEqual({ text: block.text, citations: [], hadMarkup: false });
    }
  });

  test("end with the figures that the last event gives", async () => {
    const end = (await replay("stream-with-citations-1.sse")).at(-1);
    expect(end).toEqual({
      type: "end",
      stopReason: "end_turn",
      refusal: null,
      usage: { inputTokens: 575, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 70 },
    });
  });

  test("that are cut anywhere before their end fail as cut", async () => {
    const bytes = readFileSync(`${traffic}prism/stream-with-citations-1.sse`);
    const events = bytes.toString("utf8").split("\n\n");
    for (let kept = 0; kept < events.length - 2; kept++) {
      const cut = Buffer.from(
        events
          .slice(0, kept)
          .map((event) => `${event}\n\n`)
          .join(""),
      );
      await expect(read(cut, 100)).rejects.toMatchObject({ code: "model.stream-cut", recovery: "transient" });
    }
  });
});

interface RecordedMessage {
  readonly content: readonly {
    readonly type: string;
    readonly text?: string;
    readonly citations?: Anthropic.TextCitation[];
  }[];
}

(isPresent ? describe : describe.skip)("recorded messages", () => {
  const files = isPresent
    ? ["prism", "cookbook"].flatMap((folder) =>
        readdirSync(`${traffic}${folder}`)
          .filter((file) => file.endsWith(".json"))
          .map((file) => `${folder}/${file}`),
      )
    : [];

  test("streamed with the citations first or last, keep their text and their citations of every kind", async () => {
    const kinds = new Set<string>();
    let most = 0;
    for (const file of files) {
      const message = JSON.parse(readFileSync(traffic + file, "utf8")) as RecordedMessage;
      const texts = message.content.filter((block) => block.type === "text");
      for (const order of ["citations-first", "text-first"] as const) {
        const blocks = blocksOf(await read(toStream(message, order), 500));
        expect([file, blocks]).toEqual([
          file,
          texts.map(({ text, citations }) => ({ type: "block", text, citations: citations ?? [] })),
        ]);
        for (const { citations } of blocks) {
          most = Math.max(most, citations.length);
          for (const { type } of citations) kinds.add(type);
        }
      }
    }
    expect([...kinds].sort()).toEqual([
      "char_location",
      "content_block_location",
      "page_location",
      "web_search_result_location",
    ]);
    expect(most).toBeGreaterThan(1);
  });

  test("resolve by position where they cite the blocks of a document", () => {
    const file = `${traffic}prism/generate-text-with-custom-content-document-citations-1.json`;
    const message = JSON.parse(readFileSync(file, "utf8")) as RecordedMessage;
    const sent = ["The grass is green.", "The sky is blue."];
    const layout = [
      {
        document: {
          id: "d",
          version: "v",
          title: "Colours",
          source: "/colours.txt",
          mediaType: "text/plain",
          language: "en",
          pages: 1,
          quality: { pagesRead: 1, failedPages: [], warnings: [] },
        },
        blocks: sent.map((text, index) => ({
          text,
          sentence: {
            id: `s${index}`,
            text,
            page: 1,
            boxes: [],
            start: 0,
            end: text.length,
            origin: { type: "text" } as const,
          },
        })),
      },
    ];
    const blocks = message.content.map(({ text, citations }) =>
      resolveBlock({ text: text!, citations: citations ?? [] }, layout),
    );
    expect(blocks.map((block) => [block.text, block.citations.map((citation) => citation.quote)])).toEqual([
      ["According to the documents, ", []],
      ["the grass is green", ["The grass is green."]],
      [" and ", []],
      ["the sky is blue", ["The sky is blue."]],
      [".", []],
    ]);
  });
});

/** The events by which the API streams a message. */
function toStream(message: RecordedMessage, order: "citations-first" | "text-first"): Uint8Array {
  const events: { type: string; [key: string]: unknown }[] = [
    { type: "message_start", message: { usage: {} } },
  ];
  message.content.forEach((block, index) => {
    const isText = block.type === "text";
    events.push({
      type: "content_block_start",
      index,
      content_block: isText ? { type: "text", text: "" } : block,
    });
    const cited = (block.citations ?? []).map((citation) => ({ type: "citations_delta", citation }));
    const written = isText ? [{ type: "text_delta", text: block.text }] : [];
    for (const delta of order === "citations-first" ? [...cited, ...written] : [...written, ...cited]) {
      events.push({ type: "content_block_delta", index, delta });
    }
    events.push({ type: "content_block_stop", index });
  });
  events.push(
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: {} },
    { type: "message_stop" },
  );
  return Buffer.from(
    events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""),
  );
}
