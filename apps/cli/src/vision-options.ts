import { join } from "node:path";

import { createCostBudget, type LocalCostBudget, UsageError } from "@longdoc/core";
import type { VisionOptions } from "@longdoc/ingest";

/** How pictures are described. */
export interface Vision extends VisionOptions {
  readonly budget: LocalCostBudget;
}

export interface VisionFlags {
  readonly vision: boolean;
  readonly visionBatch: boolean;
  readonly visionScans: boolean;
  readonly plan: boolean;
  /** US dollars. */
  readonly costBudget?: number | undefined;
}

/**
 * What the flags ask for; `undefined` where pictures are left as they are.
 *
 * @param library absolute path of the folder that keeps the descriptions
 * @throws UsageError `usage.vision`, `usage.vision-key`
 */
export function visionOptions(flags: VisionFlags, model: string, library: string): Vision | undefined {
  const { vision, visionBatch: batch, visionScans: scans, plan, costBudget } = flags;
  if (!vision && !batch && !scans) {
    if (costBudget === undefined) return undefined;
    throw new UsageError("usage.vision", "--cost-budget is of use with --vision only.");
  }
  if (!plan && !process.env["ANTHROPIC_API_KEY"] && !process.env["ANTHROPIC_AUTH_TOKEN"]) {
    throw new UsageError("usage.vision-key", "--vision asks Claude, and there is no ANTHROPIC_API_KEY.", {
      hint: "Set it, or leave out --vision: text is recognised without it.",
    });
  }
  return { model, batch, scans, cache: join(library, "vision"), budget: createCostBudget(costBudget) };
}
