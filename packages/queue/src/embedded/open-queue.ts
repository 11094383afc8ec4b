import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { SQLInputValue } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

import { QueueError } from "@longdoc/core";

import { createQueueBudget } from "../budget/queue-budget.ts";
import { checkBatch, jobId } from "../job-id.ts";
import {
  type BatchRecord,
  type Claim,
  type ClaimOptions,
  DEFAULT_PRIORITY,
  type EnqueueOptions,
  type EnqueueReceipt,
  type JobCounts,
  type JobFailure,
  type JobFilter,
  type JobQueue,
  type JobState,
  type NewJob,
  type Pause,
} from "../queue.ts";
import { traceCarrier } from "../tracing.ts";
import { embeddedBudget } from "./budget-ledger.ts";
import { type CountRow, type JobRow, toClaim, toCounts, toRecord } from "./rows.ts";
import { openQueueDatabase } from "./schema.ts";
import { createStatements } from "./statements.ts";

export interface EmbeddedQueue extends JobQueue {
  /** This queue, with the jobs of one batch only to claim and to count. */
  only(batch: string): JobQueue;
}

export interface EmbeddedQueueOptions {
  /** Milliseconds for which a claim is held without being renewed. Default 30,000. */
  readonly leaseMs?: number;
}

/** Jobs that are put in by one transaction. */
const ENQUEUE_AT_ONCE = 1_000;
/** How often a claim that waits looks for a job, milliseconds. */
const POLL_MS = 100;
const DEFAULT_LIMIT = 1_000;

const STATE = "CASE WHEN state = 'waiting' AND due > ? THEN 'delayed' ELSE state END";

/**
 * The queue of one machine: a file in the library's folder, that several processes may have open. A process that
 * ends without a word is noticed by its number, or when its leases run out.
 *
 * @throws QueueError `queue.unwritable`, `queue.damaged`, `queue.newer`, `queue.disk-full`
 */
