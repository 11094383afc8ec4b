import type Anthropic from "@anthropic-ai/sdk";
import { cancelled, type ClaudeClient, modelError } from "@longdoc/claude";
import { calibrate, type ContextPlan, countTokens, findModel, type Model, ModelError } from "@longdoc/core";

import { SYSTEM_PROMPT } from "./prompt.ts";

type Request = Anthropic.MessageCreateParamsNonStreaming;

/** An estimate this far above the window is above it in truth, however much it errs upward. */
const SURELY_TOO_LONG = 1.35;

/**
 * The tokens of a request as the API itself counts them; free, and apart from the limits of asking.
 *
 * @throws ModelError `model.no-counting` where the client cannot count, else `model.*`
 */
export async function countRequestTokens(
  client: ClaudeClient,
  { max_tokens: _maxTokens, ...request }: Request,
  signal?: AbortSignal,
): Promise<number> {
  if (!client.messages.countTokens) {
    throw new ModelError("model.no-counting", "This client of Claude cannot count tokens.", {
      hint: "Rely on the plan's own estimate, or use Anthropic's API.",
    });
  }
  try {
    const { input_tokens: tokens } = await client.messages.countTokens(request, signal ? { signal } : {});
    return tokens;
  } catch (thrown) {
    if (signal?.aborted) throw cancelled(thrown);
    throw modelError(thrown);
  }
}

/**
 * Refuses, before anything is spent, a request that the model's window does not hold. Where the estimate, which errs
 * upward, leaves it open, the API is asked to count; where it cannot, the request may be tried.
 *
 * @throws ModelError `model.prompt-too-long`
 */
export async function checkFits(
  client: ClaudeClient,
  request: Request,
  plan: ContextPlan,
  model: Model,
  signal?: AbortSignal,
): Promise<void> {
  const estimate = estimateTokens(plan, model);
  if (estimate <= model.window) return;
  const tokens = await countRequestTokens(client, request, signal).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    return estimate > model.window * SURELY_TOO_LONG ? estimate : 0;
  });
  if (tokens > model.window) throw tooLong(tokens, model);
}

function estimateTokens(plan: ContextPlan, model: Model): number {
  const prompt = calibrate(model, countTokens(SYSTEM_PROMPT) + countTokens(plan.question), 1);
  // Counted for another model, perhaps with another tokenizer.
  const ratio = calibrate(model, 1_000, 0) / calibrate(knownModel(plan.model) ?? model, 1_000, 0);
  return Math.ceil(plan.used * ratio) + prompt;
}

/** Plans that were kept may name a model that is gone. */
function knownModel(id: string): Model | undefined {
  try {
    return findModel(id);
  } catch {
    return undefined;
  }
}

function tooLong(tokens: number, { id, window }: Model): ModelError {
  const message = `The documents take about ${tokens.toLocaleString("en-US")} tokens; ${id} reads ${window.toLocaleString("en-US")}.`;
  return new ModelError("model.prompt-too-long", message, { hint: "Ask with a smaller --budget." });
}
