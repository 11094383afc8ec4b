import {
  type Chunk,
  chunkId,
  countTokens,
  documentId,
  type DocumentSummary,
  documentVersion,
  sentenceId,
} from "@longdoc/core";

/** A document of made-up chunks, each given by its sentences; two sentences per page. */
export function makeDocument(
  source: string,
  texts: readonly (readonly string[])[],
  differs: Partial<DocumentSummary> = {},
): { document: DocumentSummary; chunks: Chunk[] } {
  const id = documentId(source);
  const version = documentVersion(Buffer.from(JSON.stringify([source, texts])));
  let ordinal = 0;
  let start = 0;
  const chunks = texts.map((sentences, position): Chunk => {
    const made = sentences.map((text) => {
      const page = 1 + Math.floor(ordinal / 2);
      const sentence = {
        id: sentenceId({ documentId: id, version, ordinal: ordinal++, start, text }),
        text,
        page,
        boxes: [{ page, x: 72, y: 10 * ordinal, width: 100.5, height: 10 }],
        start,
        end: start + text.length,
        origin: { type: "text" as const },
      };
      start += text.length + 1;
      return sentence;
    });
    return {
      id: chunkId({ documentId: id, ordinal: position, sentenceIds: made.map((sentence) => sentence.id) }),
      documentId: id,
      version,
      ordinal: position,
      sentences: made,
      headingPath: [],
      tokens: sentences.reduce((sum, text) => sum + countTokens(text), 0),
    };
  });
  const document: DocumentSummary = {
    id,
    version,
    title: "",
    source,
    mediaType: "text/plain",
    language: "en",
    pages: Math.max(1, Math.ceil(ordinal / 2)),
    quality: { pagesRead: 1, failedPages: [], warnings: [] },
    ...differs,
  };
  return { document, chunks };
}
