import { type ChildProcess, fork } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { indexDocuments, type JobCounts, openEmbeddedQueue, runJobs } from "@longdoc/queue";
import { type ChunkStore, openLibrary } from "@longdoc/retrieve";

import { openBullQueue } from "@longdoc/worker";
import type { RedisServer } from "./redis-server.ts";

const WORKER = new URL("./drill-worker.ts", import.meta.url);
const WORKERS = 2;

export interface DrillOptions {
  readonly files: readonly string[];
  readonly redis: RedisServer;
  readonly prefix: string;
  /** An empty folder for two libraries. */
  readonly folder: string;
  readonly kills: number;
  readonly restarts: number;
  readonly storeFailureMs: number;
  readonly leaseMs: number;
  /** Whether the workers run the packages' sources, rather than what was built of them. */
  readonly sources: boolean;
  /** Makes the choice of workers to kill the same every time. */
  readonly seed: number;
  readonly say?: (line: string) => void;
}

/** What an index holds of every source: its chunks' ids, or the code of its failure. */
export type Index = Readonly<Record<string, readonly string[] | string>>;

export interface DrillReport {
  readonly undisturbed: Index;
  readonly disturbed: Index;
  /** Dead letters by source: the code of each. */
  readonly dead: Readonly<Record<string, string>>;
  readonly counts: JobCounts;
  /** Chunks that the store counts, beside those that its documents have. */
  readonly chunks: { readonly stored: number; readonly listed: number };
  /** Jobs that were killed twice by chance, and put in again when the killing was over. */
  readonly pardoned: number;
  readonly kills: number;
  readonly seconds: { readonly undisturbed: number; readonly disturbed: number };
}

/**
 * The drill: the same files through two workers that are killed at random, while Redis is restarted and the store
 * goes away, and through one process that is left in peace.
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { files, redis, prefix, leaseMs, say = () => undefined } = options;
  const calm = await undisturbedRun(options);
  say(`undisturbed: ${calm.seconds.toFixed(1)} s`);

  const folder = join(options.folder, "disturbed");
  await mkdir(folder, { recursive: true });
  // So that both workers find it made.
  await (await openLibrary(folder)).close();
  const started = performance.now();
  await using queue = await openBullQueue({ url: redis.url, prefix, leaseMs });
  await queue.enqueue(
    files.map((source) => ({ source })),
    { batch: "drill" },
  );
  const start = (): ChildProcess =>
    fork(WORKER, [redis.url, prefix, String(leaseMs), folder], {
      execArgv: [
        ...(options.sources ? ["--conditions=@longdoc/source"] : []),
        "--disable-warning=ExperimentalWarning",
      ],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  const workers = Array.from({ length: WORKERS }, start);
  const random = generator(options.seed);
  let kills = 0;

  /** Each misfortune comes when its share of the documents is through. */
  const misfortunes = plan(options.kills, options.restarts);
  for (const [index, misfortune] of misfortunes.entries()) {
    await through(Math.floor((files.length * (index + 1)) / (misfortunes.length + 1)));
    say(`${misfortune} at ${Math.round((performance.now() - started) / 1000)} s`);
    if (misfortune === "kill") {
      const at = Math.floor(random() * WORKERS);
      await end(workers[at]!, "SIGKILL");
      workers[at] = start();
      kills += 1;
    } else if (misfortune === "restart Redis") await redis.crashAndRestart();
    else {
      const flag = join(folder, "store-is-away");
      await writeFile(flag, "");
      await delay(options.storeFailureMs);
      await rm(flag);
    }
  }
  await through(files.length);
  const pardoned = await queue.retry({ code: "job.poison" });
  await through(files.length);
  // Asked to stop, they end by themselves.
  await Promise.all(workers.map((worker) => end(worker, "SIGTERM")));
  const seconds = (performance.now() - started) / 1000;

  await using store = await openLibrary(folder);
  const disturbed = await indexOf(store);
  const dead = await queue.jobs(["dead"], { limit: files.length });
  return {
    undisturbed: calm.index,
    disturbed,
    dead: Object.fromEntries(dead.map(({ source, failure }) => [source, failure?.code ?? ""])),
    counts: await queue.counts("drill"),
    chunks: {
      stored: (await store.statistics()).chunks,
      listed: Object.values(disturbed).reduce(
        (sum, ids) => sum + (typeof ids === "string" ? 0 : ids.length),
        0,
      ),
    },
    pardoned,
    kills,
    seconds: { undisturbed: calm.seconds, disturbed: seconds },
  };

  async function through(documents: number): Promise<void> {
    for (;;) {
      const { done, dead: lost } = await patiently(() => queue.counts("drill"));
      if (done + lost >= documents) return;
      await delay(50);
    }
  }
}

async function undisturbedRun(options: DrillOptions): Promise<{ index: Index; seconds: number }> {
  const folder = join(options.folder, "undisturbed");
  await using store = await openLibrary(folder);
  await using queue = openEmbeddedQueue(folder);
  const started = performance.now();
  await queue.enqueue(
    options.files.map((source) => ({ source })),
    { batch: "calm" },
  );
  await runJobs(queue, {
    ...indexDocuments({ store }),
    until: "empty",
    signal: new AbortController().signal,
  });
  return { index: await indexOf(store), seconds: (performance.now() - started) / 1000 };
}

async function indexOf(store: ChunkStore): Promise<Index> {
  const index: Record<string, readonly string[] | string> = {};
  for (const { source, code } of await store.failures()) index[source] = code;
  for (const { id, source } of await store.documents()) {
    index[source] = (await store.chunks(id)).map((chunk) => chunk.id);
  }
  return index;
}

function plan(kills: number, restarts: number): readonly string[] {
  const all = ["store away", ...Array.from({ length: kills }, () => "kill")];
  // The restarts come in between, the first of them not before the first kill.
  for (let restart = 1; restart <= restarts; restart += 1) {
    all.splice(Math.ceil((all.length * restart) / (restarts + 1)), 0, "restart Redis");
  }
  return all;
}

/** While Redis restarts, it is asked again. */
async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if ((error as { recovery?: string }).recovery !== "transient") throw error;
      await delay(100);
    }
  }
}

async function end(worker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) {
    throw new Error(`A worker had ended by itself: ${worker.exitCode ?? worker.signalCode}.`);
  }
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  worker.kill(signal);
  await ended;
}

/** Mulberry32, a small generator of numbers that look random. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
