import { type Answer, type Citation, type Claim, type ContextPlan, hyphenJoiner } from "@longdoc/core";

import type { Answerer, AnswerEvent } from "../answerer.ts";
import { citeSentences } from "../citations/cite-sentences.ts";
import { planWarnings } from "../citations/plan-warnings.ts";
import { type RankedSentence, rankSentences } from "./rank.ts";

export interface SentencesAnswererOptions {
  /** Most sentences that an answer is made of, from 1. Default 5. */
  readonly maxSentences?: number;
}

const DEFAULT_MAX_SENTENCES = 5;
/** A sentence that scores below this share of the best one is left out. */
const MIN_SHARE = 0.5;
/**
 * Share of the question's weight that the best sentence must hold, with what stands around it. Chosen on questions
 * over long reports, half of them without an answer: above it more answers are lost than false ones are spared.
 */
const MIN_COVERAGE = 0.22;
/** One shared word is an accident, unless it is half of what was asked. */
const MIN_MATCHED = 2;
const MIN_COVERAGE_OF_ONE = 0.5;

const NO_MODEL =
  "No model was used: these are the sentences of the documents that answer best, word for word.";

/**
 * Answers with the documents' own sentences and no model: those that share the question's rare words, near one
 * another, in the right section, with figures where figures are asked for. Costs nothing and needs no key.
 */
export function sentencesAnswerer(options: SentencesAnswererOptions = {}): Answerer {
  const maxSentences = options.maxSentences ?? DEFAULT_MAX_SENTENCES;
  return {
    model: "none",
    async *stream(plan, { signal } = {}) {
      signal?.throwIfAborted();
      const answer = answerFrom(plan, choose(rankSentences(plan), maxSentences));
      for (const claim of answer.claims) {
        for (const index of claim.citations)
          yield { type: "citation", citation: answer.citations[index]! } satisfies AnswerEvent;
        yield {
          type: "text",
          text: answer.text.slice(claim.start, claim.end) + (claim.end < answer.text.length ? "\n" : ""),
        };
      }
      yield { type: "answer", answer };
    },
  };
}

function choose(ranked: readonly RankedSentence[], maxSentences: number): RankedSentence[] {
  const best = ranked[0];
  if (!best || best.coverage < MIN_COVERAGE) return [];
  if (best.matched < MIN_MATCHED && best.coverage < MIN_COVERAGE_OF_ONE) return [];
  const chosen: RankedSentence[] = [];
  const seen = new Set<string>();
  for (const candidate of ranked) {
    if (chosen.length === maxSentences || candidate.score < MIN_SHARE * best.score) break;
    // The same statement stands in summaries and in the text: once is enough.
    const key = candidate.sentence.text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
    if (!seen.has(key)) chosen.push(candidate);
    seen.add(key);
  }
  return chosen;
}

function wordsOf({ documents }: ContextPlan): string {
  const sentences = documents.flatMap(({ chunks }) => chunks.flatMap((chunk) => chunk.sentences));
  return sentences.map(({ text }) => text).join("\n");
}

function answerFrom(plan: ContextPlan, chosen: readonly RankedSentence[]): Answer {
  const citations: Citation[] = chosen.map(({ document, sentence }) => citeSentences(document, [sentence]));
  const claims: Claim[] = [];
  const joinHyphens = hyphenJoiner(wordsOf(plan));
  let text = "";
  chosen.forEach(({ sentence }, index) => {
    if (text) text += "\n";
    const start = text.length;
    // The quote keeps a line's end where it stands; the answer is for reading.
    const claim = joinHyphens(sentence.text);
    text += claim;
    claims.push({ text: claim, start, end: text.length, citations: [index] });
  });
  return {
    question: plan.question,
    status: chosen.length > 0 ? "answered" : "not_found",
    text,
    claims,
    citations,
    unsupported: [],
    model: "none",
    usage: { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
    cost: 0,
    warnings: [NO_MODEL, ...planWarnings(plan)],
    plan,
  };
}
