import { cancelled, modelError } from "@longdoc/claude";
import type { LongdocError } from "@longdoc/core";

/** Nothing can be described before somebody mends this. */
const HOPELESS: ReadonlySet<string> = new Set([
  "model.key-missing",
  "model.key-invalid",
  "model.billing",
  "model.permission",
  "model.not-found",
]);
/** The picture itself is what is refused. */
const OF_THE_PICTURE: ReadonlySet<string> = new Set(["model.bad-request", "model.request-too-large"]);

export interface CallFailure {
  /** Half a sentence. */
  readonly reason: string;
  /** Whether other pictures would fail as well. */
  readonly ofAll: boolean;
  /** Whether the call may have been paid all the same: the connection broke while Claude worked. */
  readonly mayBePaid: boolean;
}

/** What a call that failed means. @throws LongdocError where nothing can be described at all, or when cancelled */
export function callFailure(thrown: unknown, signal: AbortSignal | undefined): CallFailure {
  if (signal?.aborted) throw cancelled(thrown);
  const error: LongdocError = modelError(thrown);
  if (HOPELESS.has(error.code)) throw error;
  return {
    reason: error.message.replace(/\.$/, ""),
    ofAll: !OF_THE_PICTURE.has(error.code),
    mayBePaid: ["model.connection", "model.timeout", "model.stalled"].includes(error.code),
  };
}
