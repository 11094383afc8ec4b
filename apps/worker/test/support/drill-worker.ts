/** A worker process for the drill, whose store fails for as long as a file is there. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { StoreError } from "@longdoc/core";
import { folderBlobs, openAnySource } from "@longdoc/queue";
import { type ChunkStore, openLibrary } from "@longdoc/retrieve";
import { pino } from "pino";

import { openBullQueue, readConfig, runWorker } from "@longdoc/worker";

const [url, prefix, leaseMs, folder] = process.argv.slice(2) as [string, string, string, string];

function failing(store: ChunkStore, flag: string): ChunkStore {
  const check = (): void => {
    if (!existsSync(flag)) return;
    throw new StoreError("library.unavailable", "The store is away.", { recovery: "transient" });
  };
  return {
    ...store,
    replace: async (document, chunks) => {
      check();
      return store.replace(document, chunks);
    },
    documents: async (filter) => {
      check();
      return store.documents(filter);
    },
    recordFailure: async (failure) => {
      check();
      return store.recordFailure(failure);
    },
  };
}

const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
await using queue = await openBullQueue({ url, prefix, leaseMs: Number(leaseMs) });
await using store = await openLibrary(folder);
const config = readConfig(folder, {
  LONGDOC_HTTP_PORT: "off",
  LONGDOC_CONCURRENCY: process.env["LONGDOC_CONCURRENCY"],
});
await runWorker({
  queue,
  store: failing(store, join(folder, "store-is-away")),
  blobs: folderBlobs(join(folder, "parsed")),
  openSource: openAnySource,
  config,
  logger: pino({ level: process.env["DRILL_LOG"] ?? "silent" }, pino.destination(2)),
  signal: stop.signal,
});
