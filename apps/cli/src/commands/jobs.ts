import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { JOB_STATES, type JobQueue, type JobRecord } from "@longdoc/queue";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { openExistingQueue } from "../library/open-queue.ts";
import { count } from "../output/count.ts";
import { describeBatch, describeJob, describePause } from "../output/jobs.ts";
import { createProgress } from "../output/progress.ts";
import type { CommandContext } from "../program.ts";

/** `longdoc jobs`: how far the queue has come; with a batch, its documents too. */
export async function jobsCommand(batch: string | undefined, context: CommandContext): Promise<ExitCode> {
  const { options, output } = context;
  await using queue = await openExistingQueue(options);
  if (options.follow) await follow(queue, batch, context);
  const pause = await queue.paused();
  const [counts, all] = await Promise.all([queue.counts(), queue.batches()]);
  const batches = batch === undefined ? all : all.filter(({ id }) => id === batch);
  const jobs =
    batch === undefined ? await queue.jobs(["active", "delayed"]) : await queue.jobs(JOB_STATES, { batch });
  output.document({ paused: pause !== undefined, ...pause, counts, batches, jobs });
  if (pause) describePause(output, pause);
  if (batches.length === 0) output.line(batch === undefined ? "No batches." : `There is no batch ${batch}.`);
  for (const each of batches) describeBatch(output, each);
  for (const job of jobs) describeJob(output, job);
  return DONE;
}

/** How often the queue is asked, milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** A bar until nothing waits and nothing is worked on, or the user has seen enough. */
async function follow(
  queue: JobQueue,
  batch: string | undefined,
  { output, signal }: CommandContext,
): Promise<void> {
  using progress = createProgress(output);
  while (!signal.aborted) {
    const [counts, active] = await Promise.all([
      queue.counts(batch),
      queue.jobs(["active"], { ...(batch === undefined ? {} : { batch }), limit: MOST_ACTIVE }),
    ]);
    const { waiting, delayed, active: held, done, dead } = counts;
    if (waiting + delayed + held === 0) return;
    // Of documents that are being read, the pages that are done.
    const parts = active.map(({ progress: at }) => (at?.page ?? 0) / (at?.pages ?? 1));
    const [first] = active;
    progress.update(
      done + dead + parts.reduce((sum, part) => sum + part, 0),
      `${count(done, "document")} done, ${dead} dead${first ? `; ${describeProgress(first)}` : ""}`,
      waiting + delayed + held + done + dead,
    );
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Documents whose pages a bar counts; with more at a time, it need not be that exact. */
const MOST_ACTIVE = 100;

function describeProgress({ source, progress }: JobRecord): string {
  const page = progress?.page === undefined ? "" : `, page ${progress.page} of ${progress.pages}`;
  return `${basename(source)}${page}`;
}
