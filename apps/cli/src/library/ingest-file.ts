import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

import { type Document, documentId, type DocumentSummary, IngestError, LongdocError } from "@longdoc/core";
import { ingest, summarize } from "@longdoc/ingest";
import type { ChunkStore } from "@longdoc/retrieve";

/** How a file came out of ingestion; the names of the JSON that `ingest` prints. */
export interface IngestedFile {
  readonly id: string;
  /** Absolute path. */
  readonly source: string;
  /** `partial`: some pages could not be read. `unchanged`: these bytes were in the library, no work was done. */
  readonly status: "indexed" | "partial" | "unchanged" | "failed";
  readonly pages: number;
  readonly failedPages: DocumentSummary["quality"]["failedPages"];
  readonly sentences: number;
  readonly chunks: number;
  readonly seconds: number;
  /** What a reader should know, a sentence each. */
  readonly warnings: readonly string[];
  /** Set when `status` is `failed`. */
  readonly error?: LongdocError;
}

export interface IngestFileOptions {
  readonly signal: AbortSignal;
  readonly password?: string;
  readonly onProgress?: (progress: { page: number; pages: number }) => void;
}

/**
 * Brings one file into the library, unless its bytes are there. A failure is recorded in the library and returned;
 * what cannot be helped by leaving out this file (a full disk, a locked library, an interruption) is thrown.
 */
export async function ingestFile(
  store: ChunkStore,
  source: string,
  options: IngestFileOptions,
): Promise<IngestedFile> {
  const started = performance.now();
  const id = documentId(source);
  const version = await versionOf(source);
  const result = (
    status: IngestedFile["status"],
    document: Pick<DocumentSummary, "pages" | "quality">,
    counts: { readonly sentences: number; readonly chunks: number },
  ): IngestedFile => ({
    id,
    source,
    status,
    pages: document.pages,
    failedPages: document.quality.failedPages,
    sentences: counts.sentences,
    chunks: counts.chunks,
    seconds: Math.round(performance.now() - started) / 1000,
    warnings: document.quality.warnings,
  });

  const [stored] = await store.documents({ documentIds: [id] });
  if (stored && stored.version === version && stored.quality.failedPages.length === 0) {
    return result("unchanged", stored, stored);
  }
  try {
    const { document, chunks } = await ingest(source, options);
    assertSomethingRead(document);
    const receipt = await store.replace(summarize(document), chunks);
    const status = document.quality.failedPages.length > 0 ? "partial" : "indexed";
    return result(status, summarize(document), receipt);
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof IngestError)) throw error;
    await store.recordFailure({
      documentId: id,
      source,
      ...(version === undefined ? {} : { version }),
      code: error.code,
      reason: error.message,
      failedAt: new Date().toISOString(),
    });
    const nothing = { pages: 0, quality: { pagesRead: 0, failedPages: [], warnings: [] } };
    return { ...result("failed", nothing, { sentences: 0, chunks: 0 }), error };
  }
}

/** SHA-256 of a file's bytes; undefined where it cannot be read, which `ingest` explains better. */
async function versionOf(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex");
  } catch {
    return undefined;
  }
}

/** A file of which no page could be read must not take the place of an older version that could. */
function assertSomethingRead(document: Document): void {
  const [first] = document.quality.failedPages;
  if (first === undefined || document.quality.pagesRead > 0) return;
  throw new IngestError(first.code, `No page of "${document.source}" could be read: ${first.reason}`, {
    input: document.source,
    hint: "Open it in another program, and save it anew.",
  });
}
