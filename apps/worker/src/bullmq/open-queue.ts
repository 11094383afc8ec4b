import { QueueError } from "@longdoc/core";
import {
  batchOf,
  checkBatch,
  createQueueBudget,
  DEFAULT_PRIORITY,
  type JobCounts,
  type JobFailure,
  type JobFilter,
  type JobOutcome,
  type JobQueue,
  type JobState,
} from "@longdoc/queue";
import { Queue } from "bullmq";

import { checkRedis, connect, connectPatiently } from "../redis/connect.ts";
import { redisError, shownAddress } from "../redis/errors.ts";
import { redisBudget } from "./budget-ledger.ts";
import { bullClaims } from "./claims.ts";
import { enqueueAll } from "./enqueue.ts";
import { type DocumentJob, type JobData, toRecord } from "./job-data.ts";
import { idsByState, keysOf, ofBatch, QUEUE_NAME } from "./keys.ts";

export interface BullQueueOptions {
  /** `redis://[:password@]host:port[/database]`, `rediss://` for TLS. */
  readonly url: string;
  /** What all keys begin with, so that several queues may share a server. Default `longdoc`. */
  readonly prefix?: string;
  /** Milliseconds for which a claim is held without being renewed. Default 30,000. */
  readonly leaseMs?: number;
}

export interface BullQueue extends JobQueue {
  /** BullMQ's own queue, for those who show it. */
  readonly bullmq: Queue<JobData, JobOutcome>;
  /** @throws QueueError when Redis does not answer */
  ping(): Promise<void>;
}

const AT_ONCE = 1_000;
const DEFAULT_LIMIT = 1_000;
const TYPES = {
  waiting: ["wait", "prioritized"],
  delayed: ["delayed"],
  active: ["active"],
  done: ["completed"],
  dead: ["failed"],
} as const;

/**
 * The queue of many machines: BullMQ on Redis or Valkey.
 *
 * @throws QueueError as `checkRedis`
 */
