import type {
  Claim,
  JobCounts,
  JobFailure,
  JobOutcome,
  JobProgress,
  JobRecord,
  TraceCarrier,
} from "../queue.ts";

export interface JobRow {
  readonly id: string;
  readonly batch: string;
  readonly source: string;
  readonly state: "waiting" | "active" | "done" | "dead";
  readonly due: number;
  readonly owner: string | null;
  readonly enqueued_at: number;
  readonly failed_attempts: number;
  readonly crashes: number;
  readonly trace: string | null;
  readonly progress: string | null;
  readonly outcome: string | null;
  readonly failure: string | null;
}

export function toClaim(row: JobRow): Claim {
  return {
    id: row.id,
    batch: row.batch,
    source: row.source,
    enqueuedAt: row.enqueued_at,
    failedAttempts: row.failed_attempts,
    crashes: row.crashes,
    ...(row.trace === null ? {} : { trace: JSON.parse(row.trace) as TraceCarrier }),
  };
}

export function toRecord(row: JobRow, now: number): JobRecord {
  return {
    id: row.id,
    batch: row.batch,
    source: row.source,
    state: row.state === "waiting" && row.due > now ? "delayed" : row.state,
    failedAttempts: row.failed_attempts,
    crashes: row.crashes,
    ...(row.progress === null ? {} : { progress: JSON.parse(row.progress) as JobProgress }),
    ...(row.outcome === null ? {} : { outcome: JSON.parse(row.outcome) as JobOutcome }),
    ...(row.failure === null ? {} : { failure: JSON.parse(row.failure) as JobFailure }),
  };
}

export interface CountRow {
  readonly state: "waiting" | "delayed" | "active" | "done" | "dead";
  readonly count: number;
}

export function toCounts(rows: readonly CountRow[]): JobCounts {
  const counts = { waiting: 0, delayed: 0, active: 0, done: 0, dead: 0 };
  for (const { state, count } of rows) counts[state] += count;
  return counts;
}
