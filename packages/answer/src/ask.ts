import { type Answer, type ContextPlan, ModelError } from "@longdoc/core";

import type { Answerer, AnswerEvent } from "./answerer.ts";

export interface AskOptions {
  readonly answerer: Answerer;
  readonly signal?: AbortSignal;
  /** Called with the answer's pieces as they come, the whole answer last. */
  readonly onEvent?: (event: AnswerEvent) => void;
}

/**
 * Puts a plan's question to an answerer and waits for the whole answer.
 *
 * @throws as `Answerer.stream`
 *
 * @example
 * const plan = await retrieve(store, "What was net revenue?");
 * const answer = await ask(plan, { answerer: sentencesAnswerer() });
 */
export async function ask(plan: ContextPlan, options: AskOptions): Promise<Answer> {
  let answer: Answer | undefined;
  for await (const event of options.answerer.stream(plan, options.signal ? { signal: options.signal } : {})) {
    options.onEvent?.(event);
    if (event.type === "answer") answer = event.answer;
  }
  if (!answer)
    throw new ModelError("model.empty", "The answerer ended without an answer.", { recovery: "transient" });
  return answer;
}
