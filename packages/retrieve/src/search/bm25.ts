/**
 * Okapi BM25 as every store ranks by it. Sources: Robertson and Zaragoza, "The Probabilistic Relevance Framework"
 * (2009); the inverse document frequency is Lucene's, which is never negative. `K1` and `B` are the usual ones.
 */
export const K1 = 1.2;
export const B = 0.75;

/** Weight of a term by its rarity: `count` chunks hold it out of `total`. */
export function idf(total: number, count: number): number {
  return Math.log(1 + (total - count + 0.5) / (count + 0.5));
}

/** Score of one term in one chunk; `length` and `averageLength` in terms. */
export function termScore(weight: number, frequency: number, length: number, averageLength: number): number {
  return (weight * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / (averageLength || 1)));
}

/** A term in more than this share of the chunks tells little, and reading its list costs most of a search. */
const COMMON_SHARE = 0.25;
/** Below this many chunks every list is short. */
export const PRUNE_ABOVE_CHUNKS = 20_000;

/**
 * The terms of a query that are looked up, by their counts: all of them in a small store; in a large one the common
 * terms are passed over, unless nothing else is left: then the rarest one stays.
 */
export function withoutCommonTerms<Term extends { readonly count: number }>(
  terms: readonly Term[],
  total: number,
): Term[] {
  if (total <= PRUNE_ABOVE_CHUNKS) return [...terms];
  const rare = terms.filter(({ count }) => count <= COMMON_SHARE * total);
  if (rare.length > 0) return rare;
  const rarest = terms.toSorted((a, b) => a.count - b.count)[0];
  return rarest ? [rarest] : [];
}
