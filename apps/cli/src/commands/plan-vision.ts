import { asError } from "@longdoc/core";
import { planVision, type VisionPlan } from "@longdoc/ingest";

import { DONE, type ExitCode, FAILED } from "../exit-codes.ts";
import { count } from "../output/count.ts";
import { dollars } from "../output/dollars.ts";
import { noteSkipped, shortPath } from "../output/ingested.ts";
import { createProgress } from "../output/progress.ts";
import { errorLine, errorReport } from "../output/report-error.ts";
import type { CommandContext } from "../program.ts";
import { findFiles } from "../sources/find-files.ts";

const NOTHING = { pictures: 0, kept: 0, calls: 0, inputTokens: 0, outputTokens: 0, dollars: 0 };

/** `longdoc ingest --vision --plan`: what describing the pictures would cost; nothing is sent, nothing indexed. */
export async function planVisionCommand(
  paths: readonly string[],
  { options, output, signal }: CommandContext,
): Promise<ExitCode> {
  const { files, failures, skipped } = await findFiles(paths);
  const errors = failures.map(({ error }) => error as Error);
  const plans: VisionPlan[] = [];
  using progress = createProgress(output, files.length);
  for (const [index, file] of files.entries()) {
    progress.update(index, shortPath(file));
    try {
      const plan = await planVision(file, { ...options.reading, signal });
      plans.push(plan);
      progress.aside(() => output.line(`${shortPath(file)}  ${output.style.dim(inWords(plan))}`));
    } catch (thrown) {
      signal.throwIfAborted();
      errors.push(asError(thrown));
    }
  }
  progress[Symbol.dispose]();
  for (const error of errors) output.warn(errorLine(error));
  noteSkipped(output, skipped);
  const total = plans.reduce(sum, NOTHING);
  const model = options.model.id;
  if (plans.length !== 1) output.line(`${count(plans.length, "document")}  ${inWords(total)}`);
  output.line(`With ${model}${options.reading.vision?.batch ? ", in batches" : ""}. Nothing was sent.`);
  output.document({
    model,
    batch: options.reading.vision?.batch ?? false,
    documents: plans,
    total,
    ...(errors[0] ? { error: errorReport(errors[0]) } : {}),
  });
  return errors.length > 0 ? FAILED : DONE;
}

function sum(total: typeof NOTHING, plan: VisionPlan): typeof NOTHING {
  return {
    pictures: total.pictures + plan.pictures,
    kept: total.kept + plan.kept,
    calls: total.calls + plan.calls,
    inputTokens: total.inputTokens + plan.inputTokens,
    outputTokens: total.outputTokens + plan.outputTokens,
    dollars: total.dollars + plan.dollars,
  };
}

function inWords(plan: typeof NOTHING): string {
  const pictures = count(plan.pictures, "picture");
  if (plan.pictures === 0) return pictures;
  const kept = plan.kept > 0 ? ` (${plan.kept} described before)` : "";
  const tokens = `${thousands(plan.inputTokens)} tokens in, at most ${thousands(plan.outputTokens)} out`;
  return `${pictures}${kept}, ${count(plan.calls, "call")}, ${tokens}: at most ${dollars(plan.dollars)}`;
}

function thousands(tokens: number): string {
  return tokens.toLocaleString("en");
}
