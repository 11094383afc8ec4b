import { asError, QueueError } from "@longdoc/core";

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html. */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** The QueueError for whatever SQLite or the file system threw. */
export function embeddedError(thrown: unknown, folder: string): QueueError {
  if (thrown instanceof QueueError) return thrown;
  const { errcode, code } = thrown as { errcode?: number; code?: string };
  const error = (name: string, what: string, hint: string, transient = false): QueueError =>
    new QueueError(`queue.${name}`, `The queue in "${folder}" ${what}.`, {
      input: folder,
      hint,
      recovery: transient ? "transient" : "permanent",
      cause: thrown,
    });
  switch (code === "ENOSPC" ? FULL : errcode === undefined ? code : errcode & 0xff) {
    case BUSY:
    case LOCKED:
      return error("unreachable", "is being written by another process", "Try again when it is done.", true);
    case IO_ERROR:
      return error(
        "unreachable",
        "cannot be read or written just now",
        "Check the disk that it is on.",
        true,
      );
    case FULL:
      return error(
        "disk-full",
        "has no room left on its disk",
        "Free some space and run the same command again.",
      );
    case CORRUPT:
    case NOT_A_DATABASE:
      return error(
        "damaged",
        "is damaged, or its file is not Longdoc's",
        "Delete queue.db: what was indexed is kept in the library, and what waited must be put in again.",
      );
    case READ_ONLY:
    case CANNOT_OPEN:
    case "EACCES":
    case "EPERM":
    case "EEXIST":
    case "ENOTDIR":
    case "EROFS":
      return error("unwritable", "cannot be written", "Check the folder and its permissions.");
    default:
      return error("failed", `failed: ${asError(thrown).message}`, "Try again.");
  }
}
