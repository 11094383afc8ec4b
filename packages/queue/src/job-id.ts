import { createHash } from "node:crypto";

import { documentId, QueueError } from "@longdoc/core";

const BATCH = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** A job's id ends in a `-` and so many hex digits: what stands before them is its batch. */
const HASH_LENGTH = 16;

/** @throws QueueError `queue.batch-name` */
export function checkBatch(batch: string): void {
  if (BATCH.test(batch)) return;
  throw new QueueError("queue.batch-name", `"${batch}" cannot be the name of a batch.`, {
    input: batch,
    hint: "Use letters, digits, dots, dashes and underscores, at most 64.",
  });
}

/** The same source, in the same state, in the same batch is the same job. */
export function jobId(batch: string, job: { readonly source: string; readonly revision?: string }): string {
  const hash =
    job.revision === undefined ? documentId(job.source) : documentId(`${job.source}\n${job.revision}`);
  return `${batch}-${hash}`;
}

export function batchOf(id: string): string {
  return id.slice(0, -HASH_LENGTH - 1);
}

/** A batch's name for those who gave none: the same paths are the same batch, so that a second start goes on with it. */
export function batchFor(paths: readonly string[]): string {
  return `batch-${createHash("sha256").update(JSON.stringify(paths)).digest("hex").slice(0, 10)}`;
}
