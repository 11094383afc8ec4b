import { asError, LongdocError, QueueError, StoreError } from "@longdoc/core";

import type { Claim, JobFailure } from "../queue.ts";

/** What to do with a job that failed. */
export type Verdict =
  /** It will never do: to the dead letters, at once. */
  | "permanent"
  /** It may do later; the try counts. */
  | "transient"
  /** Not the document's fault: what every document needs is missing. The try does not count, and others wait too. */
  | "upstream";

/** The one store failure that may lie with a single document: the store refused what it was given. */
const REFUSED_BY_STORE = "library.failed";

export function judge(thrown: unknown): Verdict {
  if (thrown instanceof StoreError) return thrown.code === REFUSED_BY_STORE ? "permanent" : "upstream";
  if (thrown instanceof QueueError) return "upstream";
  // What we have no name for may be a passing lack (of memory, of file handles): tried again, and not for ever.
  if (!(thrown instanceof LongdocError)) return "transient";
  return thrown.recovery;
}

export function jobFailure(thrown: unknown, now: Date = new Date()): JobFailure {
  const error = asError(thrown);
  const known = error instanceof LongdocError ? error : undefined;
  return {
    code: known?.code ?? "internal",
    reason: error.message,
    ...(known?.hint === undefined ? {} : { hint: known.hint }),
    failedAt: now.toISOString(),
  };
}

/** Why a job that ended its process again and again is not tried once more. */
export function poison({ source, crashes }: Claim): QueueError {
  return new QueueError("job.poison", `"${source}" ended the process that worked on it, ${crashes} times.`, {
    input: source,
    hint: "Retry it by its job id once the cause is mended; if other jobs or people ended the process, at once.",
  });
}