export function openEmbeddedQueue(folder: string, options: EmbeddedQueueOptions = {}): EmbeddedQueue {
  const path = resolve(folder);
  const { leaseMs = 30_000 } = options;
  const database = openQueueDatabase(path);
  /** One for every opened queue: the process's number tells whether it lives. */
  const owner = `${process.pid} ${randomUUID()}`;
  const statements = createStatements(database, path);
  const { all, get, change, write, attempt } = statements;
  const budget = createQueueBudget(embeddedBudget(statements, { owner, leaseMs, isGone }), leaseMs);

  /** Jobs of processes that are gone wait again, each with one crash more; those of cancelled batches go. */
  function recover(): void {
    const held = all<{ owner: string }>("SELECT DISTINCT owner FROM jobs WHERE state = 'active'");
    const gone = held.map(({ owner: other }) => other).filter((other) => other !== owner && isGone(other));
    const recovered = change(
      `UPDATE jobs SET state = 'waiting', owner = NULL, due = 0, crashes = crashes + 1
       WHERE state = 'active' AND (due < ? OR owner IN (SELECT value FROM json_each(?)))`,
      Date.now(),
      JSON.stringify(gone),
    );
    if (recovered === 0) return;
    change(
      "DELETE FROM jobs WHERE state = 'waiting' AND batch IN (SELECT id FROM batches WHERE cancelled = 1)",
    );
  }

  function take(batch: string | undefined): Claim | undefined {
    if (paused() !== undefined) return undefined;
    const now = Date.now();
    const scope = batch === undefined ? "" : "batch = ? AND";
    const row = get<JobRow>(
      `UPDATE jobs SET state = 'active', owner = ?, due = ?, progress = NULL WHERE sequence = (
         SELECT sequence FROM jobs WHERE ${scope} state = 'waiting' AND due <= ? ORDER BY priority, sequence LIMIT 1
       ) RETURNING *`,
      owner,
      now + leaseMs,
      ...(batch === undefined ? [] : [batch]),
      now,
    );
    return row && toClaim(row);
  }

  const paused = (): Pause | undefined => {
    const row = get<{ value: string }>("SELECT value FROM settings WHERE name = 'paused'");
    return row && (JSON.parse(row.value) as Pause);
  };

  /** Ends this queue's hold on a job. */
  const settle = (claim: Claim, set: string, ...values: SQLInputValue[]): Promise<boolean> =>
    write(
      () =>
        change(
          `UPDATE jobs SET owner = NULL, progress = NULL, ${set} WHERE id = ? AND state = 'active' AND owner = ?`,
          ...values,
          claim.id,
          owner,
        ) > 0,
    );

  function where(filter: JobFilter): { clause: string; values: SQLInputValue[] } {
    const parts = ["true"];
    const values: SQLInputValue[] = [];
    if (filter.batch !== undefined) {
      parts.push("batch = ?");
      values.push(filter.batch);
    }
    if (filter.ids) {
      parts.push("id IN (SELECT value FROM json_each(?))");
      values.push(JSON.stringify(filter.ids));
    }
    if (filter.code !== undefined) {
      parts.push("failure ->> 'code' = ?");
      values.push(filter.code);
    }
    return { clause: parts.join(" AND "), values };
  }

  function addBatch({ batch, name = batch }: EnqueueOptions): void {
    change(
      "INSERT INTO batches (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET cancelled = 0",
      batch,
      name,
      Date.now(),
    );
  }

  function addAll(jobs: readonly NewJob[], batch: string, receipt: Mutable<EnqueueReceipt>): void {
    if (get("SELECT 1 FROM batches WHERE id = ? AND cancelled = 0", batch) === undefined)
      throw cancelled(batch);
    const carrier = traceCarrier();
    const trace = carrier === undefined ? null : JSON.stringify(carrier);
    const now = Date.now();
    for (const job of jobs) {
      const id = jobId(batch, job);
      const present = get<JobRow>("SELECT * FROM jobs WHERE id = ?", id);
      const priority = job.priority ?? DEFAULT_PRIORITY;
      if (!present) {
        change(
          "INSERT INTO jobs (id, batch, source, priority, state, due, enqueued_at, trace) VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?)",
          id,
          batch,
          job.source,
          priority,
          now,
          trace,
        );
        receipt.added += 1;
      } else if (present.state === "done" || (present.state === "dead" && codeOf(present) !== "job.poison")) {
        change(`${REQUEUE}, priority = ?, trace = ? WHERE id = ?`, now, priority, trace, id);
        receipt.requeued += 1;
      } else receipt.present += 1;
    }
  }

  const queue: JobQueue = {
    enqueue: async (jobs, enqueueOptions) => {
      const { batch, signal, onProgress } = enqueueOptions;
      checkBatch(batch);
      const receipt = { batch, added: 0, requeued: 0, present: 0 };
      await write(() => addBatch(enqueueOptions));
      for await (const some of inGroups(jobs, ENQUEUE_AT_ONCE)) {
        signal?.throwIfAborted();
        await write(() => addAll(some, batch, receipt));
        onProgress?.(receipt.added + receipt.requeued + receipt.present);
      }
      return receipt;
    },

    claim: (claimOptions) => claimFrom(undefined, claimOptions),

    renew: (claims) =>
      write(() => {
        const due = Date.now() + leaseMs;
        return claims
          .filter(
            ({ id, batch }) =>
              change(
                "UPDATE jobs SET due = ? WHERE id = ? AND state = 'active' AND owner = ?",
                due,
                id,
                owner,
              ) === 0 || isCancelled(batch),
          )
          .map(({ id }) => id);
      }),

    report: async (claim, progress) => {
      await write(() =>
        change(
          "UPDATE jobs SET progress = ? WHERE id = ? AND state = 'active' AND owner = ?",
          JSON.stringify(progress),
          claim.id,
          owner,
        ),
      );
    },

    complete: (claim, outcome) =>
      settle(claim, "state = 'done', failure = NULL, outcome = ?", JSON.stringify(outcome)),

    fail: (claim, failure) => settle(claim, "state = 'dead', failure = ?", JSON.stringify(failure)),

    retryLater: (claim, failure, { delayMs, counts }) =>
      settle(
        claim,
        "state = 'waiting', due = ?, failed_attempts = failed_attempts + ?, failure = ?",
        Date.now() + delayMs,
        counts ? 1 : 0,
        JSON.stringify(failure),
      ),

    release: async (claim) => {
      const gone = await write(
        () =>
          isCancelled(claim.batch) &&
          change("DELETE FROM jobs WHERE id = ? AND state = 'active' AND owner = ?", claim.id, owner) > 0,
      );
      return gone || settle(claim, "state = 'waiting', due = 0");
    },

    pause: async (reason) => {
      const value = JSON.stringify(reason === undefined ? {} : { reason });
      await write(() => change("INSERT OR IGNORE INTO settings VALUES ('paused', ?)", value));
    },
    resume: async () => {
      await write(() => change("DELETE FROM settings WHERE name = 'paused'"));
    },
    paused: () => attempt(paused),
    budget,

    cancel: (batch) =>
      write(() => {
        if (change("UPDATE batches SET cancelled = 1 WHERE id = ?", batch) === 0) throw unknownBatch(batch);
        recover();
        const removed = change("DELETE FROM jobs WHERE batch = ? AND state = 'waiting'", batch);
        const active = get<{ count: number }>(
          "SELECT count(*) AS count FROM jobs WHERE batch = ? AND state = 'active'",
          batch,
        )!.count;
        return { removed, active };
      }),

    retry: (filter = {}) =>
      write(() => {
        const { clause, values } = where(filter);
        return change(`${REQUEUE} WHERE state = 'dead' AND ${clause}`, Date.now(), ...values);
      }),

    drop: (filter = {}) =>
      write(() => {
        const { clause, values } = where(filter);
        return change(`DELETE FROM jobs WHERE state = 'dead' AND ${clause}`, ...values);
      }),

    counts: countsOf,

    batches: () =>
      attempt(() => {
        const counts = all<CountRow & { batch: string }>(
          `SELECT batch, ${STATE} AS state, count(*) AS count FROM jobs GROUP BY 1, 2`,
          Date.now(),
        );
        return all<{ id: string; name: string; created_at: number; cancelled: number }>(
          "SELECT * FROM batches ORDER BY created_at DESC, id",
        ).map(({ id, name, created_at, cancelled: isOff }): BatchRecord => ({
          id,
          name,
          createdAt: new Date(created_at).toISOString(),
          cancelled: isOff === 1,
          counts: toCounts(counts.filter(({ batch }) => batch === id)),
        }));
      }),

    jobs: (states: readonly JobState[], { limit = DEFAULT_LIMIT, ...filter } = {}) =>
      attempt(() => {
        const { clause, values } = where(filter);
        const now = Date.now();
        return all<JobRow>(
          `SELECT * FROM jobs WHERE ${clause} AND ${STATE} IN (SELECT value FROM json_each(?)) ORDER BY sequence LIMIT ?`,
          ...values,
          now,
          JSON.stringify(states),
          limit,
        ).map((row) => toRecord(row, now));
      }),

    close,
    [Symbol.asyncDispose]: close,
  };
  return {
    ...queue,
    only: (batch) => ({
      ...queue,
      claim: (claimOptions) => claimFrom(batch, claimOptions),
      counts: (other = batch) => countsOf(other),
    }),
  };

  async function claimFrom(
    batch: string | undefined,
    { waitMs = 0 }: ClaimOptions = {},
  ): Promise<Claim | undefined> {
    const until = Date.now() + waitMs;
    for (;;) {
      const claim = await write(() => {
        recover();
        return take(batch);
      });
      const left = until - Date.now();
      if (claim || left <= 0) return claim;
      await delay(Math.min(POLL_MS, left));
    }
  }

  function countsOf(batch?: string): Promise<JobCounts> {
    return attempt(() => {
      const { clause, values } = where(batch === undefined ? {} : { batch });
      return toCounts(
        all<CountRow>(
          `SELECT ${STATE} AS state, count(*) AS count FROM jobs WHERE ${clause} GROUP BY 1`,
          Date.now(),
          ...values,
        ),
      );
    });
  }

  function isCancelled(batch: string): boolean {
    return get("SELECT 1 FROM batches WHERE id = ? AND cancelled = 1", batch) !== undefined;
  }

  async function close(): Promise<void> {
    if (!database.isOpen) return;
    budget[Symbol.dispose]();
    database.close();
  }
}

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/** Done or dead jobs start over; the first value is the time. */
const REQUEUE =
  "UPDATE jobs SET state = 'waiting', due = 0, failed_attempts = 0, crashes = 0, outcome = NULL, failure = NULL, progress = NULL, enqueued_at = ?";

function codeOf({ failure }: JobRow): string | undefined {
  return failure === null ? undefined : (JSON.parse(failure) as JobFailure).code;
}

/** Whether the process that an owner's name begins with has ended. */
function isGone(owner: string): boolean {
  const processId = Number.parseInt(owner, 10);
  if (processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return false;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "ESRCH";
  }
}

async function* inGroups<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  size: number,
): AsyncGenerator<readonly Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function cancelled(batch: string): QueueError {
  return new QueueError("queue.batch-cancelled", `The batch "${batch}" was cancelled.`, { input: batch });
}

function unknownBatch(batch: string): QueueError {
  return new QueueError("queue.batch-missing", `There is no batch "${batch}".`, { input: batch });
}
