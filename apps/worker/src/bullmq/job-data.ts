import {
  batchOf,
  type Claim,
  type JobFailure,
  type JobProgress,
  type JobRecord,
  type JobOutcome,
  type JobState,
  type TraceCarrier,
} from "@longdoc/queue";
import type { Job } from "bullmq";

/** What a job holds in Redis: as little as can be, since there may be millions. Its batch stands in its id. */
export interface JobData {
  readonly source: string;
  readonly trace?: TraceCarrier;
  readonly failedAttempts?: number;
  readonly failure?: JobFailure;
  /** Crashes that a retry by hand has pardoned: BullMQ's own count is never reset. */
  readonly pardoned?: number;
}

export type DocumentJob = Job<JobData, JobOutcome>;

export function crashesOf(job: DocumentJob): number {
  return job.stalledCounter - (job.data.pardoned ?? 0);
}

export function toClaim(job: DocumentJob): Claim {
  const { source, trace, failedAttempts = 0 } = job.data;
  return {
    id: job.id!,
    batch: batchOf(job.id!),
    source,
    enqueuedAt: job.timestamp,
    failedAttempts,
    crashes: crashesOf(job),
    ...(trace === undefined ? {} : { trace }),
  };
}

export function toRecord(job: DocumentJob, state: JobState): JobRecord {
  const { source, failedAttempts = 0, failure } = job.data;
  const progress = typeof job.progress === "object" ? (job.progress as unknown as JobProgress) : undefined;
  return {
    id: job.id!,
    batch: batchOf(job.id!),
    source,
    state,
    failedAttempts,
    crashes: crashesOf(job),
    ...(progress === undefined || state !== "active" ? {} : { progress }),
    ...(job.returnvalue === null || job.returnvalue === undefined ? {} : { outcome: job.returnvalue }),
    ...(failure === undefined ? {} : { failure }),
  };
}
