import {
  type Chunk,
  chunkId,
  countTokens,
  documentId,
  type DocumentSummary,
  sentenceId,
} from "@longdoc/core";

/** A document whose chunks hold the given texts, one sentence each: corpora come without pages or sentences. */
export function toDocument(
  source: string,
  title: string,
  language: string,
  texts: readonly string[],
): { readonly document: DocumentSummary; readonly chunks: readonly Chunk[] } {
  const id = documentId(source);
  const version = "0".repeat(64);
  let start = 0;
  const chunks = texts.map((text, ordinal): Chunk => {
    const sentence = {
      id: sentenceId({ documentId: id, version, ordinal, start, text }),
      text,
      page: 1,
      boxes: [],
      start,
      end: start + text.length,
      origin: { type: "text" } as const,
    };
    start += text.length + 2;
    return {
      id: chunkId({ documentId: id, ordinal, sentenceIds: [sentence.id] }),
      documentId: id,
      version,
      ordinal,
      sentences: [sentence],
      headingPath: [],
      tokens: countTokens(text),
    };
  });
  const quality = { pagesRead: 1, failedPages: [], warnings: [] };
  return {
    document: { id, version, title, source, mediaType: "text/plain", language, pages: 1, quality },
    chunks,
  };
}
