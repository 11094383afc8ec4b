export { type BullQueue, type BullQueueOptions, openBullQueue } from "./bullmq/open-queue.ts";
export { readConfig, type WorkerConfig } from "./config.ts";
export { runWorker, type WorkerOptions } from "./run-worker.ts";
