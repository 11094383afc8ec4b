import { asError, BudgetError, LongdocError, QueueError } from "@longdoc/core";

import type { Claim, JobFailure } from "../queue.ts";
import { UpstreamAway } from "./upstreams.ts";

/** What to do with a job that failed. */
export type Verdict =
  /** It will never do: to the dead letters, at once. */
  | "permanent"
  /** It may do later; the try counts. */
  | "transient"
  /** Not the document's fault: what it needs is away. The try does not count, and others that need it wait too. */
  | "upstream"
  /** The budget is used up: the job is given back, and the queue waits for money. */
  | "budget";

/** What a failure that no upstream has its part in says of the document. */
export function judge(thrown: unknown): Exclude<Verdict, "upstream"> {
  if (thrown instanceof BudgetError) return "budget";
  if (thrown instanceof QueueError && thrown.code === "job.poison") return "permanent";
  // What we have no name for may be a passing lack (of memory, of file handles): tried again, and not for ever.
  if (!(thrown instanceof LongdocError)) return "transient";
  return thrown.recovery;
}

export function jobFailure(thrown: unknown, now: Date = new Date()): JobFailure {
  // An upstream that is away: why it is.
  const error = asError(thrown instanceof UpstreamAway ? thrown.cause : thrown);
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
