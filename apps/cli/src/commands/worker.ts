import { openAnySource, openBlobs } from "@longdoc/queue";
import { readConfig, runWorker } from "@longdoc/worker";
import { pino } from "pino";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { openQueue } from "../library/open-queue.ts";
import { openOrMake } from "../library/open.ts";
import type { CommandContext } from "../program.ts";

/** `longdoc worker`: works through the queue until it is asked to stop, then drains; logs JSON lines on stdout. */
export async function workerCommand({ options, output, signal }: CommandContext): Promise<ExitCode> {
  const config = readConfig(options.library);
  const logger = pino({ level: output.quiet ? "warn" : config.logLevel, base: { pid: process.pid } });
  await using queue = await openQueue(options);
  await using store = await openOrMake(options);
  await runWorker({
    queue,
    store,
    blobs: await openBlobs(config.blobs),
    openSource: openAnySource,
    config: { ...config, password: options.password },
    logger,
    signal,
  });
  return DONE;
}
