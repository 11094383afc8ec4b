import { setTimeout as delay } from "node:timers/promises";

import { QueueError } from "@longdoc/core";

import type { Claim, JobOutcome, JobQueue, RetryDelay } from "../queue.ts";
import { retryDelayMs } from "./backoff.ts";
import { jobFailure, judge, type Verdict } from "./failure.ts";
import type { RunOptions, WorkEvent } from "./run-jobs.ts";
import { type UpstreamName, upstreamOf, type Upstreams } from "./upstreams.ts";

interface JobEndsOptions extends Pick<RunOptions, "onDead" | "attempts" | "firstRetryMs"> {
  readonly queue: JobQueue;
  readonly upstreams: Upstreams;
  readonly emit: (event: WorkEvent) => void;
}

/** How a job may end for this worker; each is told to the queue, and then to whoever listens. */
export interface JobEnds {
  readonly complete: (claim: Claim, outcome: JobOutcome) => Promise<void>;
  /** Judges the failure: the job is tried later, put off, given up, or waits for money. */
  readonly fail: (claim: Claim, thrown: unknown) => Promise<void>;
  readonly release: (claim: Claim) => Promise<void>;
}

/** How long a queue that is away is tried to be told; after that the job comes back, and is found done. */
const TELL_FOR_MS = 25_000;
const TELL_AGAIN_MS = 1_000;

export function jobEnds(options: JobEndsOptions): JobEnds {
  const { queue, upstreams, emit, attempts = 5, firstRetryMs } = options;
  const settle = (tell: () => Promise<boolean>): Promise<boolean> => tellQueue(tell, emit);

  async function complete(claim: Claim, outcome: JobOutcome): Promise<void> {
    if (await settle(() => queue.complete(claim, outcome))) emit({ type: "done", claim, outcome });
    else emit({ type: "released", claim });
  }

  async function fail(claim: Claim, thrown: unknown): Promise<void> {
    const upstream = upstreamOf(thrown);
    if (upstream) {
      const { counts, delayMs } = upstreams.failed(upstream, claim.id, thrown);
      if (!counts) await putOff(claim, thrown, upstream, delayMs);
      else if (claim.failedAttempts + 1 < attempts) await tryLater(claim, thrown);
      else await giveUp(claim, thrown);
      return;
    }
    const verdict = judge(thrown);
    if (verdict === "budget") await waitForMoney(claim, thrown);
    else if (verdict === "transient" && claim.failedAttempts + 1 < attempts) await tryLater(claim, thrown);
    else await giveUp(claim, thrown);
  }

  async function release(claim: Claim): Promise<void> {
    await settle(() => queue.release(claim));
    emit({ type: "released", claim });
  }

  async function giveUp(claim: Claim, thrown: unknown): Promise<void> {
    const failure = jobFailure(thrown);
    try {
      await upstreams.call(
        "store",
        claim.id,
        async () => options.onDead?.(claim, failure),
        new AbortController().signal,
      );
    } catch (unrecorded) {
      const upstream = upstreamOf(unrecorded) ?? "store";
      await putOff(claim, unrecorded, upstream, upstreams.failed(upstream, claim.id, unrecorded).delayMs);
      return;
    }
    if (await settle(() => queue.fail(claim, failure))) emit({ type: "dead", claim, failure, error: thrown });
  }

  async function tryLater(claim: Claim, thrown: unknown): Promise<void> {
    const first = firstRetryMs === undefined ? {} : { firstMs: firstRetryMs };
    const delayMs = retryDelayMs(claim.failedAttempts + 1, thrown, first);
    await delayJob(claim, thrown, { delayMs, counts: true }, "transient");
  }

  /** Until the upstream may be back. */
  async function putOff(
    claim: Claim,
    thrown: unknown,
    upstream: UpstreamName,
    delayMs: number,
  ): Promise<void> {
    upstreams.putOff(upstream);
    await delayJob(claim, thrown, { delayMs, counts: false }, "upstream");
  }

  async function delayJob(claim: Claim, thrown: unknown, retry: RetryDelay, verdict: Verdict): Promise<void> {
    const failure = jobFailure(thrown);
    if (await settle(() => queue.retryLater(claim, failure, retry))) {
      emit({ type: "retry", claim, failure, delayMs: retry.delayMs, verdict });
    }
  }

  /** The queue is paused first, so that nobody begins the job again. */
  async function waitForMoney(claim: Claim, thrown: unknown): Promise<void> {
    const failure = jobFailure(thrown);
    await settle(async () => {
      await queue.pause(failure);
      return true;
    });
    emit({ type: "paused", failure });
    await release(claim);
  }

  return { complete, fail, release };
}

/** Tells the queue how a job ended, through a short absence of the queue. */
export async function tellQueue(
  tell: () => Promise<boolean>,
  emit: (event: WorkEvent) => void,
): Promise<boolean> {
  const giveUpAt = Date.now() + TELL_FOR_MS;
  for (;;) {
    try {
      return await tell();
    } catch (error) {
      const passing = error instanceof QueueError && error.recovery === "transient";
      if (!passing || Date.now() > giveUpAt) throw error;
      emit({ type: "queue-failed", error });
      await delay(TELL_AGAIN_MS);
    }
  }
}
