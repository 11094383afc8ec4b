import type { BatchRecord, JobCounts, JobRecord } from "@longdoc/queue";

import { count } from "./count.ts";
import { shortPath } from "./ingested.ts";
import type { Output } from "./output.ts";

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

function states(counts: JobCounts): string {
  const parts = Object.entries(counts).filter(([, jobs]) => jobs > 0);
  if (parts.length === 0) return "nothing to do";
  return parts.map(([state, jobs]) => `${jobs.toLocaleString("en")} ${state}`).join(", ");
}
