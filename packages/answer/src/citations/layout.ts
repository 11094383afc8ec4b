import type { ContextPlan, DocumentSummary, Sentence } from "@longdoc/core";

import { spaceBetween } from "./space-between.ts";

/** A text block as the model gets it, tied to the sentence that it holds. */
export interface LaidBlock {
  /**
   * The sentence's text and the white space that parts it from the next one: the API's `cited_text` is the plain
   * concatenation of block texts.
   */
  readonly text: string;
  readonly sentence: Sentence;
}

export interface LaidDocument {
  readonly document: DocumentSummary;
  readonly blocks: readonly LaidBlock[];
}

/**
 * The documents and blocks of a request, in the order sent: positions in it are what citations name. Without what
 * the API would refuse: blank blocks, documents of none, halves of surrogate pairs.
 */
export function layoutBlocks(plan: ContextPlan): LaidDocument[] {
  return plan.documents
    .map(({ document, chunks }) => ({
      document,
      blocks: chunks.flatMap(({ sentences }) => layoutChunk(sentences)),
    }))
    .filter(({ blocks }) => blocks.length > 0);
}

function layoutChunk(sentences: readonly Sentence[]): LaidBlock[] {
  const written = sentences.filter(({ text }) => text.trim() !== "");
  return written.map((sentence, index) => ({
    text: sentence.text.toWellFormed() + spaceBetween(sentence, written[index + 1]),
    sentence,
  }));
}
