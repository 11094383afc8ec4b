import { QueueError } from "@longdoc/core";
import {
  type EnqueueOptions,
  type EnqueueReceipt,
  jobId,
  type JobOutcome,
  type NewJob,
  type TraceCarrier,
  traceCarrier,
} from "@longdoc/queue";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";

import type { JobData } from "./job-data.ts";
import type { Keys } from "./keys.ts";

interface Into {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly queue: Queue<JobData, JobOutcome>;
  /** Of jobs that say nothing of it. */
  readonly priority: number;
}

type Receipt = { -readonly [Key in keyof EnqueueReceipt]: EnqueueReceipt[Key] };

/** Jobs that are put in by one exchange with the server. */
const AT_ONCE = 500;

/** Puts jobs in as they come, a few hundred at a time. */
export async function enqueueAll(
  into: Into,
  jobs: Iterable<NewJob> | AsyncIterable<NewJob>,
  options: EnqueueOptions,
): Promise<EnqueueReceipt> {
  const { redis, keys } = into;
  const { batch, name = batch, signal, onProgress } = options;
  await redis
    .multi()
    .zadd(keys.batches, "NX", Date.now(), batch)
    .hsetnx(keys.names, batch, name)
    .srem(keys.cancelled, batch)
    .exec();
  const receipt: Receipt = { batch, added: 0, requeued: 0, present: 0 };
  const trace = traceCarrier();
  let group = new Map<string, NewJob>();
  const flush = async (): Promise<void> => {
    if (group.size === 0) return;
    signal?.throwIfAborted();
    if ((await redis.sismember(keys.cancelled, batch)) === 1) {
      throw new QueueError("queue.batch-cancelled", `The batch "${batch}" was cancelled.`, { input: batch });
    }
    await addGroup(into, batch, group, trace, receipt);
    group = new Map();
    onProgress?.(receipt.added + receipt.requeued + receipt.present);
  };
  for await (const job of jobs) {
    group.set(jobId(batch, job), job);
    if (group.size >= AT_ONCE) await flush();
  }
  await flush();
  return receipt;
}

async function addGroup(
  into: Into,
  batch: string,
  group: ReadonlyMap<string, NewJob>,
  trace: TraceCarrier | undefined,
  receipt: Receipt,
): Promise<void> {
  const { redis, keys } = into;
  const ids = [...group.keys()];
  const known = await redis.smismember(keys.jobs(batch), ...ids);
  const added: string[] = [];
  for (const [index, id] of ids.entries()) {
    if (known[index] === 0) added.push(id);
    else if (await freeForAnother(into, batch, id, receipt)) added.push(id);
  }
  if (added.length === 0) return;
  // First the list of the batch's jobs: a job that is listed and not there is put in when this is done again.
  await redis.sadd(keys.jobs(batch), ...added);
  await into.queue.addBulk(
    added.map((id) => {
      const { source, priority = into.priority } = group.get(id)!;
      return {
        name: "document",
        data: { source, ...(trace === undefined ? {} : { trace }) },
        opts: { jobId: id, priority },
      };
    }),
  );
  receipt.added += added.length;
}

/** Makes room for a job under an id that the batch has already; false where the job stays as it is. */
async function freeForAnother(into: Into, batch: string, id: string, receipt: Receipt): Promise<boolean> {
  const { redis, keys, queue } = into;
  const job = await queue.getJob(id);
  const state = await job?.getState();
  const over = state === "completed" || (state === "failed" && job?.data.failure?.code !== "job.poison");
  if (job && !over) {
    receipt.present += 1;
    return false;
  }
  await queue.remove(id);
  const wasDone = (await redis.srem(keys.done(batch), id)) === 1;
  if (job || wasDone) {
    receipt.requeued += 1;
    receipt.added -= 1;
  }
  return true;
}
