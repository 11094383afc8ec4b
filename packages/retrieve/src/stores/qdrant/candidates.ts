import type { ChunkPayload } from "./chunk-point.ts";
import { type PointFilter, type Points } from "./points.ts";
import { highestScoreAt, scoreOf, toQueryVector, type Word } from "./scoring.ts";
import { SPARSE_VECTOR } from "./shape.ts";

export interface Candidate {
  readonly id: string;
  readonly document: string;
  readonly generation: string;
  readonly ordinal: number;
  readonly score: number;
}

/** A question, weighed. */
export interface Question {
  readonly words: readonly Word[];
  /** Terms per chunk. */
  readonly averageLength: number;
  readonly filter: PointFilter;
  readonly topK: number;
}

type CandidatePayload = Pick<
  ChunkPayload,
  "document" | "generation" | "ordinal" | "length" | "terms" | "frequencies"
>;

const FIELDS = ["document", "generation", "ordinal", "length", "terms", "frequencies"] as const;
/** Points asked for beyond those wanted: enough for most questions, where ratings and scores differ a little. */
const MARGIN = 16;
const GROWTH = 4;
/** Where more chunks than this are rated alike, which of them are best is left to the server. */
const MOST_CANDIDATES = 20_000;

/** The chunks that match, best first: the first `topK` are the best of all, unless many thousands rank alike. */
export async function findCandidates(
  chunks: Points,
  question: Question,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<Candidate[]> {
  const { words, averageLength, filter, topK } = question;
  if (words.length === 0) return [];
  const vector = toQueryVector(words);
  for (let limit = 2 * topK + MARGIN; ; limit *= GROWTH) {
    const query = { vector, using: SPARSE_VECTOR, filter, limit, fields: FIELDS };
    const found = await chunks.query<CandidatePayload>(query, options);
    const candidates = found
      .map(({ id, payload }) => {
        const { document, generation, ordinal } = payload;
        return { id, document, generation, ordinal, score: scoreOf(words, payload, averageLength) };
      })
      .filter(({ score }) => score > 0)
      .sort(
        (a, b) =>
          b.score - a.score ||
          (a.document < b.document ? -1 : a.document > b.document ? 1 : a.ordinal - b.ordinal),
      );
    const seenAll = found.length < limit || limit >= MOST_CANDIDATES;
    const last = candidates[topK - 1];
    if (seenAll || (last && last.score > highestScoreAt(found.at(-1)!.score, averageLength)))
      return candidates;
  }
}
