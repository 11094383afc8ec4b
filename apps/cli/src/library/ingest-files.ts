import { availableParallelism } from "node:os";
import { basename, join } from "node:path";

import { documentId, IngestError, LongdocError } from "@longdoc/core";
import type { IngestOptions, VisionProgress } from "@longdoc/ingest";
import {
  batchFor,
  folderBlobs,
  indexDocuments,
  type JobOutcome,
  type JobQueue,
  openEmbeddedQueue,
  parsedDocuments,
  runJobs,
  type WorkEvent,
} from "@longdoc/queue";
import type { ChunkStore } from "@longdoc/retrieve";

import type { Options } from "../options.ts";
import type { Output } from "../output/output.ts";
import { describePause } from "../output/jobs.ts";
import { createProgress } from "../output/progress.ts";
import { findFiles } from "../sources/find-files.ts";
import { commandName } from "../usage.ts";
import { describeTogether } from "./describe-together.ts";
import type { IngestedFile } from "./ingested-file.ts";

/** Each file being read is a process of its own, with the memory that takes. */
const MOST_AT_ONCE = 4;

export interface IngestPathsOptions {
  readonly signal: AbortSignal;
  readonly output: Output;
  /** Folder of the library, which holds the queue too. */
  readonly library: string;
  /** How documents are read. */
  readonly reading: Options["reading"];
  /** Called as each file is done. */
  readonly onFile?: (file: IngestedFile) => void;
}

export interface IngestedPaths {
  /** First one for each path that led to no document, then one for each document, in the order of the paths. */
  readonly files: readonly IngestedFile[];
  /** Files of other types, in folders and of globs. */
  readonly skipped: number;
}

/**
 * Brings the documents that `paths` stand for into the library, through its queue: when the process is ended, the
 * same call goes on. A document that fails leaves the others be.
 */
export async function ingestPaths(
  store: ChunkStore,
  paths: readonly string[],
  options: IngestPathsOptions,
): Promise<IngestedPaths> {
  const { signal, output } = options;
  const found = await findFiles(paths);
  const lost = found.failures.map(({ path, error }) => ({ ...nothingAt(path), error }));
  for (const file of lost) options.onFile?.(file);
  if (found.files.length === 0) return { files: lost, skipped: found.skipped };

  await describeTogether(store, found.files, options);

  await using queue = openEmbeddedQueue(options.library);
  const batch = batchFor(found.files);
  await queue.enqueue(
    found.files.map((source) => ({ source })),
    { batch, name: paths.join(" "), signal },
  );
  const pause = await queue.paused();
  if (pause) describePause(output, pause);

  using progress = createProgress(output, found.files.length);
  const parts = new Map<string, number>();
  const advance = (source: string, part: number, label: string): void => {
    parts.set(source, part);
    progress.update(
      parts.values().reduce((sum, each) => sum + each, 0),
      label,
    );
  };
  const done = new Map<string, IngestedFile>();
  const finish = (file: IngestedFile): void => {
    advance(file.source, 1, basename(file.source));
    done.set(file.source, file);
    progress.aside(() => options.onFile?.(file));
  };
  // Told one after the other, in the order in which they were done.
  let told: Promise<unknown> = Promise.resolve();
  const onEvent = (event: WorkEvent): void => {
    if (event.type === "progress") {
      const { page, pages } = event.progress;
      const name = basename(event.claim.source);
      if (page === undefined || pages === undefined) advance(event.claim.source, 0, name);
      else advance(event.claim.source, page / pages, `${name}, page ${page} of ${pages}`);
    } else if (event.type === "done") {
      told = told.then(async () => finish(await ingestedFile(store, event.claim.source, event.outcome)));
    } else if (event.type === "dead") {
      told = told.then(() =>
        finish({ ...nothingAt(event.claim.source), error: event.error as LongdocError }),
      );
    }
  };
  const work = indexDocuments({
    store,
    parsed: parsedDocuments(folderBlobs(join(options.library, "parsed"))),
    ingest: withProgress(options.reading, ({ source, done: described, pictures }) =>
      advance(source, parts.get(source) ?? 0, `${basename(source)}, ${described} of ${pictures} pictures`),
    ),
  });
  await runJobs(queue.only(batch), {
    ...work,
    concurrency: Math.min(availableParallelism(), MOST_AT_ONCE),
    until: "empty",
    signal,
    drainMs: 0,
    // What leaving out this file cannot help (a full disk, a locked library) ends the run; nothing is lost by it.
    stopOn: (thrown) => !(thrown instanceof IngestError) && !isPoison(thrown),
    onEvent,
  });
  signal.throwIfAborted();
  await told;
  for (const file of await doneElsewhere(store, queue, batch, found.files, done)) finish(file);
  return { files: [...lost, ...found.files.map((source) => done.get(source)!)], skipped: found.skipped };
}

function withProgress(
  reading: Options["reading"],
  onPicture: (progress: VisionProgress) => void,
): IngestOptions {
  return reading.vision ? { ...reading, vision: { ...reading.vision, onPicture } } : reading;
}

/** What another process did of the same files, at the same time or before this one was started again. */
async function doneElsewhere(
  store: ChunkStore,
  queue: JobQueue,
  batch: string,
  sources: readonly string[],
  done: ReadonlyMap<string, IngestedFile>,
): Promise<readonly IngestedFile[]> {
  if (done.size === sources.length) return [];
  const jobs = await queue.jobs(["done", "dead"], { batch, limit: Number.MAX_SAFE_INTEGER });
  const bySource = new Map(jobs.map((job) => [job.source, job]));
  const files: IngestedFile[] = [];
  for (const source of sources) {
    if (done.has(source)) continue;
    const job = bySource.get(source);
    if (job?.outcome) files.push(await ingestedFile(store, source, job.outcome));
    else files.push({ ...nothingAt(source), error: deadError(source, job?.id, job?.failure) });
  }
  return files;
}

async function ingestedFile(store: ChunkStore, source: string, outcome: JobOutcome): Promise<IngestedFile> {
  const { documentId: id, status, pages, sentences, chunks, seconds } = outcome;
  const [stored] = await store.documents({ documentIds: [id] });
  return {
    id,
    source,
    status,
    pages,
    failedPages: stored?.quality.failedPages ?? [],
    sentences,
    chunks,
    seconds,
    ...(stored?.quality.textCoverage === undefined ? {} : { textCoverage: stored.quality.textCoverage }),
    ...(stored?.quality.pictures === undefined ? {} : { pictures: stored.quality.pictures }),
    warnings: stored?.quality.warnings ?? [],
  };
}

function deadError(
  source: string,
  job: string | undefined,
  failure: { readonly code: string; readonly reason: string; readonly hint?: string } | undefined,
): LongdocError {
  if (!failure) {
    return new LongdocError("queue.batch-cancelled", `"${source}" was not read: its batch was cancelled.`, {
      input: source,
    });
  }
  const hint =
    failure.code === "job.poison"
      ? `${commandName()} queue retry --job ${job} tries it again.`
      : failure.hint;
  return new LongdocError(failure.code, failure.reason, {
    input: source,
    ...(hint === undefined ? {} : { hint }),
  });
}

function isPoison(thrown: unknown): boolean {
  return thrown instanceof LongdocError && thrown.code === "job.poison";
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
