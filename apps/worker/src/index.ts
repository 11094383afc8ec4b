export { type BullQueue, type BullQueueOptions, openBullQueue } from "./bullmq/open-queue.ts";
