import { setTimeout as sleep } from "node:timers/promises";

import type { ClaudeClient } from "@longdoc/claude";
import { IngestError } from "@longdoc/core";

import { callFailure } from "./failure.ts";

/** Most batches take minutes, and the shortest seconds. */
const FIRST_POLL_MS = 500;
const LONGEST_POLL_MS = 60_000;
const GROWTH = 1.5;
/** A network may be away for a while of the hours that a batch may take. */
const MAX_FAILURES = 5;

/** A batch whose results cannot be had. */
export interface LostBatch {
  readonly reason: string;
  /** Whether they will never be had: it is unknown, or too old. */
  readonly gone: boolean;
}

/**
 * Waits until a batch has ended, at the most a day.
 *
 * @returns what keeps its results from being had; `undefined` where nothing does
 * @throws IngestError `file.cancelled`; the batch goes on all the same
 */
export async function waitForBatch(
  batches: NonNullable<ClaudeClient["messages"]["batches"]>,
  id: string,
  signal: AbortSignal | undefined,
): Promise<LostBatch | undefined> {
  let failures = 0;
  for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(pauseMs * GROWTH, LONGEST_POLL_MS)) {
    try {
      const batch = await batches.retrieve(id, {}, signal ? { signal } : {});
      if (batch.processing_status === "ended") {
        return batch.results_url === null
          ? { reason: "its batch has no results any more", gone: true }
          : undefined;
      }
      failures = 0;
    } catch (thrown) {
      if (signal?.aborted) throw stopped(thrown);
      if ((thrown as { status?: number }).status === 404) {
        return { reason: "its batch is not known any more", gone: true };
      }
      const { reason } = callFailure(thrown, signal);
      if (++failures > MAX_FAILURES) return { reason, gone: false };
    }
    try {
      await sleep(pauseMs, undefined, signal ? { signal } : {});
    } catch (thrown) {
      throw stopped(thrown);
    }
  }
}

function stopped(cause: unknown): IngestError {
  return new IngestError("file.cancelled", "Waiting for Claude's batch was cancelled.", {
    hint: "The batch goes on: the same command takes up its results.",
    cause,
  });
}
