import type Anthropic from "@anthropic-ai/sdk";
import type { ContextPlan, Model } from "@longdoc/core";

import type { LaidDocument } from "../citations/layout.ts";
import { SYSTEM_PROMPT } from "./prompt.ts";

export type Effort = "low" | "medium" | "high";

export interface RequestOptions {
  /** Tokens for thinking and answer together. */
  readonly maxOutputTokens: number;
  /** How much the model thinks; the model's own default where it is left out. */
  readonly effort?: Effort;
}

/** The API limits titles to a length that it does not document. */
const MAX_TITLE = 200;
/** A damaged scan can have hundreds of ranges, and a document's frame has a bounded share of the budget. */
const MAX_RANGES = 10;

/** The request for a plan: documents first, with one citable block per sentence, and the question last. */
export function toRequest(
  plan: ContextPlan,
  layout: readonly LaidDocument[],
  model: Model,
  options: RequestOptions,
): Anthropic.MessageCreateParamsNonStreaming {
  const documents = layout.map((laid, index) => toDocument(laid, plan, index === layout.length - 1));
  return {
    model: model.id,
    max_tokens: Math.min(options.maxOutputTokens, model.maxOutput),
    system: SYSTEM_PROMPT,
    messages: [
      { role: "user", content: [...documents, { type: "text", text: plan.question.toWellFormed() }] },
    ],
    ...(model.thinking === "adaptive" && options.effort ? { output_config: { effort: options.effort } } : {}),
  };
}

function toDocument(
  { document, blocks }: LaidDocument,
  { strategy }: ContextPlan,
  isLast: boolean,
): Anthropic.DocumentBlockParam {
  const { failedPages } = document.quality;
  return {
    type: "document",
    source: { type: "content", content: blocks.map(({ text }) => ({ type: "text", text })) },
    title: document.title.slice(0, MAX_TITLE).toWellFormed().trim() || "Untitled",
    // Seen by the model, never citable.
    context: JSON.stringify({
      source: document.source.split(/[\\/]/).at(-1),
      pages: document.pages,
      given: strategy === "whole" ? "the whole document" : "excerpts",
      ...(failedPages.length > 0 ? { unreadablePages: pageRanges(failedPages.map(({ page }) => page)) } : {}),
    }),
    citations: { enabled: true },
    // The documents come in a stable order: the next question about them is served from the cache.
    ...(isLast ? { cache_control: { type: "ephemeral" } } : {}),
  };
}

/** "3-5, 9": pages in ascending order, runs of them as ranges. */
function pageRanges(pages: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const page of pages) {
    const last = ranges.at(-1);
    if (last && page === last[1] + 1) last[1] = page;
    else ranges.push([page, page]);
  }
  const listed = ranges.slice(0, MAX_RANGES).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return listed.join(", ") + (ranges.length > MAX_RANGES ? " and others" : "");
}
