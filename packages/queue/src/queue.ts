import type { Failure } from "@longdoc/core";

import type { QueueBudget } from "./budget/queue-budget.ts";

/** A document that is to be indexed, as it is put into a queue. */
export interface NewJob {
  /** Absolute path of a file, or `s3://bucket/key`. */
  readonly source: string;
  /** 1 to 1,000; lower numbers are begun first. Default 100. */
  readonly priority?: number;
  /**
   * What tells one state of the source from the next where that is known: an etag, a size and time. A changed source
   * is then a new job, even while the old one is being worked on.
   */
  readonly revision?: string;
}

export const DEFAULT_PRIORITY = 100;
export const LOWEST_PRIORITY = 1_000;

/** W3C trace context (`traceparent`, `tracestate`): a job's spans belong to the trace that enqueued it. */
export type TraceCarrier = Readonly<Record<string, string>>;

/** `delayed`: waits for its next try. `dead`: failed for good, kept with its reason until retried or dropped. */
export type JobState = "waiting" | "delayed" | "active" | "done" | "dead";

export const JOB_STATES: readonly JobState[] = ["waiting", "delayed", "active", "done", "dead"];

export type JobCounts = Readonly<Record<JobState, number>>;

/** How far a document's job has come. */
export interface JobProgress {
  readonly step: "fetch" | "parse" | "chunk" | "index";
  /** Pages read so far, of `pages`; in the step `parse` only. */
  readonly page?: number;
  readonly pages?: number;
}

/** How a document came out. Small: it is kept with the job. */
export interface JobOutcome {
  /** `partial`: some pages could not be read. `unchanged`: these bytes were indexed already, no work was done. */
  readonly status: "indexed" | "partial" | "unchanged";
  readonly documentId: string;
  readonly pages: number;
  readonly failedPages: number;
  readonly sentences: number;
  readonly chunks: number;
  /** Time that the work took, without waiting. */
  readonly seconds: number;
}

export interface JobFailure extends Failure {
  readonly hint?: string;
  /** ISO 8601. */
  readonly failedAt: string;
}

/** Why a queue gives out no jobs; without a reason, somebody has paused it. */
export interface Pause {
  readonly reason?: JobFailure;
}

/** A job that a worker holds; nobody else gets it while its lease is renewed. */
export interface Claim {
  readonly id: string;
  readonly batch: string;
  readonly source: string;
  /** When it was put into the queue, milliseconds since 1970. */
  readonly enqueuedAt: number;
  /** Tries that failed so far, for reasons that lie with the document. */
  readonly failedAttempts: number;
  /** How often a process ended while it held this job. */
  readonly crashes: number;
  readonly trace?: TraceCarrier;
}

export interface JobRecord {
  readonly id: string;
  readonly batch: string;
  readonly source: string;
  readonly state: JobState;
  readonly failedAttempts: number;
  readonly crashes: number;
  readonly progress?: JobProgress;
  readonly outcome?: JobOutcome;
  /** Of a dead job its reason, of a delayed one why it is tried again. */
  readonly failure?: JobFailure;
}

export interface BatchRecord {
  readonly id: string;
  /** What it was made from, for people: the paths that were given. */
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly cancelled: boolean;
  readonly counts: JobCounts;
}

/** Which jobs are meant; fields are joined by AND. */
export interface JobFilter {
  readonly batch?: string;
  readonly ids?: readonly string[];
  /** Code of a dead job's failure. */
  readonly code?: string;
}

export interface EnqueueOptions {
  /** Letters, digits, `.`, `_` and `-`, at most 64. Putting the same source into the same batch again adds no second job. */
  readonly batch: string;
  /** Default: the batch's id. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  /** Called as jobs are put in, with their number so far. */
  readonly onProgress?: (jobs: number) => void;
}

export interface EnqueueReceipt {
  readonly batch: string;
  readonly added: number;
  /** Jobs of the batch that were done or dead, and are to be done again. */
  readonly requeued: number;
  /** Jobs of the batch that wait or are worked on. */
  readonly present: number;
}

export interface ClaimOptions {
  /** Milliseconds to wait for a job. Default 0: do not. */
  readonly waitMs?: number;
}

export interface RetryDelay {
  /** Milliseconds from now. */
  readonly delayMs: number;
  /** Whether the try counts against the job. */
  readonly counts: boolean;
}

/**
 * Where jobs wait, durably, until they are done or dead. Every implementation passes the one suite in `contract/`.
 * Policy is not here: when to retry, when to give up and what to run are told by `runJobs`.
 *
 * What a killed worker held comes back by itself, with `crashes` raised by one.
 *
 * Every method throws QueueError: `queue.unreachable` (transient), `queue.closed`, and what the implementation adds.
 */
export interface JobQueue extends AsyncDisposable {
  /**
   * Puts jobs in as they come, never holding them all. A job of the batch that waits or is worked on stays as it is;
   * one that is done or dead is queued again, except a dead one that had crashed its process, which only `retry` does.
   *
   * @throws QueueError `queue.batch-cancelled` when the batch is cancelled meanwhile
   */
  enqueue(jobs: Iterable<NewJob> | AsyncIterable<NewJob>, options: EnqueueOptions): Promise<EnqueueReceipt>;

  /** The next job, by priority and then by age; `undefined` when there is none, or the queue is paused. */
  claim(options?: ClaimOptions): Promise<Claim | undefined>;
  /** Keeps claims alive; gives the ids of those that must be let go: lost to another worker, or of a cancelled batch. */
  renew(claims: readonly Claim[]): Promise<readonly string[]>;
  report(claim: Claim, progress: JobProgress): Promise<void>;
  /** Ends a claim. False when it was lost to another worker: its result does not count then. */
  complete(claim: Claim, outcome: JobOutcome): Promise<boolean>;
  fail(claim: Claim, failure: JobFailure): Promise<boolean>;
  retryLater(claim: Claim, failure: JobFailure, delay: RetryDelay): Promise<boolean>;
  /** Gives a claim back as if it had never been taken; of a cancelled batch, the job is removed. */
  release(claim: Claim): Promise<boolean>;

  /**
   * No job is claimed until `resume`; those being worked on are finished. Survives a restart. A queue that is paused
   * stays so for its first reason.
   */
  pause(reason?: JobFailure): Promise<void>;
  resume(): Promise<void>;
  /** `undefined` while jobs are given out. */
  paused(): Promise<Pause | undefined>;

  /** For the paid steps of all jobs, wherever they are done. */
  readonly budget: QueueBudget;

  /** Removes a batch's jobs that wait, and has those being worked on let go; what is done and dead stays listed. */
  cancel(batch: string): Promise<{ readonly removed: number; readonly active: number }>;

  /** Queues dead jobs again, with a clean slate. Gives their number. */
  retry(filter?: JobFilter): Promise<number>;
  /** Forgets dead jobs. Gives their number. */
  drop(filter?: JobFilter): Promise<number>;

  /** Jobs by state: of one batch, or of all. */
  counts(batch?: string): Promise<JobCounts>;
  /** Newest first. */
  batches(): Promise<readonly BatchRecord[]>;
  /** Jobs in these states, oldest first; at most `limit`, by default 1,000. */
  jobs(
    states: readonly JobState[],
    options?: JobFilter & { readonly limit?: number },
  ): Promise<readonly JobRecord[]>;

  close(): Promise<void>;
}
