import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import type { Claim, ClaimOptions, JobFailure, JobOutcome, JobProgress, JobQueue } from "@longdoc/queue";
import { type Queue, UnrecoverableError, Worker } from "bullmq";
import type { Redis } from "ioredis";

import { type DocumentJob, type JobData, toClaim } from "./job-data.ts";
import { type Keys, QUEUE_NAME } from "./keys.ts";

/** Seconds that a look for a job waits in Redis; also how long closing may take. */
const BLOCK_SECONDS = 1;
/** Crashes are judged by `runJobs`: BullMQ is to count them only. */
const NO_LIMIT = 1_000_000;
/** How long closing waits for a server that does not answer, milliseconds. */
const CLOSE_MS = 2_000;
/** Finished jobs that stay listed with their outcome; the batches' counts need none of them. */
const KEPT_WHEN_DONE = 1_000;
/** BullMQ's codes for a job that is gone, whose lock is lost, or that is no longer active (its `ErrorCode`). */
const LOST: ReadonlySet<unknown> = new Set([-1, -2, -3, -6]);

type Claims = Pick<
  JobQueue,
  "claim" | "renew" | "report" | "complete" | "fail" | "retryLater" | "release" | "close"
>;

export interface ClaimsOptions {
  readonly prefix: string;
  readonly keys: Keys;
  readonly leaseMs: number;
  readonly queue: Queue<JobData, JobOutcome>;
  /** For commands that must end. */
  readonly redis: Redis;
  /** For the worker: made when the first claim is asked for, and closed with the rest. */
  readonly connectWorker: () => Redis;
}

interface Held {
  readonly job: DocumentJob;
  readonly token: string;
}

/**
 * Claims by BullMQ's pattern of fetching jobs by hand (https://docs.bullmq.io/patterns/manually-fetching-jobs): the
 * locks, the stalled-job check, delays and priorities are BullMQ's, the loop around them is `runJobs`.
 */
export function bullClaims(options: ClaimsOptions): Claims {
  const { redis, keys, leaseMs, queue } = options;
  const held = new Map<string, Held>();
  let working: { readonly worker: Worker<JobData, JobOutcome>; readonly connection: Redis } | undefined;

  let closing = false;

  async function openWorker(): Promise<Worker<JobData, JobOutcome>> {
    if (working) return working.worker;
    const connection = options.connectWorker();
    const worker = new Worker<JobData, JobOutcome>(QUEUE_NAME, null, {
      connection,
      prefix: options.prefix,
      autorun: false,
      lockDuration: leaseMs,
      stalledInterval: Math.max(500, Math.round(leaseMs / 2)),
      maxStalledCount: NO_LIMIT,
      drainDelay: BLOCK_SECONDS,
      removeOnComplete: { count: KEPT_WHEN_DONE },
    });
    // What fails shows in the calls that fail.
    worker.on("error", () => undefined);
    working = { worker, connection };
    await worker.startStalledCheckTimer();
    return worker;
  }

  async function next({ waitMs = 0 }: ClaimOptions): Promise<Held | undefined> {
    const worker = await openWorker();
    const until = Date.now() + waitMs;
    for (;;) {
      const token = randomUUID();
      const job = await worker.getNextJob(token, { block: waitMs > 0 });
      if (job) return { job, token };
      if (Date.now() >= until || closing) return undefined;
    }
  }

  /** Ends the hold on a job; false when it was lost. */
  async function settle(claim: Claim, end: (held: Held) => Promise<unknown>): Promise<boolean> {
    const mine = held.get(claim.id);
    if (!mine) return false;
    try {
      await end(mine);
    } catch (thrown) {
      if (!LOST.has((thrown as { code?: unknown }).code)) throw thrown;
      if (held.get(claim.id) === mine) held.delete(claim.id);
      return false;
    }
    if (held.get(claim.id) === mine) held.delete(claim.id);
    return true;
  }

  async function isHeld({ job, token }: Held): Promise<boolean> {
    return (await redis.get(`${options.prefix}:${QUEUE_NAME}:${job.id}:lock`)) === token;
  }

  const isCancelled = async (batch: string): Promise<boolean> =>
    (await redis.sismember(keys.cancelled, batch)) === 1;

  async function release(claim: Claim): Promise<boolean> {
    const released = await settle(claim, ({ job, token }) => job.moveToWait(token));
    if (released && (await isCancelled(claim.batch))) {
      await queue.remove(claim.id);
      await redis.srem(keys.jobs(claim.batch), claim.id);
    }
    return released;
  }

  return {
    claim: async (claimOptions = {}) => {
      for (;;) {
        const found = await next(claimOptions);
        if (!found) return undefined;
        const claim = toClaim(found.job);
        held.set(claim.id, found);
        // A batch may be cancelled while its jobs are still being put in.
        if (!(await isCancelled(claim.batch))) return claim;
        await release(claim);
      }
    },

    renew: async (claims) => {
      const [cancelled, ...locks] = await Promise.all([
        redis.smismember(keys.cancelled, ...claims.map(({ batch }) => batch)),
        ...claims.map(async ({ id }) => {
          const mine = held.get(id);
          return mine ? mine.job.extendLock(mine.token, leaseMs) : 0;
        }),
      ]);
      return claims.filter((_, index) => cancelled[index] === 1 || locks[index] !== 1).map(({ id }) => id);
    },

    report: async ({ id }: Claim, progress: JobProgress) => {
      await held.get(id)?.job.updateProgress({ ...progress });
    },

    complete: (claim, outcome) =>
      settle(claim, async (mine) => {
        // Told before the job ends: if the process dies in between, the job comes back and says it again.
        if (await isHeld(mine)) await redis.sadd(keys.done(claim.batch), claim.id);
        await mine.job.moveToCompleted(outcome, mine.token, false);
      }),

    fail: (claim, failure: JobFailure) =>
      settle(claim, async (mine) => {
        if (await isHeld(mine)) {
          await redis.srem(keys.done(claim.batch), claim.id);
          await mine.job.updateData({ ...mine.job.data, failure });
        }
        await mine.job.moveToFailed(withoutStack(failure), mine.token, false);
      }),

    retryLater: (claim, failure, { delayMs, counts }) =>
      settle(claim, async (mine) => {
        if (await isHeld(mine)) {
          const failedAttempts = claim.failedAttempts + (counts ? 1 : 0);
          await mine.job.updateData({ ...mine.job.data, failedAttempts, failure });
        }
        await mine.job.moveToDelayed(Date.now() + delayMs, mine.token);
      }),

    release,

    close: async () => {
      closing = true;
      if (!working) return;
      // Without force it would wait for jobs that BullMQ's own loop runs: there are none.
      await Promise.race([working.worker.close(true), delay(CLOSE_MS, undefined, { ref: false })]);
      working.connection.disconnect();
    },
  };
}

function withoutStack(failure: JobFailure): UnrecoverableError {
  const error = new UnrecoverableError(failure.reason);
  error.stack = `${failure.code}: ${failure.reason}`;
  return error;
}