export async function openBullQueue(options: BullQueueOptions): Promise<BullQueue> {
  const { url, prefix = "longdoc", leaseMs = 30_000 } = options;
  const server = shownAddress(url);
  await checkRedis(url);
  const redis = connect(url);
  const keys = keysOf(prefix);
  const queue = new Queue<JobData, JobOutcome>(QUEUE_NAME, {
    connection: redis,
    prefix,
    skipVersionCheck: true,
  });
  queue.on("error", () => undefined);
  const claims = bullClaims({
    prefix,
    keys,
    leaseMs,
    queue,
    redis,
    connectWorker: () => connectPatiently(url),
  });
  let closing: Promise<void> | undefined;

  /** Runs an operation; what it throws becomes a QueueError. */
  const guarded =
    <Parameters extends unknown[], Result>(work: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters): Promise<Result> => {
      if (closing)
        throw new QueueError("queue.closed", `The queue at ${server} is closed.`, { input: server });
      try {
        return await work(...parameters);
      } catch (thrown) {
        throw redisError(thrown, server);
      }
    };

  async function countsOf(batch: string, ids: Awaited<ReturnType<typeof idsByState>>): Promise<JobCounts> {
    const [all, done] = await Promise.all([redis.scard(keys.jobs(batch)), redis.scard(keys.done(batch))]);
    const active = ofBatch(ids.active, batch);
    const delayed = ofBatch(ids.delayed, batch);
    const dead = ofBatch(ids.dead, batch);
    return { waiting: Math.max(0, all - done - active - delayed - dead), delayed, active, done, dead };
  }

  async function* jobsIn(
    states: readonly JobState[],
    filter: JobFilter,
  ): AsyncGenerator<[DocumentJob, JobState]> {
    for (const state of states) {
      for (let start = 0; ; start += AT_ONCE) {
        const jobs = await queue.getJobs([...TYPES[state]], start, start + AT_ONCE - 1, true);
        // Jobs that went away meanwhile are given as undefined.
        for (const job of jobs as (DocumentJob | undefined)[]) {
          if (job && matches(job, filter)) yield [job, state];
        }
        if (jobs.length < AT_ONCE) break;
      }
    }
  }

  /** The dead jobs that a filter means, read before any of them is changed. */
  async function deadJobs(filter: JobFilter): Promise<readonly DocumentJob[]> {
    const jobs: DocumentJob[] = [];
    for await (const [job] of jobsIn(["dead"], filter)) jobs.push(job);
    return jobs;
  }

  async function removeWaiting(batch: string): Promise<number> {
    let removed = 0;
    let cursor = "0";
    do {
      const [next, ids] = await redis.sscan(keys.jobs(batch), cursor, "COUNT", AT_ONCE);
      cursor = next;
      if (ids.length === 0) continue;
      const [done, dead] = await Promise.all([
        redis.smismember(keys.done(batch), ...ids),
        redis.zmscore(keys.failed, ...ids),
      ]);
      const open = ids.filter((_, index) => done[index] === 0 && dead[index] === null);
      const gone = await Promise.all(
        open.map(async (id) => ((await queue.remove(id)) === 1 ? id : undefined)),
      );
      const ends = gone.filter((id) => id !== undefined);
      if (ends.length > 0) await redis.srem(keys.jobs(batch), ...ends);
      removed += ends.length;
    } while (cursor !== "0");
    return removed;
  }

  const ledger = redisBudget(redis, keys, leaseMs);
  const budget = createQueueBudget(
    {
      reserve: guarded(ledger.reserve),
      settle: guarded(ledger.settle),
      renew: guarded(ledger.renew),
      setLimit: guarded(ledger.setLimit),
      state: guarded(ledger.state),
    },
    leaseMs,
  );

  const close = (): Promise<void> => {
    closing ??= (async () => {
      budget[Symbol.dispose]();
      await claims.close();
      // The connection is ours: this only lets go of it.
      await queue.close().catch(() => undefined);
      redis.disconnect();
    })();
    return closing;
  };

  return {
    bullmq: queue,
    ping: guarded(async () => {
      await redis.ping();
    }),

    enqueue: guarded(async (jobs, enqueueOptions) => {
      checkBatch(enqueueOptions.batch);
      return enqueueAll({ redis, keys, queue, priority: DEFAULT_PRIORITY }, jobs, enqueueOptions);
    }),

    claim: guarded(claims.claim),
    renew: guarded(claims.renew),
    report: guarded(claims.report),
    complete: guarded(claims.complete),
    fail: guarded(claims.fail),
    retryLater: guarded(claims.retryLater),
    release: guarded(claims.release),

    pause: guarded(async (reason) => {
      if (await queue.isPaused()) return;
      if (reason !== undefined) await redis.set(keys.pauseReason, JSON.stringify(reason));
      await queue.pause();
    }),
    resume: guarded(async () => {
      await redis.del(keys.pauseReason);
      await queue.resume();
    }),
    paused: guarded(async () => {
      const [paused, reason] = await Promise.all([queue.isPaused(), redis.get(keys.pauseReason)]);
      if (!paused) return undefined;
      return reason === null ? {} : { reason: JSON.parse(reason) as JobFailure };
    }),
    budget,

    cancel: guarded(async (batch) => {
      if ((await redis.zscore(keys.batches, batch)) === null) {
        throw new QueueError("queue.batch-missing", `There is no batch "${batch}".`, { input: batch });
      }
      // First of all, so that nobody begins another job of it.
      await redis.sadd(keys.cancelled, batch);
      const removed = await removeWaiting(batch);
      return { removed, active: ofBatch(await redis.lrange(keys.active, 0, -1), batch) };
    }),

    retry: guarded(async (filter = {}) => {
      const jobs = await deadJobs(filter);
      for (const job of jobs) {
        const { source, trace } = job.data;
        await job.updateData({
          source,
          ...(trace === undefined ? {} : { trace }),
          ...(job.stalledCounter === 0 ? {} : { pardoned: job.stalledCounter }),
        });
        await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
      }
      return jobs.length;
    }),

    drop: guarded(async (filter = {}) => {
      const jobs = await deadJobs(filter);
      for (const job of jobs) {
        await queue.remove(job.id!);
        await redis.srem(keys.jobs(batchOf(job.id!)), job.id!);
      }
      return jobs.length;
    }),

    counts: guarded(async (batch?: string) => {
      if (batch !== undefined) return countsOf(batch, await idsByState(redis, keys));
      const [counts, batches] = await Promise.all([
        queue.getJobCounts("wait", "prioritized", "delayed", "active", "failed"),
        redis.zrange(keys.batches, "0", "-1"),
      ]);
      const done = await Promise.all(batches.map((id) => redis.scard(keys.done(id))));
      return {
        waiting: (counts["wait"] ?? 0) + (counts["prioritized"] ?? 0),
        delayed: counts["delayed"] ?? 0,
        active: counts["active"] ?? 0,
        done: done.reduce((sum, each) => sum + each, 0),
        dead: counts["failed"] ?? 0,
      };
    }),

    batches: guarded(async () => {
      const [scored, names, cancelled, ids] = await Promise.all([
        redis.zrevrange(keys.batches, 0, -1, "WITHSCORES"),
        redis.hgetall(keys.names),
        redis.smembers(keys.cancelled),
        idsByState(redis, keys),
      ]);
      const batches = scored.flatMap((id, index) =>
        index % 2 === 0 ? [{ id, createdAt: Number(scored[index + 1]) }] : [],
      );
      return Promise.all(
        batches.map(async ({ id, createdAt }) => ({
          id,
          name: names[id] ?? id,
          createdAt: new Date(createdAt).toISOString(),
          cancelled: cancelled.includes(id),
          counts: await countsOf(id, ids),
        })),
      );
    }),

    jobs: guarded(async (states, { limit = DEFAULT_LIMIT, ...filter } = {}) => {
      const records = [];
      for await (const [job, state] of jobsIn(states, filter)) {
        records.push(toRecord(job, state));
        if (records.length >= limit) break;
      }
      return records;
    }),

    close,
    [Symbol.asyncDispose]: close,
  };
}

function matches(job: DocumentJob, { batch, ids, code }: JobFilter): boolean {
  if (batch !== undefined && batchOf(job.id!) !== batch) return false;
  if (ids !== undefined && !ids.includes(job.id!)) return false;
  return code === undefined || job.data.failure?.code === code;
}
