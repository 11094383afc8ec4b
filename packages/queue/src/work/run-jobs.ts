import { availableParallelism } from "node:os";

import { QueueError } from "@longdoc/core";
import { SpanKind } from "@opentelemetry/api";

import type { Claim, JobFailure, JobOutcome, JobProgress, JobQueue } from "../queue.ts";
import { inSpan } from "../tracing.ts";
import { jobEnds, tellQueue } from "./end-job.ts";
import { poison, type Verdict } from "./failure.ts";
import { createUpstreams, UpstreamAway, type UpstreamName, type UpstreamsOptions } from "./upstreams.ts";

export interface JobControl {
  /** Aborted when the job must be let go: its batch was cancelled, its lease lost, or the time to drain is over. */
  readonly signal: AbortSignal;
  report(progress: JobProgress): void;
  /**
   * Calls what the job needs besides its document: within the upstream's limits, and not while it is away.
   *
   * @throws what `call` throws; an error for which `upstreamOf` gives `name` when the call was not made
   */
  readonly upstream: <Result>(name: UpstreamName, call: () => Promise<Result>) => Promise<Result>;
}

/** Does a job. What it throws is judged by its kind: see `judge`. Must be harmless when done twice. */
export type JobHandler = (claim: Claim, control: JobControl) => Promise<JobOutcome>;

export type WorkEvent =
  | { readonly type: "started"; readonly claim: Claim }
  | { readonly type: "progress"; readonly claim: Claim; readonly progress: JobProgress }
  | { readonly type: "done"; readonly claim: Claim; readonly outcome: JobOutcome }
  | {
      readonly type: "retry";
      readonly claim: Claim;
      readonly failure: JobFailure;
      readonly delayMs: number;
      readonly verdict: Verdict;
    }
  | { readonly type: "dead"; readonly claim: Claim; readonly failure: JobFailure; readonly error: unknown }
  /** Given back, or lost to another worker or to a cancellation. */
  | { readonly type: "released"; readonly claim: Claim }
  | { readonly type: "upstream-failed"; readonly upstream: UpstreamName; readonly error: unknown }
  /** The queue was paused: the budget is used up. */
  | { readonly type: "paused"; readonly failure: JobFailure }
  | { readonly type: "queue-failed"; readonly error: unknown };

export interface RunOptions {
  readonly handler: JobHandler;
  /** Told before a job is dead, so that its reason stands where readers look. Must be harmless when done twice. */
  readonly onDead?: (claim: Claim, failure: JobFailure) => Promise<void>;
  /** Jobs at a time. Default: one for every core. */
  readonly concurrency?: number;
  /** `empty`: until no job waits or is worked on, by anyone. Default `stopped`: until `signal` is aborted. */
  readonly until?: "empty" | "stopped";
  /** Aborting it drains: no new job is begun, those under way are finished, for `drainMs`, and then given back. */
  readonly signal: AbortSignal;
  /** Milliseconds. Default 30,000. */
  readonly drainMs?: number;
  /** Tries of a document that fails for passing reasons. Default 5. */
  readonly attempts?: number;
  /** Processes that a job may cost before it is given up. Default 2. */
  readonly crashes?: number;
  /** Milliseconds before the first retry; doubled with each. Default 1,000. */
  readonly firstRetryMs?: number;
  /** Default: none. */
  readonly limits?: UpstreamsOptions["limits"];
  readonly ahead?: UpstreamsOptions["ahead"];
  /** Failures at which to give the job back and stop, with the thrown error, rather than to retry. Default: none. */
  readonly stopOn?: (thrown: unknown) => boolean;
  readonly onEvent?: (event: WorkEvent) => void;
}

/** How often leases are renewed and cancellations noticed, milliseconds. */
const RENEW_MS = 1_000;
/** How often progress is written to the queue, milliseconds. */
const REPORT_MS = 1_000;
/** How long one look for a job waits, milliseconds; also how soon a request to stop is heard while idle. */
const CLAIM_WAIT_MS = 1_000;
/** How often to look whether jobs have come back that another process holds, or that are delayed, milliseconds. */
const OTHERS_WORK_MS = 100;
/** How long a look for a job is waited for when asked to stop: longer than it takes when the queue is there. */
const STOP_WAITING_MS = 3_000;

/**
 * Works through a queue. All policy is here, the same for every queue: how failures are judged, when a job is tried
 * again, when it is given up, how work stops.
 *
 * @throws whatever `stopOn` chose; QueueError when the queue fails for good
 */
