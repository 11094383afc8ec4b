import type { Document, DocumentSummary } from "@longdoc/core";

/** What a store keeps of a document: everything but its text. */
export function summarize(document: Document): DocumentSummary {
  const { id, version, title, source, mediaType, language, pages, quality } = document;
  return { id, version, title, source, mediaType, language, pages: pages.length, quality };
}
