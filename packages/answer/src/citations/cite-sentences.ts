import type { Citation, DocumentSummary, Sentence } from "@longdoc/core";

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
    quote: sentences.map((sentence) => sentence.text).join(" "),
    checks: { pointer: "valid", quote: "exact" },
  };
}
