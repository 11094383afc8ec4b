export type { BlobStore } from "./blobs/blob-store.ts";
export {
  type BudgetLedger,
  type BudgetState,
  createQueueBudget,
  type QueueBudget,
} from "./budget/queue-budget.ts";
export { folderBlobs } from "./blobs/folder-blobs.ts";
export { openBlobs } from "./blobs/open-blobs.ts";
export {
  indexDocuments,
  type IndexDocuments,
  type IndexDocumentsOptions,
} from "./document/index-document.ts";
export { type ParsedDocuments, parsedDocuments } from "./document/parsed.ts";
export { openAnySource } from "./document/open-source.ts";
export { openFile, type OpenedSource, type OpenSource } from "./document/source.ts";
export { type EmbeddedQueue, type EmbeddedQueueOptions, openEmbeddedQueue } from "./embedded/open-queue.ts";
export { isS3 } from "./s3/location.ts";
export { listS3 } from "./s3/list-s3.ts";
export { batchFor, batchOf, checkBatch, jobId } from "./job-id.ts";
export {
  type BatchRecord,
  type Claim,
  type ClaimOptions,
  DEFAULT_PRIORITY,
  type EnqueueOptions,
  type EnqueueReceipt,
  JOB_STATES,
  type JobCounts,
  type JobFailure,
  type JobFilter,
  type JobOutcome,
  type JobProgress,
  type JobQueue,
  type JobRecord,
  type JobState,
  LOWEST_PRIORITY,
  type NewJob,
  type Pause,
  type RetryDelay,
  type TraceCarrier,
} from "./queue.ts";
export { traceCarrier } from "./tracing.ts";
export {
  type JobControl,
  type JobHandler,
  runJobs,
  type RunOptions,
  type WorkEvent,
} from "./work/run-jobs.ts";
export type { UpstreamLimits, UpstreamName } from "./work/upstreams.ts";
export { type Listed, listFolder } from "./watch/list-folder.ts";
export { type Sweep, watchSources, type WatchOptions } from "./watch/watch-sources.ts";
