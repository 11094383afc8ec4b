import { type ClaudeClient, createClient, empty, refused } from "@longdoc/claude";
import { type Answer, type ContextPlan, DEFAULT_MODEL, findModel, type Model } from "@longdoc/core";

import type { Answerer, AnswerEvent } from "../answerer.ts";
import { type LaidDocument, layoutBlocks } from "../citations/layout.ts";
import { type AnswerBlock, assembleAnswer, resolveBlock } from "./assemble.ts";
import { checkFits, countRequestTokens } from "./count-tokens.ts";
import { replyEvents } from "./reply-events.ts";
import { type Effort, toRequest } from "./request.ts";
import { readVerdict, type Verdict } from "./sentinel.ts";

export interface ClaudeAnswererOptions {
  /** Tier (`sonnet`) or model id. Default Claude Sonnet. */
  readonly model?: string;
  /** Default: the environment's ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN. */
  readonly apiKey?: string;
  /** Default: the environment's ANTHROPIC_BASE_URL, else Anthropic's API. */
  readonly baseURL?: string;
  /**
   * A client of one's own: Anthropic's with other options, or that of a cloud. Key, address and idle limit are then
   * its own matter.
   */
  readonly client?: ClaudeClient;
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
  const client = clientOf(options);
  const maxRetries = options.maxRetries ?? DEFAULT_MAX_RETRIES;
  return {
    model: model.id,
    async *stream(plan, { signal } = {}) {
      const layout = layoutBlocks(plan);
      if (layout.length === 0) {
        yield { type: "answer", answer: emptyAnswer(plan, model) };
        return;
      }
      const request = requestOf(plan, layout, model, options);
      await checkFits(client, request, plan, model, signal);
      const blocks: AnswerBlock[] = [];
      let verdict: Verdict | undefined;
      let head = "";
      const events = replyEvents(client, request, { maxRetries, signal });
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

/**
 * Input tokens that asking about a plan takes, as the API counts them: documents, question and instructions. Free,
 * and nothing is answered. 0 for a plan without documents, for which Claude is not asked.
 *
 * @throws UsageError and ModelError as `claudeAnswerer`; ModelError `model.no-counting`, `model.*`
 */
export async function countPlanTokens(
  plan: ContextPlan,
  options: ClaudeAnswererOptions & { readonly signal?: AbortSignal } = {},
): Promise<number> {
  const model = findModel(options.model ?? plan.model);
  const layout = layoutBlocks(plan);
  if (layout.length === 0) return 0;
  return countRequestTokens(clientOf(options), requestOf(plan, layout, model, options), options.signal);
}

function clientOf(options: ClaudeAnswererOptions): ClaudeClient {
  if (options.client) return options.client;
  return createClient({
    apiKey: options.apiKey,
    baseURL: options.baseURL,
    maxRetries: options.maxRetries ?? DEFAULT_MAX_RETRIES,
    idleTimeoutMs: options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
  });
}

function requestOf(
  plan: ContextPlan,
  layout: readonly LaidDocument[],
  model: Model,
  options: ClaudeAnswererOptions,
): ReturnType<typeof toRequest> {
  return toRequest(plan, layout, model, {
    maxOutputTokens: options.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS,
    ...(options.effort ? { effort: options.effort } : {}),
  });
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

function emptyAnswer(plan: ContextPlan, model: Model): Answer {
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
