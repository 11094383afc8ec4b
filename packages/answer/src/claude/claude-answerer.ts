import type Anthropic from "@anthropic-ai/sdk";
import {
  type Answer,
  calibrate,
  countTokens,
  DEFAULT_MODEL,
  findModel,
  type Model,
  ModelError,
} from "@longdoc/core";

import type { Answerer, AnswerEvent } from "../answerer.ts";
import { layoutBlocks } from "../citations/layout.ts";
import { type AnswerBlock, assembleAnswer, resolveBlock } from "./assemble.ts";
import { createClient } from "./client.ts";
import { cancelled, empty, modelError, refused, streamError } from "./errors.ts";
import { readStream, type ReplyEvent } from "./read-stream.ts";
import { type Effort, toRequest } from "./request.ts";
import { readVerdict, type Verdict } from "./sentinel.ts";

export interface ClaudeAnswererOptions {
  /** Tier (`sonnet`) or model id. Default Claude Sonnet. */
  readonly model?: string;
  /** Default: the environment's ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN. */
  readonly apiKey?: string;
  /** Default: the environment's ANTHROPIC_BASE_URL, else Anthropic's API. */
  readonly baseURL?: string;
  /** Times that a failed request is sent again, from 0. Default 2. */
  readonly maxRetries?: number;
  /** How much the model thinks before it answers. Default: the model's own. */
  readonly effort?: Effort;
  /** Tokens for thinking and answer together. Default 16,000. */
  readonly maxOutputTokens?: number;
  /** Milliseconds without a sign of life after which a stream is given up. Default 120,000. */
  readonly idleTimeoutMs?: number;
}

const DEFAULT_MAX_RETRIES = 2;
const DEFAULT_MAX_OUTPUT_TOKENS = 16_000;
const DEFAULT_IDLE_TIMEOUT_MS = 120_000;

/**
 * Answers with Claude. Every citation of the reply is a position in what was sent; one that does not resolve, or
 * whose text differs, is raised as a bug.
 *
 * @throws UsageError `usage.model-unknown`, `usage.model-retired`, `usage.base-url-invalid`; ModelError
 * `model.key-missing`, `model.key-invalid`
 */
export function claudeAnswerer(options: ClaudeAnswererOptions = {}): Answerer {
  const model = findModel(options.model ?? DEFAULT_MODEL);
  const client = createClient({
    apiKey: options.apiKey,
    baseURL: options.baseURL,
    maxRetries: options.maxRetries ?? DEFAULT_MAX_RETRIES,
    idleTimeoutMs: options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
  });
  return {
    model: model.id,
    async *stream(plan, { signal } = {}) {
      const layout = layoutBlocks(plan);
      if (layout.length === 0) {
        yield { type: "answer", answer: emptyAnswer(plan, model) };
        return;
      }
      const request = toRequest(plan, layout, model, {
        maxOutputTokens: options.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS,
        ...(options.effort ? { effort: options.effort } : {}),
      });
      refuseWhatCannotFit(plan.used + calibrate(model, countTokens(plan.question), 1), model);
      const blocks: AnswerBlock[] = [];
      let verdict: Verdict | undefined;
      let head = "";
      const events = replyEvents(client, request, signal);
      for await (const event of events) {
        if (event.type === "block") {
          const block = resolveBlock(event, layout);
          blocks.push(block);
          head += block.text;
          if (verdict === undefined) {
            const read = readVerdict(head);
            // Held back while it may still be a sentinel, which is no part of the answer.
            if (!read) continue;
            verdict = read.verdict;
            cutHead(blocks, read.length);
            for (const held of blocks) yield* blockEvents(held);
          } else yield* blockEvents(block);
          continue;
        }
        if (event.stopReason === "refusal") throw refused(event.refusal);
        if (head.trim() === "") throw empty(event.stopReason);
        if (verdict === undefined) {
          const read = readVerdict(head, true)!;
          verdict = read.verdict;
          cutHead(blocks, read.length);
          for (const held of blocks) yield* blockEvents(held);
        }
        yield {
          type: "answer",
          answer: assembleAnswer({
            plan,
            model,
            verdict,
            blocks,
            stopReason: event.stopReason,
            usage: event.usage,
          }),
        };
      }
    },
  };
}

async function* replyEvents(
  client: Anthropic,
  request: Anthropic.MessageCreateParamsNonStreaming,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReplyEvent> {
  let hasBegun = false;
  try {
    signal?.throwIfAborted();
    const stream = await client.messages.create({ ...request, stream: true }, signal ? { signal } : {});
    hasBegun = true;
    yield* readStream(stream);
  } catch (thrown) {
    if (signal?.aborted) throw cancelled(thrown);
    throw hasBegun ? streamError(thrown) : modelError(thrown);
  }
}

/** The estimate errs upward: what is above the window by a third of it would be refused after it was sent. */
function refuseWhatCannotFit(tokens: number, model: Model): void {
  if (tokens <= model.window * 1.35) return;
  throw new ModelError(
    "model.prompt-too-long",
    `The documents take about ${tokens} tokens; ${model.id} reads ${model.window}.`,
    {
      hint: "Ask with a smaller --budget.",
    },
  );
}

function* blockEvents(block: AnswerBlock): Generator<AnswerEvent> {
  for (const citation of block.citations) yield { type: "citation", citation };
  if (block.text) yield { type: "text", text: block.text };
}

/** Takes the first `length` characters off the blocks. */
function cutHead(blocks: AnswerBlock[], length: number): void {
  let left = length;
  for (let index = 0; index < blocks.length && left > 0; index++) {
    const block = blocks[index]!;
    const cut = Math.min(left, block.text.length);
    blocks[index] = { ...block, text: block.text.slice(cut) };
    left -= cut;
  }
}

function emptyAnswer(plan: Answer["plan"], model: Model): Answer {
  const usage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };
  const answer = assembleAnswer({ plan, model, verdict: "not_found", blocks: [], stopReason: null, usage });
  return {
    ...answer,
    warnings: [
      "No document fitted into the budget, or none matched: Claude was not asked.",
      ...answer.warnings,
    ],
  };
}
