import { type ContextPlan, DEFAULT_MODEL, findModel, type Model, UsageError } from "@longdoc/core";

import { defaultBudget, pack, wholeDocumentCost } from "./pack/pack.ts";
import { requireTopK, search } from "./search/search.ts";
import type { ChunkStore, Filter, ScoredChunk, StoredDocument } from "./stores/store.ts";

export interface RetrieveOptions {
  /** Tier or model id that the context is for. Default Claude Sonnet. */
  readonly model?: string;
  /** Tokens that the documents may take. Default: what the model's window leaves, at most 200,000. */
  readonly budgetTokens?: number;
  /** Chunks to search for when the documents do not fit whole. Default 40. */
  readonly topK?: number;
  /** Documents and pages in scope. Default: the whole library. */
  readonly filter?: Filter;
  readonly signal?: AbortSignal;
}

const DEFAULT_TOP_K = 40;
/** How far below the last chunk wanted the search goes on, so that what just missed is listed as dropped. */
const LISTED_DROPS = 20;

/**
 * Finds what answers a question and packs it within the budget. Documents in scope that fit whole are packed whole.
 *
 * @throws UsageError `usage.question-empty`, `usage.question-too-long`, `usage.top-k`, `usage.budget`,
 * `usage.model-unknown`, `usage.model-retired`; StoreError as `ChunkStore`
 */
export async function retrieve(
  store: ChunkStore,
  question: string,
  options: RetrieveOptions = {},
): Promise<ContextPlan> {
  const model = findModel(options.model ?? DEFAULT_MODEL);
  const budgetTokens = options.budgetTokens ?? defaultBudget(model);
  if (!Number.isSafeInteger(budgetTokens) || budgetTokens < 1) {
    throw new UsageError(
      "usage.budget",
      `The budget must be a whole number of tokens above 0, not ${budgetTokens}.`,
      {
        input: String(budgetTokens),
      },
    );
  }
  const topK = options.topK ?? DEFAULT_TOP_K;
  requireTopK(topK);
  const found = await search(store, question, {
    topK: topK + LISTED_DROPS,
    ...(options.filter ? { filter: options.filter } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const whole = await documentsThatFit(store, options.filter, model, budgetTokens);
  if (whole) return packWhole(store, whole, found, { question, model, budgetTokens });
  const plan = pack(found.slice(0, topK), { question, model, budgetTokens });
  const below = found.slice(topK).map(({ chunk, document, score }) => ({
    chunkId: chunk.id,
    documentId: document.id,
    score,
    tokens: chunk.tokens,
    reason: "top-k" as const,
  }));
  return { ...plan, dropped: [...plan.dropped, ...below] };
}

/** The documents in scope when all of them fit whole; decided by stored sums, without reading a chunk. */
async function documentsThatFit(
  store: ChunkStore,
  filter: Filter | undefined,
  model: Model,
  budgetTokens: number,
): Promise<readonly StoredDocument[] | undefined> {
  // Part of a document is asked for: the whole would hold other pages.
  if (filter?.pages) return undefined;
  const documents = await store.documents(filter);
  let cost = 0;
  for (const document of documents) {
    cost += wholeDocumentCost(document, model);
    if (cost > budgetTokens) return undefined;
  }
  return documents;
}

async function packWhole(
  store: ChunkStore,
  documents: readonly StoredDocument[],
  found: readonly ScoredChunk[],
  options: { readonly question: string; readonly model: Model; readonly budgetTokens: number },
): Promise<ContextPlan> {
  const scores = new Map(found.map(({ chunk, score }) => [chunk.id, score]));
  const candidates: ScoredChunk[] = [];
  for (const stored of documents) {
    const {
      chunks: _chunks,
      sentences: _sentences,
      tokens: _tokens,
      indexedAt: _indexedAt,
      ...document
    } = stored;
    for (const chunk of await store.chunks(stored.id)) {
      candidates.push({ chunk, document, score: scores.get(chunk.id) ?? 0 });
    }
  }
  return pack(candidates, { ...options, strategy: "whole" });
}
