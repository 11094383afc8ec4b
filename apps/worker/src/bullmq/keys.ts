import { batchOf } from "@longdoc/queue";
import type { Redis } from "ioredis";

/** The one BullMQ queue: a document is one job, from its file to the index. */
export const QUEUE_NAME = "documents";

/**
 * Our own keys beside BullMQ's, which knows no batches. All are sets of ids, so that writing one twice after a crash
 * changes nothing.
 */
export interface Keys {
  /** Batches, by the time at which they were made. */
  readonly batches: string;
  readonly cancelled: string;
  /** Batch id → name. */
  readonly names: string;
  /** Ids of all jobs of a batch. */
  jobs(batch: string): string;
  /** Ids of those that are done. */
  done(batch: string): string;
  /** Why the queue is paused, where that is known. */
  readonly pauseReason: string;
  /** What may be spent and was; what is set aside, by reservation; what was set aside by workers that are gone. */
  readonly budget: string;
  readonly reserved: string;
  readonly abandoned: string;
  /** BullMQ's own: lists and sorted sets of job ids. */
  readonly active: string;
  readonly delayed: string;
  readonly failed: string;
}

export function keysOf(prefix: string): Keys {
  const bullmq = (type: string): string => `${prefix}:${QUEUE_NAME}:${type}`;
  return {
    batches: `${prefix}:batches`,
    cancelled: `${prefix}:batches:cancelled`,
    names: `${prefix}:batches:names`,
    jobs: (batch) => `${prefix}:batch:${batch}:jobs`,
    done: (batch) => `${prefix}:batch:${batch}:done`,
    pauseReason: `${prefix}:pause-reason`,
    budget: `${prefix}:budget`,
    reserved: `${prefix}:budget:reserved`,
    abandoned: `${prefix}:budget:abandoned`,
    active: bullmq("active"),
    delayed: bullmq("delayed"),
    failed: bullmq("failed"),
  };
}

/** Jobs per batch that are being worked on, wait for their next try, or are dead: few, whatever the queue's length. */
export async function idsByState(
  redis: Redis,
  keys: Keys,
): Promise<Record<"active" | "delayed" | "dead", readonly string[]>> {
  const [active, delayed, dead] = await Promise.all([
    redis.lrange(keys.active, 0, -1),
    redis.zrange(keys.delayed, "0", "-1"),
    redis.zrange(keys.failed, "0", "-1"),
  ]);
  return { active, delayed, dead };
}

export function ofBatch(ids: readonly string[], batch: string): number {
  return ids.reduce((count, id) => count + (batchOf(id) === batch ? 1 : 0), 0);
}
