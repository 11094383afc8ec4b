import type { ChunkStore } from "../store.ts";
import { connect } from "./connection.ts";
import { toStoredDocument } from "./document-record.ts";
import { createLocks } from "./locks.ts";
import { type QdrantOptions, toSettings } from "./options.ts";
import { createPoints } from "./points.ts";
import { createReader } from "./read.ts";
import { createRecords } from "./records.ts";
import { createSearch } from "./search.ts";
import { ensureCollections } from "./shape.ts";
import { createWriter } from "./write.ts";

/**
 * Opens a library on a Qdrant server, 1.16 or newer, making its collections when they are not there. It answers as
 * `openLibrary` does, for any number of processes on any number of machines.
 *
 * Beyond what every store promises: a search that overlaps with the whole replacement of a document, from its first
 * write to its last within the time of one request, may miss that document; nothing else of the kind can happen.
 *
 * @throws UsageError `usage.qdrant-url`, `usage.collection`, `usage.qdrant-option`; StoreError as `ChunkStore`, and
 * `library.shape` when a collection of that name is not as Longdoc makes it, or the server is too old
 *
 * @example
 * await using store = await openQdrant({ url: "http://localhost:6333" });
 */
export async function openQdrant(options: QdrantOptions): Promise<ChunkStore> {
  const settings = toSettings(options);
  const connection = connect(options);
  await ensureCollections(connection, settings, options);
  const chunks = createPoints(connection, settings.chunks, settings.replicas);
  const documents = createPoints(connection, settings.documents, settings.replicas);
  const records = createRecords(documents, settings);
  const locks = createLocks(documents, settings);
  const parts = { tenant: settings.tenant, chunks, records, locks };
  const writer = createWriter(parts);
  const reader = createReader(parts);
  const search = createSearch(parts);
  const close = async (): Promise<void> => connection.close();
  return {
    replace: (document, chunks) => writer.replace(document, chunks),
    remove: (filter) => writer.remove(filter),
    recordFailure: (failure) => records.putFailure(failure),
    documents: async (filter = {}) => (await records.list(filter)).map(toStoredDocument),
    failures: (filter = {}) => records.failures(filter),
    chunks: (documentId) => reader.chunks(documentId),
    findSentence: (sentenceId) => reader.findSentence(sentenceId),
    search: async (query, { signal } = {}) => {
      signal?.throwIfAborted();
      return search(query, { signal });
    },
    statistics: () => records.statistics(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
