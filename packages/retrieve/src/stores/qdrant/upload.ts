import type { Chunk, DocumentSummary } from "@longdoc/core";

import { toChunkPoint } from "./chunk-point.ts";
import type { Point, Points } from "./points.ts";

/** A request stays well below the 32 MB that a server takes by default. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_POINTS = 512;
/** Requests under way together: the next is made up while the server works on one. */
const PARALLEL_BATCHES = 2;

/** Sends a document's chunks, not faster than the server takes them; `beforeEach` runs before every request. */
export async function upload(
  points: Points,
  document: DocumentSummary,
  chunks: readonly Chunk[],
  of: { readonly tenant: string; readonly generation: string },
  beforeEach: () => Promise<void>,
): Promise<{ readonly terms: number; readonly bytes: number }> {
  const sending = new Set<Promise<void>>();
  const sent = { terms: 0, bytes: 0 };
  let batch: Point[] = [];
  let batchBytes = 0;
  const send = async (): Promise<void> => {
    await beforeEach();
    const request = points.upsert(batch).finally(() => sending.delete(request));
    sending.add(request);
    [batch, batchBytes] = [[], 0];
    if (sending.size >= PARALLEL_BATCHES) await Promise.race(sending);
  };
  try {
    for (const chunk of chunks) {
      const { point, bytes, length } = toChunkPoint(chunk, document, of);
      if (batch.length === BATCH_POINTS || (batch.length > 0 && batchBytes + bytes > BATCH_BYTES))
        await send();
      batch.push(point);
      batchBytes += bytes;
      sent.terms += length;
      sent.bytes += bytes;
    }
    if (batch.length > 0) await send();
    await Promise.all(sending);
    return sent;
  } finally {
    // Nothing goes on behind the caller's back, and no failure is left unheard.
    await Promise.allSettled(sending);
  }
}
