import type Anthropic from "@anthropic-ai/sdk";
import {
  type Answer,
  type Citation,
  type Claim,
  type ContextPlan,
  costOf,
  findModel,
  type Model,
  type Usage,
} from "@longdoc/core";

import type { LaidDocument } from "../citations/layout.ts";
import { planWarnings } from "../citations/plan-warnings.ts";
import { resolveCitation } from "../citations/resolve.ts";
import type { ReplyBlock } from "./read-stream.ts";
import type { Verdict } from "./sentinel.ts";
import { statementsOf } from "./statements.ts";

/** A block of the reply whose citations are resolved. */
export interface AnswerBlock {
  readonly text: string;
  readonly citations: readonly Citation[];
  /** It held citation markup as text, which points to nothing that can be checked. */
  readonly hadMarkup: boolean;
}

const CITE_MARKUP = /<\/?cite\b[^>]*>|\(cite index="[^"]*">/g;

/** Resolves a block's citations. @throws CitationError `citation.broken` */
export function resolveBlock({ text, citations }: ReplyBlock, layout: readonly LaidDocument[]): AnswerBlock {
  const plain = text.replace(CITE_MARKUP, "");
  return {
    text: plain,
    hadMarkup: plain !== text,
    citations: citations.flatMap((citation) => resolveOne(citation, layout)),
  };
}

/** We send custom content only, so only its locations can name what we sent. */
function resolveOne(citation: Anthropic.TextCitation, layout: readonly LaidDocument[]): Citation[] {
  if (citation.type !== "content_block_location") return [];
  const resolved = resolveCitation(layout, {
    documentIndex: citation.document_index,
    startBlock: citation.start_block_index,
    endBlock: citation.end_block_index,
    citedText: citation.cited_text,
  });
  return [resolved];
}

export interface AssembleInput {
  readonly plan: ContextPlan;
  readonly model: Model;
  readonly verdict: Verdict;
  readonly blocks: readonly AnswerBlock[];
  readonly stopReason: string | null;
  readonly usage: Usage;
}

/** The answer of a reply's blocks: claims where blocks are cited, offsets by adding up their texts. */
export function assembleAnswer(input: AssembleInput): Answer {
  const citations: Citation[] = [];
  const indices = new Map<string, number>();
  const claims: Claim[] = [];
  const uncited: string[] = [];
  let text = "";
  for (const block of input.blocks) {
    const start = text.length;
    text += block.text;
    // Citations of no text support no claim.
    if (block.text.trim() === "") continue;
    if (block.citations.length === 0) {
      uncited.push(...statementsOf(block.text, block.hadMarkup));
      continue;
    }
    const own = block.citations.map((citation) => {
      const key = citation.sentenceIds.join(" ");
      let index = indices.get(key);
      if (index === undefined) {
        index = citations.push(citation) - 1;
        indices.set(key, index);
      }
      return index;
    });
    claims.push({ text: block.text, start, end: text.length, citations: [...new Set(own)] });
  }
  const truncated = input.stopReason === "max_tokens" || input.stopReason === "model_context_window_exceeded";
  const found = input.verdict !== "not_found";
  return {
    question: input.plan.question,
    status: found && truncated ? "partial" : input.verdict,
    text,
    claims,
    citations,
    // What is said of an answer that is not there needs no source.
    unsupported: found ? uncited : [],
    model: input.model.id,
    usage: input.usage,
    cost: costOf(input.model, input.usage),
    warnings: [
      ...(truncated ? ["The answer was cut short: it reached the output limit."] : []),
      ...(found && text.trim() !== "" && claims.length === 0
        ? ["Nothing in this answer cites a source."]
        : []),
      ...retirement(input.model),
      ...planWarnings(input.plan),
    ],
    plan: input.plan,
  };
}

function retirement({ id, tier, retires }: Model): string[] {
  if (retires === undefined) return [];
  return [`${id} can be called until ${retires} only: ${findModel(tier).id} takes its place.`];
}
