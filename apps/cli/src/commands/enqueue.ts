import { resolve } from "node:path";

import { StoreError, UsageError } from "@longdoc/core";
import { batchFor, checkBatch, isS3 } from "@longdoc/queue";
import type { ChunkStore } from "@longdoc/retrieve";

import { DONE, type ExitCode, FAILED } from "../exit-codes.ts";
import { openExisting } from "../library/open.ts";
import { openQueue } from "../library/open-queue.ts";
import { planOf } from "../library/plan.ts";
import type { Options } from "../options.ts";
import { count } from "../output/count.ts";
import { noteSkipped } from "../output/ingested.ts";
import type { Output } from "../output/output.ts";
import { describePlan } from "../output/plan.ts";
import { errorLine, errorReport } from "../output/report-error.ts";
import type { CommandContext } from "../program.ts";
import { checkPaths } from "../sources/find-files.ts";
import { type StreamedJobs, streamJobs } from "../sources/stream-jobs.ts";
import { commandName } from "../usage.ts";

/** How many jobs to put in between two notes of it. */
const NOTE_EVERY = 10_000;
/** Lines about paths that led to no document; the JSON has them all. */
const SHOWN_FAILURES = 20;

/** `longdoc enqueue`: puts documents into the queue, or says what that would mean; 1 if a path led to none. */
export async function enqueueCommand(paths: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { options, output, signal } = context;
  checkPaths(paths);
  if (paths.length === 0 && options.manifest === undefined) {
    throw new UsageError("usage.path", "No documents were named.", {
      hint: "Give paths, or --manifest FILE.",
    });
  }
  const absolute = paths.map((path) => (isS3(path) ? path : resolve(path)));
  const named = options.manifest === undefined ? absolute : [...absolute, options.manifest];
  const batch = options.batch ?? batchFor(named);
  checkBatch(batch);
  const { jobs, failures, skipped } = streamJobs({
    paths,
    signal,
    ...(options.manifest === undefined ? {} : { manifest: options.manifest }),
    ...(options.priority === undefined ? {} : { priority: options.priority }),
  });
  if (options.plan) {
    await using store = await libraryIfAny(options);
    const plan = await planOf(jobs, store);
    output.document({ plan });
    describePlan(output, plan);
    warnOf(failures, output);
    return failures.length === 0 ? DONE : FAILED;
  }
  await using queue = await openQueue(options);
  let noted = 0;
  const receipt = await queue.enqueue(jobs, {
    batch,
    name: named.join(" "),
    signal,
    onProgress: (jobsSoFar) => {
      if (jobsSoFar - noted < NOTE_EVERY) return;
      noted = jobsSoFar;
      output.note(`${count(jobsSoFar, "document")} so far …`);
    },
  });
  warnOf(failures, output);
  noteSkipped(output, skipped.count);
  const [failure] = failures;
  output.document({
    ...receipt,
    failures: failures.map(({ path, error }) => ({ path, ...errorReport(error) })),
    ...(failure === undefined ? {} : { error: errorReport(failure.error) }),
  });
  const again = receipt.requeued > 0 ? `, ${count(receipt.requeued, "document")} once more` : "";
  const present = receipt.present > 0 ? `, ${receipt.present.toLocaleString("en")} queued already` : "";
  output.line(`${receipt.batch}  ${count(receipt.added, "document")} queued${again}${present}`);
  output.note(`${commandName()} worker works through them, ${commandName()} jobs shows how far it has come.`);
  return failure === undefined ? DONE : FAILED;
}

function warnOf(failures: StreamedJobs["failures"], output: Output): void {
  for (const { error } of failures.slice(0, SHOWN_FAILURES)) output.warn(errorLine(error));
  if (failures.length <= SHOWN_FAILURES) return;
  output.warn(`… and ${failures.length - SHOWN_FAILURES} more that led to no document (--json lists them).`);
}

async function libraryIfAny(options: Options): Promise<ChunkStore | undefined> {
  try {
    return await openExisting(options);
  } catch (error) {
    if (error instanceof StoreError && error.code === "library.missing") return undefined;
    throw error;
  }
}
