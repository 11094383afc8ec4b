/** The work of the queue's workers in one process, without them; prints one JSON line. Arguments: documents, at a time. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { indexDocuments, openEmbeddedQueue, runJobs } from "@longdoc/queue";
import { openLibrary } from "@longdoc/retrieve";

import { sharedFiles } from "./shared-files.ts";

const [documents, concurrency] = process.argv.slice(2).map(Number) as [number, number];
const folder = await mkdtemp(join(tmpdir(), "longdoc-bench-"));
{
  await using store = await openLibrary(folder);
  await using queue = openEmbeddedQueue(folder);
  await queue.enqueue(
    sharedFiles(documents).map((source) => ({ source })),
    { batch: "bench" },
  );
  const started = performance.now();
  await runJobs(queue, {
    ...indexDocuments({ store }),
    concurrency,
    until: "empty",
    signal: new AbortController().signal,
  });
  const seconds = (performance.now() - started) / 1000;
  const pages = (await store.documents()).reduce((sum, document) => sum + document.pages, 0);
  console.log(JSON.stringify({ documents, pages, seconds }));
}
await rm(folder, { recursive: true });
process.exit(0);
