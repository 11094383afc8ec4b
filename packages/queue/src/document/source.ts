import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import type { Source } from "@longdoc/ingest";

/** A source in the state in which a job found it. */
export interface OpenedSource {
  /** SHA-256 of its bytes; `undefined` where it cannot be read, which `input` then explains better. */
  readonly version?: string;
  /** What `ingest` is to read. */
  readonly input: Source;
  /** False when the source was written or deleted since: what was read of it is out of date. */
  isCurrent(): Promise<boolean>;
}

/**
 * Gets at a job's source.
 *
 * @throws IngestError `file.missing`, `file.unreadable`, `source.unavailable` (transient)
 */
export type OpenSource = (source: string, signal: AbortSignal) => Promise<OpenedSource>;

/** A file of this machine, or of a disk that all workers share. */
export const openFile: OpenSource = async (path, signal) => {
  const before = await stateOf(path);
  const version = await versionOf(path, signal);
  signal.throwIfAborted();
  return {
    ...(version === undefined ? {} : { version }),
    input: path,
    isCurrent: async () => (await stateOf(path)) === before,
  };
};

async function stateOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}

async function versionOf(path: string, signal: AbortSignal): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash, { signal });
    return hash.digest("hex");
  } catch {
    return undefined;
  }
}
