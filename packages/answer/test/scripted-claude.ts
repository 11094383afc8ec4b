import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { ContextPlan, Sentence } from "@longdoc/core";

import { claudeAnswerer, type ClaudeAnswererOptions } from "../src/claude/claude-answerer.ts";

/** What the server answers with: each request takes the next one, and the last one serves from then on. */
export const replies: ((request: any, response: ServerResponse) => void | Promise<void>)[] = [];
/** What the server was asked, in order. */
export const requests: { headers: IncomingMessage["headers"]; body: any }[] = [];

let baseURL: string;
let server: ReturnType<typeof createServer>;

/** Starts the server, with no replies yet. */
export async function startServer(): Promise<void> {
  replies.length = 0;
  requests.length = 0;
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function stopServer(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

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

export function planOf(...documents: readonly (readonly string[])[]): ContextPlan {
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

export const plan = planOf(
  ["Revenue was $5 million.", "Costs were $3 million."],
  ["Profit 😀 was up.", "Staff grew to 90."],
);

export interface Block {
  readonly text: string;
  /** Document, first block, block after the last. */
  readonly cites?: readonly (readonly [number, number, number])[];
}

export interface Ending {
  readonly stopReason?: string;
  readonly category?: string;
}

/** The stream of a reply whose cited text is taken from the request itself, as the API does. */
export function eventsOf(
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

export function send(response: ServerResponse, events: readonly object[]): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  for (const event of events)
    response.write(`event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`);
}

export function replyWith(blocks: readonly Block[], ending?: Ending): void {
  replies.push((body, response) => {
    send(response, eventsOf(body, blocks, ending));
    response.end();
  });
}

export function replyWithError(
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

export function answerer(options: ClaudeAnswererOptions = {}): ReturnType<typeof claudeAnswerer> {
  return claudeAnswerer({ apiKey: "test", baseURL, maxRetries: 0, ...options });
}

export const GOOD: readonly Block[] = [
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
