import { existsSync } from "node:fs";
import { join } from "node:path";

import { QueueError } from "@longdoc/core";
import { type JobQueue, openEmbeddedQueue } from "@longdoc/queue";

import type { Options } from "../options.ts";
import { commandName } from "../usage.ts";

const QUEUE_FILE = "queue.db";

/**
 * The queue that the user means: in Redis where an address is given, otherwise the library's own.
 *
 * @throws QueueError as `openBullQueue` and `openEmbeddedQueue`
 */
export async function openQueue(options: Pick<Options, "library" | "redis">): Promise<JobQueue> {
  if (options.redis === undefined) return openEmbeddedQueue(options.library);
  const { openBullQueue, readConfig } = await import("@longdoc/worker");
  const { prefix, leaseMs } = readConfig(options.library);
  return openBullQueue({ url: options.redis, prefix, leaseMs });
}

/** Opens a queue that must be there already: looking into one does not create it. @throws QueueError `queue.missing` */
export async function openExistingQueue(options: Pick<Options, "library" | "redis">): Promise<JobQueue> {
  if (options.redis === undefined && !existsSync(join(options.library, QUEUE_FILE))) {
    throw new QueueError("queue.missing", `There is no queue at ${options.library}.`, {
      input: options.library,
      hint: `Fill one with ${commandName()} enqueue PATH, or name one in Redis with --redis.`,
    });
  }
  return openQueue(options);
}
