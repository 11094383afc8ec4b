import type { Source } from "./sources.ts";
import { wordsOf } from "./words.ts";

/** A piece of a source that shares words with the question. */
export interface Match {
  readonly source: number;
  readonly piece: number;
  /** Share of the question's weight, each word weighted by its rarity, that the piece holds; from 0 to 1. */
  readonly score: number;
}

/** Below this share a piece has only an accident in common with the question. */
const MIN_SCORE = 0.3;

/** The pieces that answer a question best, best first. Earlier ones come first where they are equal. */
export function findMatches(question: string, sources: readonly Source[]): Match[] {
  const asked = new Set(wordsOf(question));
  const pieces = sources.flatMap(({ pieces }, source) =>
    pieces.map((text, piece) => ({ source, piece, words: new Set(wordsOf(text)) })),
  );
  const weights = new Map<string, number>();
  for (const word of asked) {
    const holding = pieces.filter(({ words }) => words.has(word)).length;
    weights.set(word, Math.log((pieces.length + 1) / (holding + 0.5)));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return pieces
    .map(({ source, piece, words }) => {
      const shared = [...asked].filter((word) => words.has(word));
      const weight = shared.reduce((sum, word) => sum + weights.get(word)!, 0);
      return { source, piece, score: total > 0 ? weight / total : 0 };
    })
    .filter(({ score }) => score >= MIN_SCORE)
    .sort((one, other) => other.score - one.score);
}
