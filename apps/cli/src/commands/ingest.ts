import { UsageError } from "@longdoc/core";

import { DONE, type ExitCode, FAILED } from "../exit-codes.ts";
import { ingestPaths } from "../library/ingest-files.ts";
import { openOrMake } from "../library/open.ts";
import { dollars } from "../output/dollars.ts";
import { describeIngested, ingestedForJson, noteSkipped } from "../output/ingested.ts";
import { errorReport } from "../output/report-error.ts";
import type { CommandContext } from "../program.ts";
import { checkPaths } from "../sources/find-files.ts";

/** `longdoc ingest`: brings documents into the library; 1 if any of them failed. */
export async function ingestCommand(paths: readonly string[], context: CommandContext): Promise<ExitCode> {
  checkPaths(paths);
  const { options, output, signal } = context;
  if (options.plan) {
    if (!options.reading.vision) {
      throw new UsageError("usage.vision", "--plan is of use with --vision only.", {
        hint: "Without it nothing costs money; enqueue --plan says how much there is to read.",
      });
    }
    const { planVisionCommand } = await import("./plan-vision.ts");
    return planVisionCommand(paths, context);
  }
  await using store = await openOrMake(options);
  const { files, skipped } = await ingestPaths(store, paths, {
    signal,
    output,
    library: options.library,
    reading: options.reading,
    onFile: (file) => describeIngested(output, file),
  });
  noteSkipped(output, skipped);
  const cost = options.reading.vision?.budget.spent;
  if (cost !== undefined) output.note(`Describing pictures cost ${dollars(cost)}.`);
  const failure = files.find((file) => file.error !== undefined)?.error;
  output.document({
    documents: files.map(ingestedForJson),
    ...(cost === undefined ? {} : { cost }),
    ...(failure === undefined ? {} : { error: errorReport(failure) }),
  });
  return failure === undefined ? DONE : FAILED;
}
