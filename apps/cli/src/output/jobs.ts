import { inDollars } from "@longdoc/core";
import type { BatchRecord, BudgetState, JobCounts, JobRecord, Pause } from "@longdoc/queue";

import { commandName } from "../usage.ts";
import { count } from "./count.ts";
import { shortPath } from "./ingested.ts";
import type { Output } from "./output.ts";

/** Code of the failure for which a queue waits for money. */
export const EXHAUSTED = "budget.exhausted";

/** A batch as one line: how much of it is done, and how the rest stands. */
export function describeBatch(output: Output, { id, name, cancelled, counts }: BatchRecord): void {
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const over = counts.done + counts.dead;
  const share = total === 0 ? "" : ` ${Math.floor((over / total) * 100)}%`;
  const off = cancelled ? "  cancelled" : "";
  output.line(
    `${id}${share}${off}  ${count(total, "document")}: ${states(counts)}  ${output.style.dim(name)}`,
  );
}

/** A document as one line: its state, what is being done, and why it failed. */
export function describeJob(output: Output, job: JobRecord): void {
  const { state, progress, outcome, failure } = job;
  let what = "";
  if (outcome) what = `${outcome.status}, ${count(outcome.pages, "page")}, ${count(outcome.chunks, "chunk")}`;
  else if (failure) what = `${failure.code}: ${failure.reason}`;
  else if (progress?.page !== undefined)
    what = `${progress.step}, page ${progress.page} of ${progress.pages}`;
  else if (progress) what = progress.step;
  output.line(`${state.padEnd(8)}  ${job.id}  ${shortPath(job.source)}  ${output.style.dim(what)}`);
}

/** Why the queue gives out nothing, and what lets it go on. */
export function describePause(output: Output, { reason }: Pause): void {
  if (reason?.code === EXHAUSTED) {
    output.line(`The queue is paused. ${reason.reason} ${commandName()} queue budget DOLLARS raises it.`);
  } else output.line(`The queue is paused: ${commandName()} queue resume lets it go on.`);
}

/** `The budget is $20.00: $12.34 are spent, $0.10 set aside for calls under way.` */
export function describeBudget(output: Output, { limit, spent, reserved, abandoned }: BudgetState): void {
  const parts = [`${inDollars(spent)} are spent`];
  if (reserved > 0) parts.push(`${inDollars(reserved)} set aside for calls under way`);
  if (abandoned > 0) {
    parts.push(`at most ${inDollars(abandoned)} more for calls whose worker ended before it told their cost`);
  }
  output.line(
    `${limit === undefined ? "No budget" : `The budget is ${inDollars(limit)}`}: ${parts.join(", ")}.`,
  );
}

function states(counts: JobCounts): string {
  const parts = Object.entries(counts).filter(([, jobs]) => jobs > 0);
  if (parts.length === 0) return "nothing to do";
  return parts.map(([state, jobs]) => `${jobs.toLocaleString("en")} ${state}`).join(", ");
}
