import type { Anthropic } from "@longdoc/claude";

import type { Outcome } from "../describer.ts";
import { parseDescription } from "../description.ts";

/** What came of a picture, by Claude's reply. */
export function readReply(message: Anthropic.Message): Outcome {
  if (message.stop_reason === "refusal") {
    const category = message.stop_details?.category;
    return notDescribed(`Claude refused${category ? ` (${category.replace(/_/g, " ")})` : ""}`, true);
  }
  if (message.stop_reason === "max_tokens" || message.stop_reason === "model_context_window_exceeded") {
    return notDescribed("the description was longer than allowed", true);
  }
  // A thinking block comes first.
  const text = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  const description = parseDescription(text);
  return description
    ? { type: "described", description }
    : notDescribed("Claude's reply was no description", false);
}

export function notDescribed(reason: string, final: boolean): Outcome {
  return { type: "not-described", reason, final };
}
