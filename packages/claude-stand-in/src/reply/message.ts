import { randomBytes } from "node:crypto";

import type { JsonObject } from "../json.ts";
import { textTokens } from "../tokens.ts";
import type { CheckedRequest } from "../validate/request.ts";
import type { Reply, ReplyBlock } from "./content.ts";
import type { PromptUsage } from "./prompt-cache.ts";

/** Tokens that a reply's thinking takes: it is not shown, and is paid. */
const THINKING_TOKENS = 120;

/** A message of the API, ready to be sent whole or streamed. */
export interface Message {
  readonly id: string;
  readonly model: string;
  readonly reply: Reply;
  readonly usage: JsonObject;
}

export function makeMessage(
  request: CheckedRequest,
  reply: Reply,
  prompt: PromptUsage,
  tier: "standard" | "batch" = "standard",
): Message {
  return {
    id: `msg_${randomBytes(12).toString("hex")}`,
    model: request.served.id,
    reply,
    usage: usageOf(request, reply, prompt, tier),
  };
}

function usageOf(request: CheckedRequest, reply: Reply, prompt: PromptUsage, tier: string): JsonObject {
  const thinks = reply.content.some(({ type }) => type === "thinking");
  const thinking = thinks ? Math.min(THINKING_TOKENS, request.maxTokens) : 0;
  // What is cited is free: only the reply's own words are counted.
  const words = reply.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  return {
    input_tokens: prompt.input,
    cache_creation_input_tokens: prompt.written["5m"] + prompt.written["1h"],
    cache_read_input_tokens: prompt.read,
    cache_creation: {
      ephemeral_5m_input_tokens: prompt.written["5m"],
      ephemeral_1h_input_tokens: prompt.written["1h"],
    },
    output_tokens: outputTokens(request, reply, textTokens(words, request.served) + thinking),
    output_tokens_details: { thinking_tokens: thinking },
    server_tool_use: null,
    service_tier: tier,
    inference_geo: "global",
  };
}

function outputTokens(
  { maxTokens }: CheckedRequest,
  { stopReason, content }: Reply,
  counted: number,
): number {
  if (stopReason === "max_tokens") return maxTokens;
  return content.length === 0 ? 0 : Math.max(1, counted);
}

/** The whole message as one body. `sparse` leaves out what is null or empty, as recorded bodies do. */
export function toBody(message: Message, sparse: boolean): JsonObject {
  const { id, model, reply, usage } = message;
  const body = {
    id,
    type: "message",
    role: "assistant",
    model,
    content: reply.content.map((block) => toContent(block, sparse)),
    stop_reason: reply.stopReason,
    stop_sequence: null,
    usage,
  };
  if (sparse) {
    const { input_tokens, output_tokens } = usage;
    return { ...body, usage: { input_tokens, output_tokens } };
  }
  return { ...body, stop_details: stopDetails(reply), container: null, diagnostics: null };
}

export function stopDetails(reply: Reply): JsonObject | null {
  if (reply.stopReason !== "refusal") return null;
  return { type: "refusal", category: reply.refusal ?? null, explanation: null };
}

function toContent(block: ReplyBlock, sparse: boolean): JsonObject {
  if (block.type === "thinking") return { ...block };
  const { type, text, citations } = block;
  if (citations.length > 0) return { type, text, citations };
  return sparse ? { type, text } : { type, text, citations: null };
}
