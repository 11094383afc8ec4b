import { UsageError } from "@longdoc/core";
import type { JobFilter, JobQueue } from "@longdoc/queue";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { openExistingQueue, openQueue } from "../library/open-queue.ts";
import { count } from "../output/count.ts";
import { describeBudget, describeJob, describePause, EXHAUSTED } from "../output/jobs.ts";
import type { CommandContext } from "../program.ts";

/** @param argument what follows the action's name */
type Action = (
  queue: JobQueue,
  context: CommandContext,
  filter: JobFilter,
  argument: string | undefined,
) => Promise<void>;

/** Dead letters that are shown; `--json` has more. */
const MOST_SHOWN = 10_000;
/** Its 10⁻⁹ parts are whole numbers still. */
const MOST_DOLLARS = 1e6;

const ACTIONS: Readonly<Record<string, Action>> = {
  dead: async (queue, { output }, filter) => {
    const jobs = await queue.jobs(["dead"], { ...filter, limit: MOST_SHOWN });
    output.document({ jobs });
    if (jobs.length === 0) output.line("Nothing is dead.");
    for (const job of jobs) describeJob(output, job);
  },
  retry: async (queue, { output }, filter) => {
    const retried = await queue.retry(filter);
    output.document({ retried });
    output.line(`${count(retried, "document")} queued again.`);
  },
  drop: async (queue, { output }, filter) => {
    const dropped = await queue.drop(filter);
    output.document({ dropped });
    output.line(`${count(dropped, "dead job")} dropped.`);
  },
  pause: async (queue, { output }) => {
    await queue.pause();
    output.document({ paused: true });
    output.line("Paused: documents under way are finished, and no other is begun.");
  },
  resume: async (queue, { output }) => {
    await queue.resume();
    output.document({ paused: false });
    output.line("The queue goes on.");
  },
  budget: async (queue, { output }, _, dollars) => {
    if (dollars !== undefined) await setBudget(queue, dollars);
    const state = await queue.budget.state();
    const pause = await queue.paused();
    output.document({ budget: state, paused: pause !== undefined });
    describeBudget(output, state);
    if (pause) describePause(output, pause);
  },
  cancel: async (queue, { output }, { batch }) => {
    if (batch === undefined) {
      throw new UsageError("usage.batch", "Which batch is to be cancelled?", { hint: "queue cancel BATCH" });
    }
    const { removed, active } = await queue.cancel(batch);
    output.document({ batch, removed, active });
    output.line(`${batch}  cancelled: ${count(removed, "document")} taken out, ${active} let go.`);
  },
};

/** Sets the budget; a queue that waits for money goes on when there is some. */
async function setBudget(queue: JobQueue, dollars: string): Promise<void> {
  const limit = dollars === "none" ? undefined : Number(dollars.replace(/^\$/, ""));
  if (limit !== undefined && !(limit >= 0 && limit <= MOST_DOLLARS)) {
    throw new UsageError("usage.budget", `"${dollars}" is no sum of dollars.`, {
      input: dollars,
      hint: "queue budget 25.00, or queue budget none",
    });
  }
  await queue.budget.setLimit(limit);
  const { spent } = await queue.budget.state();
  const waits = (await queue.paused())?.reason?.code === EXHAUSTED;
  if (waits && (limit === undefined || limit > spent)) await queue.resume();
}

/** `longdoc queue ACTION [BATCH]`: what operators do to a queue. */
export async function queueCommand(
  name: string,
  argument: string | undefined,
  context: CommandContext,
): Promise<ExitCode> {
  const action = ACTIONS[name];
  if (!action) {
    throw new UsageError("usage.action", `"${name}" is nothing that can be done to a queue.`, {
      input: name,
      hint: `Use ${Object.keys(ACTIONS).join(", ")}.`,
    });
  }
  const { options } = context;
  // The budget may be set before there is anything to spend it on.
  const open = name === "budget" && argument !== undefined ? openQueue : openExistingQueue;
  await using queue = await open(options);
  const filter = {
    ...(argument === undefined ? {} : { batch: argument }),
    ...(options.job === undefined ? {} : { ids: [options.job] }),
    ...(options.code === undefined ? {} : { code: options.code }),
  };
  await action(queue, context, filter, argument);
  return DONE;
}
