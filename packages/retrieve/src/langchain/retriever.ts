import { Document } from "@langchain/core/documents";
import { BaseRetriever, type BaseRetrieverInput } from "@langchain/core/retrievers";
import type { Box } from "@longdoc/core";

import { search } from "../search/search.ts";
import type { ChunkStore, Filter, ScoredChunk } from "../stores/store.ts";

/** What each returned LangChain document says of its chunk: enough to cite a sentence in its box. */
export interface ChunkMetadata extends Record<string, unknown> {
  readonly chunkId: string;
  readonly documentId: string;
  readonly version: string;
  readonly source: string;
  readonly title: string;
  readonly score: number;
  /** Pages that the chunk stands on, from 1. */
  readonly pages: readonly number[];
  readonly headingPath: readonly string[];
  readonly sentences: readonly {
    readonly id: string;
    readonly text: string;
    readonly page: number;
    readonly boxes: readonly Box[];
  }[];
}

export interface LongdocRetrieverOptions extends BaseRetrieverInput {
  readonly store: ChunkStore;
  /** Chunks to return. Default 10. */
  readonly topK?: number;
  readonly filter?: Filter;
}

/**
 * A library as a LangChain retriever.
 *
 * @example
 * const retriever = new LongdocRetriever({ store: await openLibrary("library"), topK: 5 });
 * const documents = await retriever.invoke("What was net revenue?");
 */
export class LongdocRetriever extends BaseRetriever<ChunkMetadata> {
  static override lc_name(): string {
    return "LongdocRetriever";
  }

  override readonly lc_namespace: string[] = ["longdoc", "retrievers"];
  readonly #options: Omit<LongdocRetrieverOptions, keyof BaseRetrieverInput>;

  constructor({ store, topK, filter, ...input }: LongdocRetrieverOptions) {
    super(input);
    this.#options = { store, ...(topK === undefined ? {} : { topK }), ...(filter ? { filter } : {}) };
  }

  override async _getRelevantDocuments(query: string): Promise<Document<ChunkMetadata>[]> {
    const { store, ...options } = this.#options;
    return (await search(store, query, options)).map(toLangChain);
  }
}

function toLangChain({ chunk, document, score }: ScoredChunk): Document<ChunkMetadata> {
  return new Document({
    id: chunk.id,
    pageContent: chunk.sentences.map((sentence) => sentence.text).join(" "),
    metadata: {
      chunkId: chunk.id,
      documentId: document.id,
      version: document.version,
      source: document.source,
      title: document.title,
      score,
      pages: [...new Set(chunk.sentences.map((sentence) => sentence.page))],
      headingPath: chunk.headingPath,
      sentences: chunk.sentences.map(({ id, text, page, boxes }) => ({ id, text, page, boxes })),
    },
  });
}
