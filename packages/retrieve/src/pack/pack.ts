import {
  calibrate,
  type ContextPlan,
  type DocumentSummary,
  type DroppedChunk,
  type DropReason,
  type Model,
  type PlannedDocument,
  type Sentence,
  TOKENS_PER_DOCUMENT,
} from "@longdoc/core";

import type { ScoredChunk } from "../stores/store.ts";

export interface PackOptions {
  readonly question: string;
  /** The model that the context is for: its tokenizer decides what fits. */
  readonly model: Model;
  /** Tokens that the documents may take. */
  readonly budgetTokens: number;
  /** Said in the plan; default `chunks`. */
  readonly strategy?: ContextPlan["strategy"];
}

/** Tokens kept free for the answer, and for the thinking before it. */
const ANSWER_TOKENS = 16_000;
const THINKING_TOKENS = 32_000;
/** System prompt, question and the request's own frame. */
const PROMPT_TOKENS = 4_000;
/** More context than this costs more than it helps, unless asked for. */
const MAX_DEFAULT_BUDGET = 200_000;

/** Tokens for documents by default: what the model's window leaves after answer and thinking, at most 200,000. */
export function defaultBudget(model: Model): number {
  return Math.min(MAX_DEFAULT_BUDGET, model.window - ANSWER_TOKENS - THINKING_TOKENS - PROMPT_TOKENS);
}

interface Open {
  readonly document: DocumentSummary;
  readonly chunks: ScoredChunk[];
  readonly sentenceIds: Set<string>;
}

/**
 * Fills a budget with the best candidates, taken in the order given. Documents come in the order of their sources,
 * which does not depend on the question, so that a prompt cache can serve the next one; a document's chunks come in
 * reading order. The plan's `used` is what the model's context will hold, by an estimate that errs upward; it never
 * exceeds the budget. Every candidate is in the plan, or in `dropped` with its reason.
 */
export function pack(candidates: readonly ScoredChunk[], options: PackOptions): ContextPlan {
  const { model, question } = options;
  const budget = Math.max(0, Math.floor(options.budgetTokens));
  const open = new Map<string, Open>();
  const dropped: DroppedChunk[] = [];
  let used = 0;
  for (const candidate of candidates) {
    const { chunk, document } = candidate;
    const known = open.get(document.id);
    const cost = costOf(candidate, model) + (known ? 0 : documentCost(document, model));
    const drop = (reason: DropReason): void => {
      dropped.push({
        chunkId: chunk.id,
        documentId: document.id,
        score: candidate.score,
        tokens: cost,
        reason,
      });
    };
    const isNew = chunk.sentences.some((sentence) => !known?.sentenceIds.has(sentence.id));
    if (!isNew) drop("duplicate");
    else if (used + cost > budget) drop("budget");
    else {
      used += cost;
      const entry = known ?? { document, chunks: [], sentenceIds: new Set() };
      entry.chunks.push(candidate);
      for (const sentence of chunk.sentences) entry.sentenceIds.add(sentence.id);
      open.set(document.id, entry);
    }
  }
  return {
    question,
    model: model.id,
    budget,
    used,
    strategy: options.strategy ?? "chunks",
    documents: [...open.values()].sort((a, b) => compare(a.document, b.document)).map(toPlanned),
    images: [],
    dropped,
  };
}

/** Tokens of a chunk in the model's context: its sentences, one citable block each. */
function costOf({ chunk }: ScoredChunk, model: Model): number {
  return calibrate(model, chunk.tokens, chunk.sentences.length);
}

/** Tokens that a document takes whatever is packed of it: its frame, its title and its source. */
function documentCost({ title, source }: DocumentSummary, model: Model): number {
  // Three characters per token err upward for names and paths.
  return TOKENS_PER_DOCUMENT + calibrate(model, Math.ceil((title.length + source.length) / 3), 0);
}

/** Tokens that a whole document takes, from its stored sums. */
export function wholeDocumentCost(
  document: DocumentSummary & {
    readonly tokens: number;
    readonly sentences: number;
    readonly chunks: number;
  },
  model: Model,
): number {
  // Each chunk is rounded up on its own when it is packed.
  return (
    documentCost(document, model) + calibrate(model, document.tokens, document.sentences) + document.chunks
  );
}

function toPlanned({ document, chunks }: Open): PlannedDocument {
  const seen = new Set<string>();
  return {
    document,
    chunks: chunks
      .toSorted((a, b) => a.chunk.ordinal - b.chunk.ordinal)
      .map(({ chunk, score }) => ({
        id: chunk.id,
        ordinal: chunk.ordinal,
        headingPath: chunk.headingPath,
        sentences: chunk.sentences.filter((sentence) => isFirst(sentence, seen)),
        score,
      })),
  };
}

function isFirst(sentence: Sentence, seen: Set<string>): boolean {
  if (seen.has(sentence.id)) return false;
  seen.add(sentence.id);
  return true;
}

function compare(a: DocumentSummary, b: DocumentSummary): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
