import { indexDocuments, type JobQueue, parsedDocuments, type OpenSource, runJobs } from "@longdoc/queue";
import type { BlobStore } from "@longdoc/queue";
import type { ChunkStore } from "@longdoc/retrieve";
import type { Logger } from "pino";

import type { BullQueue } from "./bullmq/open-queue.ts";
import type { WorkerConfig } from "./config.ts";
import { logEvent } from "./observe/log.ts";
import { createMetrics } from "./observe/metrics.ts";
import { startServer } from "./observe/server.ts";

export interface WorkerOptions {
  readonly queue: JobQueue | BullQueue;
  readonly store: ChunkStore;
  readonly blobs: BlobStore;
  readonly openSource: OpenSource;
  readonly config: WorkerConfig;
  readonly logger: Logger;
  /** Aborting it drains the worker. */
  readonly signal: AbortSignal;
}

/** Works until it is asked to stop; then finishes what is under way, or gives it back. @throws QueueError */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { queue, store, config, logger, signal } = options;
  const metrics = createMetrics(queue);
  await using server =
    config.port === undefined
      ? undefined
      : await startServer({
          port: config.port,
          host: config.host,
          registry: metrics.registry,
          ready: {
            queue: async () => void (await queue.paused()),
            store: async () => void (await store.statistics()),
            worker: async () => {
              if (signal.aborted) throw new Error("draining");
            },
          },
          ...("bullmq" in queue ? { queue: queue.bullmq } : {}),
        });
  logger.info(
    { concurrency: config.concurrency, host: config.host, port: server?.port ?? "off" },
    "worker started",
  );
  signal.addEventListener("abort", () => logger.info({ drainMs: config.drainMs }, "draining"), {
    once: true,
  });
  const work = indexDocuments({
    store,
    openSource: options.openSource,
    parsed: parsedDocuments(options.blobs),
    budget: queue.budget,
    ingest: config.reading,
  });
  await runJobs(queue, {
    ...work,
    concurrency: config.concurrency,
    drainMs: config.drainMs,
    limits: config.limits,
    signal,
    onEvent: (event) => {
      metrics.record(event);
      logEvent(logger, event);
    },
  });
  logger.info("worker stopped");
}
