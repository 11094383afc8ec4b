import { watch } from "node:fs";

import { asError, documentId, LongdocError } from "@longdoc/core";
import type { ChunkStore, RemovedDocument } from "@longdoc/retrieve";

import type { EnqueueReceipt, JobQueue, NewJob } from "../queue.ts";
import type { Listed } from "./list-folder.ts";

export interface WatchOptions {
  readonly queue: JobQueue;
  readonly store: ChunkStore;
  /** Lists every source there is, or throws: a listing that is not whole must not look like a deletion. */
  readonly list: (signal: AbortSignal) => AsyncIterable<Listed>;
  /** What the sources of this watch begin with; documents of the store that do and are gone are removed. */
  readonly prefix: string;
  readonly batch: string;
  readonly name?: string;
  /** Which of the listed sources are documents. */
  readonly accepts: (source: string) => boolean;
  /** A folder whose changes call for a sweep at once, where the system tells of them. */
  readonly folder?: string;
  /** Milliseconds between sweeps. Default 60,000. */
  readonly everyMs?: number;
  readonly signal: AbortSignal;
  readonly onSweep?: (sweep: Sweep) => void;
  /** A sweep that failed; the next one tries again. */
  readonly onError?: (error: LongdocError) => void;
}

export interface Sweep {
  readonly queued: EnqueueReceipt | undefined;
  readonly removed: readonly RemovedDocument[];
}

/** Changes closer together are one sweep, milliseconds. */
const SETTLE_MS = 300;

/**
 * Queues what is new or changed and removes what is deleted, until `signal` is aborted. Every sweep compares a whole
 * listing with the one before, so that nothing depends on the system's notes of changes: they only make it soon.
 */
export async function watchSources(options: WatchOptions): Promise<void> {
  const { signal } = options;
  const bell = createBell(signal);
  const watcher = options.folder === undefined ? undefined : listen(options.folder, bell.ring);
  const known = new Map<string, string>();
  /** Gone in the last sweep; removed when still gone in the next, so that a disk that is away for a moment costs nothing. */
  let missing: ReadonlySet<string> = new Set();
  for (const { source } of await options.store.documents()) {
    if (source.startsWith(options.prefix)) known.set(source, "");
  }
  while (!signal.aborted) {
    try {
      missing = await sweep(options, known, missing);
    } catch (thrown) {
      if (signal.aborted) break;
      options.onError?.(
        thrown instanceof LongdocError
          ? thrown
          : new LongdocError("watch.failed", `The sweep failed: ${asError(thrown).message}.`, {
              cause: thrown,
            }),
      );
    }
    await bell.wait(missing.size > 0 ? SETTLE_MS : (options.everyMs ?? 60_000));
  }
  watcher?.close();
}

async function sweep(
  { queue, store, list, batch, name = batch, accepts, signal, onSweep }: WatchOptions,
  known: Map<string, string>,
  missing: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const changed: NewJob[] = [];
  for await (const { source, revision } of list(signal)) {
    if (!accepts(source)) continue;
    seen.add(source);
    if (known.get(source) !== revision) changed.push({ source, revision });
  }
  // Known only when queued: a queue that is away makes the next sweep find them again.
  const queued = changed.length > 0 ? await queue.enqueue(changed, { batch, name, signal }) : undefined;
  for (const { source, revision } of changed) known.set(source, revision ?? "");

  const gone = [...known.keys()].filter((source) => !seen.has(source));
  const removable = gone.filter((source) => missing.has(source));
  const removed =
    removable.length > 0
      ? await store.remove({ documentIds: removable.map((source) => documentId(source)) })
      : [];
  for (const source of removable) known.delete(source);
  if (queued !== undefined || removed.length > 0) onSweep?.({ queued, removed });
  return new Set(gone.filter((source) => !missing.has(source)));
}

function createBell(signal: AbortSignal): { ring: () => void; wait: (ms: number) => Promise<void> } {
  let rung = false;
  let wake = (): void => undefined;
  signal.addEventListener("abort", () => wake(), { once: true });
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    ring: () => {
      rung = true;
      wake();
    },
    wait: async (ms) => {
      if (!rung && !signal.aborted) await sleep(ms);
      if (rung && !signal.aborted) await sleep(SETTLE_MS);
      rung = false;
    },
  };
}

/** Where the system cannot tell of changes (some network disks), the sweeps find them. */
function listen(folder: string, ring: () => void): { close(): void } | undefined {
  try {
    const watcher = watch(folder, { recursive: true }, ring);
    watcher.on("error", () => undefined);
    return watcher;
  } catch {
    return undefined;
  }
}
