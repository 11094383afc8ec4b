import type { Chunk, DocumentSummary, Failure } from "@longdoc/core";

/** Narrows what is searched, listed or removed. Fields are joined by AND, the entries of one field by OR. */
export interface Filter {
  readonly documentIds?: readonly string[];
  /** Glob over the documents' sources, `**`, `*`, `?` and `{a,b}`: `/reports/**\/*.pdf`. */
  readonly source?: string;
  readonly mediaTypes?: readonly string[];
  /** Chunks with a sentence on one of these pages, inclusive at both ends. */
  readonly pages?: { readonly from: number; readonly to: number };
}

export interface StoredDocument extends DocumentSummary {
  readonly chunks: number;
  readonly sentences: number;
  /** Uncalibrated estimate (see `countTokens` in core) over all chunks. */
  readonly tokens: number;
  /** When this version was indexed, ISO 8601. */
  readonly indexedAt: string;
}

/** A source whose newest bytes could not be indexed. An older version of it may still be searchable. */
export interface FailedSource extends Failure {
  readonly documentId: string;
  readonly source: string;
  /** SHA-256 of the bytes that failed, absent where they could not be read. */
  readonly version?: string;
  readonly failedAt: string;
}

export interface ScoredChunk {
  readonly chunk: Chunk;
  readonly document: DocumentSummary;
  /** BM25 over our own analyzer; higher is better, comparable within one result list only. */
  readonly score: number;
}

export interface SearchQuery {
  readonly text: string;
  /** Number of chunks, from 1. */
  readonly topK: number;
  readonly filter?: Filter;
}

export interface ReplaceReceipt {
  readonly documentId: string;
  readonly version: string;
  /** The version that was searchable before, if any. */
  readonly replaced?: string;
  readonly chunks: number;
  readonly sentences: number;
}

export interface RemovedDocument {
  readonly id: string;
  readonly source: string;
  readonly version: string;
  readonly chunks: number;
  readonly sentences: number;
}

export interface StoreStatistics {
  readonly documents: number;
  readonly chunks: number;
  readonly sentences: number;
  /** What the library takes: the size of its file, or of what was sent to a server, before copies. */
  readonly bytes: number;
}

/**
 * Where chunks live and are found. Every implementation passes the one suite in `contract/`: readers see a
 * document's old version or its new one, never a mixture; ranking is the same for every implementation.
 *
 * Every method throws StoreError: `library.locked` (transient), `library.disk-full`, `library.newer`,
 * `library.damaged`, `library.closed`, `library.unavailable` (transient), `library.failed`; a store on a server also
 * `library.unauthorized`, `library.missing`, `library.shape` (its collections are not as Longdoc makes them).
 */
export interface ChunkStore extends AsyncDisposable {
  /** Makes `chunks` the searchable version of the document, in one step, and clears its failure. */
  replace(document: DocumentSummary, chunks: readonly Chunk[]): Promise<ReplaceReceipt>;

  /** Records that a source's newest bytes could not be indexed; what was searchable stays so. */
  recordFailure(failure: FailedSource): Promise<void>;

  /** Removes the documents that match, and the failures of sources that match; says what it removed. */
  remove(filter: Filter): Promise<readonly RemovedDocument[]>;

  /** Documents that match, ordered by source. */
  documents(filter?: Filter): Promise<readonly StoredDocument[]>;

  failures(filter?: Filter): Promise<readonly FailedSource[]>;

  /** All chunks of a document in order; empty when it is not in the store. */
  chunks(documentId: string): Promise<readonly Chunk[]>;

  /** The chunk that holds a sentence, with its document; `undefined` when there is none. */
  findSentence(sentenceId: string): Promise<Omit<ScoredChunk, "score"> | undefined>;

  /** Best chunks first; equal scores by document id, then ordinal. */
  search(query: SearchQuery, options?: { readonly signal?: AbortSignal }): Promise<readonly ScoredChunk[]>;

  statistics(): Promise<StoreStatistics>;

  close(): Promise<void>;
}
