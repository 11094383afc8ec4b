import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runDrill } from "../apps/worker/test/support/drill.ts";
import { freshPrefix, startRedis } from "../apps/worker/test/support/redis-server.ts";
import { sharedFiles } from "./shared-files.ts";

/** The drill in large: ten kills, two restarts of Redis, and a store that is away for 20 seconds. */
export async function run(args: string[]): Promise<void> {
  const files = sharedFiles(Number(args[0] ?? 500));
  const folder = await mkdtemp(join(tmpdir(), "longdoc-drill-"));
  await using redis = await startRedis();
  console.log(`${files.length} files, 2 workers, 10 kills, 2 restarts of Redis, store away for 20 s`);
  const report = await runDrill({
    files,
    redis,
    prefix: freshPrefix(),
    folder,
    kills: 10,
    restarts: 2,
    storeFailureMs: 20_000,
    leaseMs: 5_000,
    sources: false,
    seed: Number(args[1] ?? 1),
    say: (line) => console.log(`  ${line}`),
  });
  await rm(folder, { recursive: true });
  const { undisturbed, disturbed, dead, counts, chunks, seconds } = report;
  const different = files.filter(
    (file) => JSON.stringify(undisturbed[file]) !== JSON.stringify(disturbed[file]),
  );
  const indexed = Object.values(disturbed).filter((entry) => typeof entry !== "string").length;
  const failed = Object.entries(disturbed).filter(([, entry]) => typeof entry === "string");
  const unlisted = failed.filter(([source, code]) => dead[source] !== code);
  console.log(`undisturbed ${seconds.undisturbed.toFixed(1)} s, disturbed ${seconds.disturbed.toFixed(1)} s`);
  console.log(`indexed ${indexed}, failed with a reason ${failed.length}, of ${files.length}`);
  console.log(`killed twice by chance, and put in again at the end: ${report.pardoned}`);
  console.log(`chunks ${chunks.stored} in the store, ${chunks.listed} of its documents`);
  console.log(`jobs: ${JSON.stringify(counts)}`);
  console.log(
    `other than undisturbed: ${different.length}; failed and not among the dead letters: ${unlisted.length}`,
  );
  for (const file of different) {
    console.log(`  ${file}: ${describe(undisturbed[file])} → ${describe(disturbed[file])}`);
  }
  const lost = files.length - indexed - failed.length;
  if (different.length + unlisted.length + counts.active + lost > 0) process.exitCode = 1;
}

function describe(entry: readonly string[] | string | undefined): string {
  if (entry === undefined) return "nothing";
  return typeof entry === "string" ? entry : `${entry.length} chunks`;
}
