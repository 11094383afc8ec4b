import { asError, StoreError } from "@longdoc/core";

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html. */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** The StoreError for whatever SQLite or the file system threw. */
export function storeError(thrown: unknown, folder: string): StoreError {
  if (thrown instanceof StoreError) return thrown;
  const { errcode, code } = thrown as { errcode?: number; code?: string };
  const options = { input: folder, cause: thrown };
  switch (code === "ENOSPC" ? FULL : errcode === undefined ? code : errcode & 0xff) {
    case BUSY:
    case LOCKED:
      return new StoreError(
        "library.locked",
        `The library "${folder}" is being written by another process.`,
        {
          ...options,
          recovery: "transient",
          hint: "Try again when it is done.",
        },
      );
    case FULL:
      return new StoreError("library.disk-full", `The disk of the library "${folder}" is full.`, {
        ...options,
        hint: "Free some space and run the same command again: what was indexed is kept.",
      });
    case CORRUPT:
    case NOT_A_DATABASE:
      return new StoreError(
        "library.damaged",
        `The library "${folder}" is damaged, or its file is not Longdoc's.`,
        {
          ...options,
          hint: "Move the folder away and ingest the documents again.",
        },
      );
    case READ_ONLY:
    case CANNOT_OPEN:
    case "EACCES":
    case "EPERM":
    case "EEXIST":
    case "ENOTDIR":
    case "EROFS":
      return new StoreError("library.unwritable", `The library folder "${folder}" cannot be written.`, {
        ...options,
        hint: "Check that it is a folder and its permissions, or name another with --library.",
      });
    case IO_ERROR:
      return new StoreError(
        "library.unavailable",
        `The library "${folder}" cannot be read or written just now.`,
        {
          ...options,
          recovery: "transient",
          hint: "Check the disk that it is on.",
        },
      );
    default:
      return new StoreError(
        "library.failed",
        `The library "${folder}" failed: ${asError(thrown).message}.`,
        options,
      );
  }
}