export async function runJobs(queue: JobQueue, options: RunOptions): Promise<void> {
  const { signal, concurrency = availableParallelism(), drainMs = 30_000 } = options;
  const emit = options.onEvent ?? (() => undefined);
  const { limits, ahead, firstRetryMs } = options;
  const upstreams = createUpstreams({
    limits,
    ahead,
    firstRetryMs,
    onFailure: (upstream, error) => emit({ type: "upstream-failed", upstream, error }),
  });
  const end = jobEnds({ ...options, queue, upstreams, emit });
  const active = new Map<Claim, { readonly controller: AbortController; readonly ended: Promise<void> }>();
  let stoppedBy: { readonly error: unknown } | undefined;

  const stopping = (): boolean => signal.aborted || stoppedBy !== undefined;
  let wake = (): void => undefined;
  /** Waits, at most for so long: the end of a job and the request to stop wake it. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let stopWaiting = (): void => undefined;
  const onAbort = (): void => {
    wake();
    setTimeout(() => stopWaiting(), STOP_WAITING_MS).unref();
  };
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  const renewal = setInterval(() => void renew(), RENEW_MS);

  async function renew(): Promise<void> {
    const claims = [...active.keys()];
    if (claims.length === 0) return;
    try {
      const gone = new Set(await queue.renew(claims));
      for (const [claim, { controller }] of active) if (gone.has(claim.id)) controller.abort();
    } catch (error) {
      // A lease outlives many missed renewals.
      emit({ type: "queue-failed", error });
    }
  }

  function begin(claim: Claim): void {
    const controller = new AbortController();
    const ended = inSpan(
      "longdoc.job",
      {
        kind: SpanKind.CONSUMER,
        parent: claim.trace,
        attributes: {
          "longdoc.job.id": claim.id,
          "longdoc.batch": claim.batch,
          "longdoc.source": claim.source,
        },
      },
      () => work(claim, controller),
    )
      .catch((error: unknown) => {
        emit({ type: "queue-failed", error });
        emit({ type: "released", claim });
      })
      .finally(() => {
        active.delete(claim);
        wake();
      });
    active.set(claim, { controller, ended });
  }

  async function work(claim: Claim, controller: AbortController): Promise<void> {
    emit({ type: "started", claim });
    try {
      if (claim.crashes >= (options.crashes ?? 2)) throw poison(claim);
      const outcome = await options.handler(claim, {
        signal: controller.signal,
        report: reporter(claim),
        upstream: (name, call) => upstreams.call(name, claim.id, call, controller.signal),
      });
      upstreams.succeeded();
      await end.complete(claim, outcome);
    } catch (thrown) {
      const error = thrown instanceof UpstreamAway ? thrown.cause : thrown;
      const given = controller.signal.aborted;
      const stops = !given && options.stopOn?.(error) === true;
      if (stops) stoppedBy ??= { error };
      await (given || stops ? end.release(claim) : end.fail(claim, thrown));
    }
  }

  function reporter(claim: Claim): (progress: JobProgress) => void {
    let next = 0;
    return (progress) => {
      emit({ type: "progress", claim, progress });
      if (Date.now() < next) return;
      next = Date.now() + REPORT_MS;
      // Progress is for onlookers: a job does not fail for want of it.
      queue.report(claim, progress).catch(() => undefined);
    };
  }

  async function nextClaim(): Promise<Claim | undefined> {
    try {
      const claimed = queue.claim({ waitMs: options.until === "empty" ? 0 : CLAIM_WAIT_MS });
      const vain = new Promise<"in vain">((resolve) => {
        stopWaiting = () => resolve("in vain");
      });
      const claim = await Promise.race([claimed, vain]);
      if (claim !== "in vain") return claim;
      // A queue that is away must not keep a worker from stopping. What it gives after all goes back.
      claimed.then((late) => late && queue.release(late)).catch(() => undefined);
      return undefined;
    } catch (error) {
      if (!(error instanceof QueueError) || error.recovery === "permanent") throw error;
      emit({ type: "queue-failed", error });
      await pause(RENEW_MS);
      return undefined;
    }
  }

  async function isEmpty(): Promise<boolean> {
    const { waiting, delayed, active: held } = await queue.counts();
    return waiting + delayed + held === 0;
  }

  try {
    while (!stopping()) {
      const wait = upstreams.waitMs(active.size);
      if (wait > 0) await pause(Math.min(wait, CLAIM_WAIT_MS));
      else if (active.size >= concurrency) await pause(CLAIM_WAIT_MS);
      else {
        const claim = await nextClaim();
        if (claim && stopping()) await tellQueue(() => queue.release(claim), emit);
        else if (claim) begin(claim);
        else if (options.until === "empty") {
          if (active.size > 0) await pause(CLAIM_WAIT_MS);
          else if (await isEmpty()) break;
          else await pause(OTHERS_WORK_MS);
        }
      }
    }
  } catch (error) {
    stoppedBy ??= { error };
  }
  if (stopping()) await drain();
  clearInterval(renewal);
  signal.removeEventListener("abort", onAbort);
  if (stoppedBy) throw stoppedBy.error;

  async function drain(): Promise<void> {
    const all = Promise.all([...active.values()].map(({ ended }) => ended));
    const timer = setTimeout(() => {
      for (const { controller } of active.values()) controller.abort();
    }, drainMs);
    await all;
    clearTimeout(timer);
  }
}
