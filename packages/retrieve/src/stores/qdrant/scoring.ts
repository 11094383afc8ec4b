/**
 * How a Qdrant store ranks as every other store does, to the last digit.
 *
 * BM25 needs three figures of the whole library: how many chunks there are, how many hold a term, and how long they
 * are on average. A vector that is written today cannot know those of tomorrow, and Qdrant's own IDF modifier counts
 * per shard, over all tenants, and over versions that are written or removed at the moment. So the figures are taken
 * at query time from exact counts of what is visible, as the embedded store takes them, and used in two places:
 *
 * 1. The query's vector carries each term's IDF; a chunk's vector carries its saturated frequencies, for chunks of
 *    `NOMINAL_LENGTH` terms on average. Qdrant's dot product finds candidates and never decides their order.
 * 2. Candidates are scored here from their counts of terms by the formula of search/bm25.ts. They are enough once the
 *    last of the wanted ones scores above anything that a chunk not yet seen could reach.
 */
import { termScore } from "../../search/bm25.ts";
import { type ChunkPayload, NOMINAL_LENGTH } from "./chunk-point.ts";
import { dimensionOf } from "./term-number.ts";

/** A word of the question: the numbers of the terms that it is in the library's languages, and its weight. */
export interface Word {
  readonly numbers: readonly number[];
  readonly weight: number;
}

/** Share by which a server's sums may fall short: it adds 32-bit floats, from an index of 16-bit ones at the least. */
const ROUNDING = 0.002;

export function toQueryVector(words: readonly Word[]): { indices: number[]; values: number[] } {
  const values = new Map<number, number>();
  for (const { numbers, weight } of words) {
    for (const number of numbers) {
      const dimension = dimensionOf(number);
      values.set(dimension, (values.get(dimension) ?? 0) + weight);
    }
  }
  return { indices: [...values.keys()], values: [...values.values()] };
}

/** A chunk's BM25 score; 0 where it holds none of the words. */
export function scoreOf(
  words: readonly Word[],
  chunk: Pick<ChunkPayload, "terms" | "frequencies" | "length">,
  averageLength: number,
): number {
  const frequencies = new Map(chunk.terms.map((number, at) => [number, chunk.frequencies[at]!]));
  let score = 0;
  for (const { numbers, weight } of words) {
    const frequency = numbers.reduce((sum, number) => sum + (frequencies.get(number) ?? 0), 0);
    if (frequency > 0) score += termScore(weight, frequency, chunk.length, averageLength);
  }
  return score;
}

/**
 * The highest true score of any chunk that the server rates at `rating` or less. A term's true score exceeds its rating
 * by less than the true average length exceeds the nominal one; two variants of a word in one chunk, or two terms in
 * one dimension, only make the rating higher.
 */
export function highestScoreAt(rating: number, averageLength: number): number {
  return rating * Math.max(1, averageLength / NOMINAL_LENGTH) * (1 + ROUNDING);
}
