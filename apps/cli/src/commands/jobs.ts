import { JOB_STATES } from "@longdoc/queue";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { openExistingQueue } from "../library/open-queue.ts";
import { describeBatch, describeJob, describePause } from "../output/jobs.ts";
import type { CommandContext } from "../program.ts";

/** `longdoc jobs`: how far the queue has come; with a batch, its documents too. */
export async function jobsCommand(batch: string | undefined, context: CommandContext): Promise<ExitCode> {
  const { options, output } = context;
  await using queue = await openExistingQueue(options);
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
