import type { Citation, DocumentSummary, Sentence } from "@longdoc/core";

import { spaceBetween } from "./space-between.ts";

/** The citation of sentences of one document, given in reading order, at least one. */
export function citeSentences(document: DocumentSummary, sentences: readonly Sentence[]): Citation {
  return {
    sentenceIds: sentences.map((sentence) => sentence.id),
    documentId: document.id,
    version: document.version,
    source: document.source,
    title: document.title,
    page: sentences[0]!.page,
    boxes: sentences.flatMap((sentence) => sentence.boxes),
    quote: quoteOf(sentences),
    checks: { pointer: "valid", quote: "exact" },
  };
}

/** One line: a space stands for whatever parts two sentences. */
function quoteOf(sentences: readonly Sentence[]): string {
  return sentences
    .map(({ text }, index) =>
      index === 0 || spaceBetween(sentences[index - 1]!, sentences[index]) === "" ? text : ` ${text}`,
    )
    .join("");
}
