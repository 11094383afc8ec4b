import { randomUUID } from "node:crypto";

import { type Chunk, type DocumentSummary, StoreError } from "@longdoc/core";

import type { Filter, RemovedDocument, ReplaceReceipt } from "../store.ts";
import { contentDigest, type DocumentRecord, toRemoved } from "./document-record.ts";
import type { Locks } from "./locks.ts";
import { is, isAnyOf, type Points } from "./points.ts";
import type { Records } from "./records.ts";
import { upload } from "./upload.ts";
import { chunksOf } from "./visible.ts";

interface Parts {
  readonly tenant: string;
  readonly chunks: Points;
  readonly records: Records;
  readonly locks: Locks;
}

interface Writer {
  replace(document: DocumentSummary, chunks: readonly Chunk[]): Promise<ReplaceReceipt>;
  remove(filter: Filter): Promise<readonly RemovedDocument[]>;
}

/** Documents that are locked and removed together. */
const REMOVED_TOGETHER = 200;

/**
 * Writes in an order that leaves readers with one whole version at every moment, wherever it ends: lock, new chunks,
 * the record (one point: the switch), then the old chunks go, then the lock. A lock that stays behind tells readers to
 * ask for the visible generation by name, and the next writer to clear up first.
 */
export function createWriter({ tenant, chunks, records, locks }: Parts): Writer {
  /** Removes what a writer that died left behind. */
  const removeLeftovers = (document: string, visible: string | undefined): Promise<void> =>
    chunks.remove({
      must: [is("tenant", tenant), is("document", document)],
      ...(visible === undefined ? {} : { must_not: [is("generation", visible)] }),
    });
  /** One generation only: where another writer took the lock over, its chunks stay. */
  const removeGeneration = async (document: string, generation: string | undefined): Promise<void> => {
    if (generation !== undefined) await chunks.remove(chunksOf({ tenant, document, generation }));
  };

  async function replace(document: DocumentSummary, given: readonly Chunk[]): Promise<ReplaceReceipt> {
    using lock = await locks.acquire([document.id]);
    const old = (await records.read([document.id])).get(document.id);
    const sentences = given.reduce((sum, chunk) => sum + chunk.sentences.length, 0);
    const content = contentDigest(document, given);
    await removeLeftovers(document.id, old?.generation);
    if (old?.content !== content) {
      const generation = randomUUID();
      try {
        const sent = await upload(chunks, document, given, { tenant, generation }, () => lock.renew());
        await lock.renew();
        const record = { ...toRecord(document, given, sentences), tenant, generation, content, ...sent };
        if (!(await records.put(record, old?.generation))) throw overtaken(document);
      } catch (thrown) {
        await clearUp(document.id, generation, old?.generation)
          .then(() => lock.release())
          .catch(() => undefined);
        throw thrown;
      }
      await removeGeneration(document.id, old?.generation);
    }
    await records.removeFailures([document.source]);
    await lock.release();
    return {
      documentId: document.id,
      version: document.version,
      ...(old ? { replaced: old.version } : {}),
      chunks: given.length,
      sentences,
    };
  }

  /** After a failure it is not known whether the switch was made: the record says. */
  async function clearUp(document: string, written: string, replaced: string | undefined): Promise<void> {
    const visible = (await records.read([document])).get(document)?.generation;
    await removeGeneration(document, visible === written ? replaced : written);
  }

  async function remove(filter: Filter): Promise<readonly RemovedDocument[]> {
    const matching = (await records.list(filter)).map(({ document }) => document);
    const removed: DocumentRecord[] = [];
    for (let first = 0; first < matching.length; first += REMOVED_TOGETHER) {
      const documentIds = matching.slice(first, first + REMOVED_TOGETHER);
      using lock = await locks.acquire(documentIds);
      // What came or went while the locks were waited for.
      const found = await records.read(documentIds);
      await records.remove(documentIds);
      await chunks.remove({ must: [is("tenant", tenant), isAnyOf("document", documentIds)] });
      await lock.release();
      removed.push(...documentIds.flatMap((id) => found.get(id) ?? []));
    }
    await records.removeFailures((await records.failures(filter)).map(({ source }) => source));
    return removed.map(toRemoved);
  }

  return { replace, remove };
}

function toRecord(
  document: DocumentSummary,
  chunks: readonly Chunk[],
  sentences: number,
): Omit<DocumentRecord, "tenant" | "generation" | "content" | "terms" | "bytes"> {
  return {
    kind: "document",
    document: document.id,
    version: document.version,
    source: document.source.toWellFormed(),
    media_type: document.mediaType,
    language: document.language,
    chunks: chunks.length,
    sentences,
    tokens: chunks.reduce((sum, chunk) => sum + chunk.tokens, 0),
    indexed_at: new Date().toISOString(),
    summary: JSON.stringify(document),
  };
}

function overtaken({ source }: DocumentSummary): StoreError {
  return new StoreError("library.locked", `Another process has written "${source}" meanwhile.`, {
    input: source,
    recovery: "transient",
    hint: "Try again.",
  });
}
