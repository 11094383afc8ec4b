import { availableParallelism } from "node:os";
import { basename } from "node:path";

import { documentId } from "@longdoc/core";
import type { ChunkStore } from "@longdoc/retrieve";

import type { Output } from "../output/output.ts";
import { createProgress } from "../output/progress.ts";
import { findFiles } from "../sources/find-files.ts";
import { type IngestedFile, ingestFile } from "./ingest-file.ts";

/** Each file being read is a process of its own, with the memory that takes. */
const MOST_AT_ONCE = 4;

export interface IngestPathsOptions {
  readonly signal: AbortSignal;
  readonly output: Output;
  readonly password?: string;
  /** Called as each file is done. */
  readonly onFile?: (file: IngestedFile) => void;
}

export interface IngestedPaths {
  /** First one for each path that led to no document, then one for each document, in the order of the paths. */
  readonly files: readonly IngestedFile[];
  /** Files of other types, in folders and of globs. */
  readonly skipped: number;
}

/** Brings the documents that `paths` stand for into the library; one that fails leaves the others be. */
export async function ingestPaths(
  store: ChunkStore,
  paths: readonly string[],
  options: IngestPathsOptions,
): Promise<IngestedPaths> {
  const found = await findFiles(paths);
  const lost = found.failures.map(({ path, error }) => ({ ...nothingAt(path), error }));
  for (const file of lost) options.onFile?.(file);
  using progress = createProgress(options.output, found.files.length);
  const parts = new Map<string, number>();
  const advance = (source: string, part: number, label: string): void => {
    parts.set(source, part);
    progress.update(
      parts.values().reduce((sum, each) => sum + each, 0),
      label,
    );
  };
  const files = await mapConcurrently(found.files, options.signal, async (source) => {
    const name = basename(source);
    advance(source, 0, name);
    const file = await ingestFile(store, source, {
      signal: options.signal,
      ...(options.password === undefined ? {} : { password: options.password }),
      onProgress: ({ page, pages }) => advance(source, page / pages, `${name}, page ${page} of ${pages}`),
    });
    advance(source, 1, name);
    progress.aside(() => options.onFile?.(file));
    return file;
  });
  return { files: [...lost, ...files], skipped: found.skipped };
}

/**
 * Results in the order of `items`. After an abort or a throw no new item is begun, and those under way are waited
 * for, so that nobody closes the library beneath them.
 */
async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  let stopped = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (stopped) return;
      try {
        signal.throwIfAborted();
        results[index] = await work(item);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(availableParallelism(), MOST_AT_ONCE) }, worker);
  const failed = (await Promise.allSettled(workers)).find((outcome) => outcome.status === "rejected");
  signal.throwIfAborted();
  if (failed) throw failed.reason;
  return results;
}

function nothingAt(source: string): IngestedFile {
  return {
    id: documentId(source),
    source,
    status: "failed",
    pages: 0,
    failedPages: [],
    sentences: 0,
    chunks: 0,
    seconds: 0,
    warnings: [],
  };
}
