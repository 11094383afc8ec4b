import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

import { QueueError } from "@longdoc/core";
import { inTransaction, openSharedDatabase } from "@longdoc/retrieve/sqlite";

import { embeddedError } from "./errors.ts";

/** The queue's file, beside the library's. */
export const QUEUE_FILE = "queue.db";

const SCHEMA_VERSION = 2;
/** Milliseconds to wait for another process's transaction. */
const BUSY_TIMEOUT_MS = 10_000;

const SCHEMA = `
CREATE TABLE batches (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  cancelled INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE jobs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  batch TEXT NOT NULL REFERENCES batches (id),
  source TEXT NOT NULL,
  priority INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'done', 'dead')),
  -- Milliseconds since 1970: a waiting job is not begun before, an active one is held by its owner until then.
  due INTEGER NOT NULL,
  owner TEXT,
  enqueued_at INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL DEFAULT 0,
  crashes INTEGER NOT NULL DEFAULT 0,
  trace TEXT,
  progress TEXT,
  outcome TEXT,
  failure TEXT
);
CREATE INDEX jobs_next ON jobs (state, priority, sequence);
CREATE INDEX jobs_batch ON jobs (batch, state, priority, sequence);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;
/** What a call may cost at the most, in 10⁻⁹ dollars. */
const RESERVATIONS = `
CREATE TABLE reservations (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  amount INTEGER NOT NULL,
  due INTEGER NOT NULL,
  abandoned INTEGER NOT NULL
);
UPDATE settings SET value = '{}' WHERE name = 'paused';
`;

/** Opens the queue's database in a folder, making both. @throws QueueError */
export function openQueueDatabase(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    const database = openSharedDatabase(join(folder, QUEUE_FILE), BUSY_TIMEOUT_MS);
    try {
      prepare(database, folder);
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  } catch (thrown) {
    throw embeddedError(thrown, folder);
  }
}

function prepare(database: DatabaseSync, folder: string): void {
  if (versionOf(database) === SCHEMA_VERSION) return;
  // Another process may be making it at this moment: whoever comes second finds it made.
  inTransaction(database, "IMMEDIATE", () => {
    const version = versionOf(database);
    if (version > SCHEMA_VERSION) {
      throw new QueueError(
        "queue.newer",
        `The queue in "${folder}" was made by a newer version of Longdoc.`,
        {
          input: folder,
          hint: "Update Longdoc, or name another folder with --library.",
        },
      );
    }
    if (version === SCHEMA_VERSION) return;
    if (version === 0) database.exec(SCHEMA);
    database.exec(RESERVATIONS);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}
