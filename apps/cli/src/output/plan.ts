import { inDollars } from "@longdoc/core";

import type { Plan } from "../library/plan.ts";
import { count } from "./count.ts";
import type { Output } from "./output.ts";

/** A plan, for people. */
export function describePlan(output: Output, plan: Plan): void {
  const { documents, bytes, types, unchanged, pages, seconds, dollars } = plan;
  output.line(`${count(documents, "document")}, ${size(bytes)}`);
  for (const [type, { documents: some, bytes: their }] of Object.entries(types)) {
    output.line(`  ${type.padEnd(6)}  ${count(some, "document")}, ${size(their)}`);
  }
  if (unchanged > 0) output.line(`${count(unchanged, "document")} unchanged since they were indexed`);
  output.line(`About ${count(pages, "page")} to read: some ${duration(seconds)} on this machine's cores.`);
  output.line(`Cost: ${inDollars(dollars)}.`);
}

function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

function duration(seconds: number): string {
  if (seconds < 120) return count(Math.max(1, seconds), "second");
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? count(minutes, "minute") : count(Math.ceil(minutes / 60), "hour");
}
