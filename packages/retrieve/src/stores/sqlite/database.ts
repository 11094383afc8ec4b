import { DatabaseSync, type StatementSync } from "node:sqlite";

const BUSY = 5;
/** Milliseconds between two tries to switch a new file to a write-ahead log. */
const RETRY_MS = 5;

/**
 * Opens an SQLite file that several processes read and write at the same time, making it when it is not there. A power
 * cut may lose its last transactions and never breaks it; a killed process loses nothing.
 *
 * @param busyTimeoutMs how long a statement waits for other processes
 * @throws the error of node:sqlite
 */
export function openSharedDatabase(path: string, busyTimeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    useWriteAheadLog(database, busyTimeoutMs);
    database.exec("PRAGMA synchronous = NORMAL");
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** Two processes that switch a new file at once fail at once: SQLite's own waiting does not hold for this. */
function useWriteAheadLog(database: DatabaseSync, busyTimeoutMs: number): void {
  const deadline = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (thrown) {
      const busy = ((thrown as { errcode?: number }).errcode ?? 0) % 256 === BUSY;
      if (!busy || performance.now() >= deadline) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

/** Runs work in one transaction: all of it is done, or nothing. */
export function inTransaction<Result>(
  database: DatabaseSync,
  kind: "IMMEDIATE" | "DEFERRED",
  work: () => Result,
): Result {
  database.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (thrown) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw thrown;
  }
}

/** Prepares each statement once. */
export function createStatementCache(database: DatabaseSync): (text: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (text) => {
    let statement = statements.get(text);
    if (!statement) {
      statement = database.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  };
}
