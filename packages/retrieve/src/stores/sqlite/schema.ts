import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

import { StoreError } from "@longdoc/core";

import { inTransaction, openSharedDatabase } from "./database.ts";
import { storeError } from "./errors.ts";

/** The one file of a library, in its folder. */
export const LIBRARY_FILE = "longdoc.sqlite";

/** Raised with every change of the tables; a library of a higher version is not opened. */
export const SCHEMA_VERSION = 1;

/** Milliseconds to wait for another process's transaction. */
const DEFAULT_BUSY_TIMEOUT_MS = 10_000;

/**
 * `terms` holds each chunk's analysed terms, parted by spaces. Its tokenizer is told that everything but white space
 * belongs to a term, so that FTS5 indexes our terms and changes none. It keeps no copy of them (`content=''`).
 */
const SCHEMA = `
CREATE TABLE documents (
  rowid INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  version TEXT NOT NULL,
  source TEXT NOT NULL,
  media_type TEXT NOT NULL,
  language TEXT NOT NULL,
  summary TEXT NOT NULL,
  chunks INTEGER NOT NULL,
  sentences INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  indexed_at TEXT NOT NULL
);
CREATE INDEX documents_source ON documents (source);
CREATE INDEX documents_language ON documents (language);
CREATE TABLE chunks (
  rowid INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents (rowid),
  ordinal INTEGER NOT NULL,
  first_page INTEGER NOT NULL,
  last_page INTEGER NOT NULL,
  first_sentence INTEGER NOT NULL,
  last_sentence INTEGER NOT NULL,
  terms INTEGER NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (document, ordinal)
);
CREATE VIRTUAL TABLE terms USING fts5 (
  text, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cn Cf'"
);
CREATE VIRTUAL TABLE term_counts USING fts5vocab (terms, row);
CREATE VIRTUAL TABLE term_places USING fts5vocab (terms, instance);
CREATE TABLE failures (
  source TEXT PRIMARY KEY,
  document_id TEXT NOT NULL,
  version TEXT,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  failed_at TEXT NOT NULL
);
CREATE TABLE totals (chunks INTEGER NOT NULL, terms INTEGER NOT NULL, sentences INTEGER NOT NULL);
INSERT INTO totals VALUES (0, 0, 0);
`;

/** Opens a library's database, making it when it is not there. @throws StoreError as `ChunkStore` and `library.unwritable` */
export function openDatabase(
  folder: string,
  options: { readonly maxPages?: number; readonly busyTimeoutMs?: number } = {},
): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    const database = openSharedDatabase(
      join(folder, LIBRARY_FILE),
      options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS,
    );
    try {
      prepare(database, folder);
      if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  } catch (thrown) {
    throw storeError(thrown, folder);
  }
}

function prepare(database: DatabaseSync, folder: string): void {
  if (versionOf(database) === SCHEMA_VERSION) return;
  // Another process may be making it at this moment: whoever comes second finds it made.
  inTransaction(database, "IMMEDIATE", () => {
    const version = versionOf(database);
    if (version > SCHEMA_VERSION) throw newerLibrary(folder);
    if (version > 0) return;
    database.exec(SCHEMA);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

function newerLibrary(folder: string): StoreError {
  return new StoreError("library.newer", `The library "${folder}" was made by a newer version of Longdoc.`, {
    input: folder,
    hint: "Update Longdoc, or name another folder with --library.",
  });
}
