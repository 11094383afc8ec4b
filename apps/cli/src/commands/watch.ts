import { stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";

import { IngestError } from "@longdoc/core";
import { supportedMediaType } from "@longdoc/ingest";
import {
  batchFor,
  folderBlobs,
  indexDocuments,
  isS3,
  type JobQueue,
  listFolder,
  listS3,
  openAnySource,
  parsedDocuments,
  runJobs,
  watchSources,
} from "@longdoc/queue";
import type { ChunkStore } from "@longdoc/retrieve";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { openQueue } from "../library/open-queue.ts";
import { openOrMake } from "../library/open.ts";
import { count } from "../output/count.ts";
import { shortPath } from "../output/ingested.ts";
import { errorLine } from "../output/report-error.ts";
import type { CommandContext } from "../program.ts";

/** `longdoc watch`: keeps the library as the folder is; without Redis it indexes too, with it the workers do. */
export async function watchCommand(place: string, context: CommandContext): Promise<ExitCode> {
  const { options, output, signal } = context;
  const root = isS3(place) ? place : resolve(place);
  if (!isS3(place)) await checkFolder(place, root);
  const batch = options.batch ?? batchFor(["watch", root]);
  await using queue = await openQueue(options);
  await using store = await openOrMake(options);
  output.note(`Watching ${shortPath(root)}; Ctrl-C ends it.`);
  const working = options.redis === undefined ? work(queue, store, context) : undefined;
  await watchSources({
    queue,
    store,
    list: (abort) => (isS3(root) ? listS3(root, abort) : listFolder(root, abort)),
    prefix: isS3(root) ? root : root + sep,
    batch,
    name: `watch ${root}`,
    accepts: (source) => supportedMediaType(source) !== undefined,
    ...(isS3(root) ? {} : { folder: root }),
    signal,
    onSweep: ({ queued, removed }) => {
      const jobs = (queued?.added ?? 0) + (queued?.requeued ?? 0);
      if (jobs > 0) output.line(`queued     ${count(jobs, "document")}`);
      for (const document of removed) output.line(`removed    ${shortPath(document.source)}`);
    },
    onError: (error) => output.warn(errorLine(error)),
  });
  await working;
  return DONE;
}

function work(
  queue: JobQueue,
  store: ChunkStore,
  { options, output, signal }: CommandContext,
): Promise<void> {
  return runJobs(queue, {
    ...indexDocuments({
      store,
      openSource: openAnySource,
      parsed: parsedDocuments(folderBlobs(join(options.library, "parsed"))),
      ...(options.password === undefined ? {} : { ingest: { password: options.password } }),
    }),
    signal,
    onEvent: (event) => {
      if (event.type === "done") {
        const { status, pages } = event.outcome;
        output.line(`${status.padEnd(9)}  ${shortPath(event.claim.source)}  ${count(pages, "page")}`);
      } else if (event.type === "dead" || event.type === "retry") output.warn(event.failure.reason);
    },
  });
}

async function checkFolder(place: string, path: string): Promise<void> {
  const state = await stat(path).catch(() => undefined);
  if (state?.isDirectory()) return;
  throw new IngestError("file.missing", `There is no folder "${place}".`, {
    input: place,
    hint: "Check the path.",
  });
}
