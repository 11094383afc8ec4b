import type { Chunk, DocumentSummary } from "@longdoc/core";

import { analyzeQuery } from "../src/analyze/analyze.ts";
import { idf, termScore } from "../src/search/bm25.ts";
import { chunkTerms } from "../src/search/chunk-terms.ts";

interface Ranked {
  readonly chunk: Chunk;
  readonly score: number;
}

/** BM25 by the book, over everything in memory: what every store's ranking must equal. */
export function rankByReference(
  documents: readonly { document: DocumentSummary; chunks: readonly Chunk[] }[],
  query: string,
): Ranked[] {
  const entries = documents.flatMap(({ document, chunks }) =>
    chunks.map((chunk) => ({ chunk, terms: chunkTerms(chunk, document) })),
  );
  const average = entries.reduce((sum, { terms }) => sum + terms.length, 0) / entries.length;
  const languages = [...new Set(documents.map(({ document }) => document.language))].sort();
  const scores = new Map<Chunk, number>();
  for (const variants of analyzeQuery(query, languages)) {
    const holding = entries
      .map(({ chunk, terms }) => ({
        chunk,
        length: terms.length,
        frequency: terms.filter((term) => variants.includes(term)).length,
      }))
      .filter(({ frequency }) => frequency > 0);
    const weight = idf(entries.length, holding.length);
    for (const { chunk, frequency, length } of holding) {
      scores.set(chunk, (scores.get(chunk) ?? 0) + termScore(weight, frequency, length, average));
    }
  }
  return [...scores]
    .map(([chunk, score]) => ({ chunk, score }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        (a.chunk.documentId < b.chunk.documentId
          ? -1
          : a.chunk.documentId > b.chunk.documentId
            ? 1
            : a.chunk.ordinal - b.chunk.ordinal),
    );
}
