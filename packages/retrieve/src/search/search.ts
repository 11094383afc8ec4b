import { UsageError } from "@longdoc/core";

import type { ChunkStore, Filter, ScoredChunk } from "../stores/store.ts";

export interface SearchOptions {
  /** Number of chunks. Default 10. */
  readonly topK?: number;
  readonly filter?: Filter;
  readonly signal?: AbortSignal;
}

const DEFAULT_TOP_K = 10;
/** Characters (UTF-16 units): longer texts are documents, not questions. */
const MAX_QUESTION_LENGTH = 20_000;

/**
 * The chunks that match a query best, best first.
 *
 * @throws UsageError `usage.question-empty`, `usage.question-too-long`, `usage.top-k`; StoreError as `ChunkStore`
 */
export async function search(
  store: ChunkStore,
  query: string,
  options: SearchOptions = {},
): Promise<readonly ScoredChunk[]> {
  const topK = options.topK ?? DEFAULT_TOP_K;
  if (query.trim() === "") {
    throw new UsageError("usage.question-empty", "The question is empty.", {
      input: query,
      hint: "Ask something.",
    });
  }
  if (query.length > MAX_QUESTION_LENGTH) {
    throw new UsageError(
      "usage.question-too-long",
      `The question has ${query.length.toLocaleString("en")} characters; at most ${MAX_QUESTION_LENGTH.toLocaleString("en")} are allowed.`,
      { hint: "Ingest long texts as documents, and ask about them." },
    );
  }
  requireTopK(topK);
  const { filter, signal } = options;
  return store.search({ text: query, topK, ...(filter ? { filter } : {}) }, signal ? { signal } : {});
}

/** @throws UsageError `usage.top-k` unless it is a whole number above 0 */
export function requireTopK(topK: number): void {
  if (Number.isSafeInteger(topK) && topK >= 1) return;
  throw new UsageError("usage.top-k", `The number of chunks must be a whole number above 0, not ${topK}.`, {
    input: String(topK),
  });
}
