import { type ChildProcess, execFile, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { type JobOutcome, runJobs } from "@longdoc/queue";
import { openLibrary } from "@longdoc/retrieve";
import { openBullQueue } from "@longdoc/worker";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";

import { freshPrefix, startRedis } from "../apps/worker/test/support/redis-server.ts";
import { sharedFiles } from "./shared-files.ts";

const execute = promisify(execFile);
const WORKER = new URL("../apps/worker/test/support/drill-worker.ts", import.meta.url);
const NO_OPS = 20_000;
const MANY = 200_000;

interface Speed {
  readonly documents: number;
  readonly pages: number;
  readonly seconds: number;
}

/** The queue's speed (on so many files, none for 0), its overhead and its memory. */
export async function run(args: string[]): Promise<void> {
  const files = sharedFiles(Number(args[0] ?? 150));
  if (files.length > 0) await throughput(files);
  await overhead();
  await manyDocuments();
}

/**
 * The same files through one process without a queue's workers, and through worker processes. Each worker, and the
 * process that they are compared with, has a core of its own, with all that it starts: readers, OCR.
 */
async function throughput(files: readonly string[]): Promise<void> {
  console.log(`${files.length} files`);
  const alone = await inProcess(files, 1, "0");
  print("in process, one core", alone, alone);
  print("1 worker, one core", await byWorkers(files, ["0"]), alone);
  if (availableParallelism() < 2) return;
  print("2 workers, a core each", await byWorkers(files, ["0", "1"]), alone);
  print("in process, two cores", await inProcess(files, 2, "0,1"), alone);
}

async function inProcess(files: readonly string[], concurrency: number, cores: string): Promise<Speed> {
  const script = fileURLToPath(new URL("queue-in-process.ts", import.meta.url));
  const [command, ...args] = onCores(cores);
  const { stdout } = await execute(command!, [...args, script, String(files.length), String(concurrency)]);
  return JSON.parse(stdout) as Speed;
}

/** A command that runs Node on these cores alone, where the system can (Linux). */
function onCores(cores: string): string[] {
  const node = [process.execPath, "--disable-warning=ExperimentalWarning"];
  return process.platform === "linux" ? ["taskset", "-c", cores, ...node] : node;
}

/** A worker for each of `cores`. */
async function byWorkers(files: readonly string[], cores: readonly string[]): Promise<Speed> {
  const folder = await mkdtemp(join(tmpdir(), "longdoc-bench-"));
  await using redis = await startRedis();
  const prefix = freshPrefix();
  await using queue = await openBullQueue({ url: redis.url, prefix });
  await queue.pause();
  await (await openLibrary(folder)).close();
  await queue.enqueue(
    files.map((source) => ({ source })),
    { batch: "bench" },
  );
  const workers = cores.map((core) => {
    const [execPath, ...execArgv] = onCores(core);
    return fork(WORKER, [redis.url, prefix, "30000", folder], {
      execPath: execPath!,
      execArgv,
      env: { ...process.env, LONGDOC_CONCURRENCY: "1" },
    });
  });
  // Their start is not what is measured.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const started = performance.now();
  await queue.resume();
  for (;;) {
    const { done, dead } = await queue.counts("bench");
    if (done + dead === files.length) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(workers.map(stop));
  await using store = await openLibrary(folder);
  const pages = (await store.documents()).reduce((sum, document) => sum + document.pages, 0);
  await rm(folder, { recursive: true });
  return { documents: files.length, pages, seconds };
}

function stop(worker: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    worker.once("exit", () => resolve());
    worker.kill("SIGTERM");
  });
}

function print(name: string, { documents, pages, seconds }: Speed, base: Speed): void {
  const columns = [
    name.padEnd(24),
    `${(documents / seconds).toFixed(1)} documents/s`.padStart(18),
    `${(pages / seconds).toFixed(1)} pages/s`.padStart(16),
    `${(base.seconds / seconds).toFixed(2)} × one in process`.padStart(24),
  ];
  console.log(columns.join(""));
}

/** Jobs that do nothing: through our seam and through BullMQ alone, one at a time and twenty at a time. */
async function overhead(): Promise<void> {
  console.log(`\n${NO_OPS.toLocaleString("en")} jobs that do nothing`);
  for (const concurrency of [1, 20]) {
    await using redis = await startRedis();
    const bare = await bareBullmq(redis.url, concurrency);
    const ours = await ourQueue(redis.url, concurrency);
    console.log(
      `  ${concurrency} at a time: ours ${Math.round(NO_OPS / ours)} jobs/s (${((ours / NO_OPS) * 1e3).toFixed(2)} ms each), ` +
        `bare BullMQ ${Math.round(NO_OPS / bare)} jobs/s (${((bare / NO_OPS) * 1e3).toFixed(2)} ms each)`,
    );
  }
}

async function bareBullmq(url: string, concurrency: number): Promise<number> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue("bare", { connection });
  await queue.addBulk(Array.from({ length: NO_OPS }, (_, index) => ({ name: "job", data: { index } })));
  const started = performance.now();
  let done = 0;
  await new Promise<void>((resolve) => {
    const worker = new Worker("bare", async () => undefined, {
      connection,
      concurrency,
      removeOnComplete: { count: 1_000 },
    });
    worker.on("completed", () => {
      done += 1;
      if (done === NO_OPS) void worker.close().then(() => resolve());
    });
  });
  const seconds = (performance.now() - started) / 1000;
  await queue.close();
  connection.disconnect();
  return seconds;
}

const NOTHING: JobOutcome = {
  status: "unchanged",
  documentId: "0000000000000000",
  pages: 0,
  failedPages: 0,
  sentences: 0,
  chunks: 0,
  seconds: 0,
};

async function ourQueue(url: string, concurrency: number): Promise<number> {
  await using queue = await openBullQueue({ url, prefix: freshPrefix() });
  await queue.enqueue(names(NO_OPS), { batch: "bench" });
  const started = performance.now();
  await runJobs(queue, {
    handler: async () => NOTHING,
    concurrency,
    until: "empty",
    signal: new AbortController().signal,
  });
  return (performance.now() - started) / 1000;
}

/** What a night's work costs in time and memory before it has begun. */
async function manyDocuments(): Promise<void> {
  await using redis = await startRedis();
  const client = new Redis(redis.url);
  await using queue = await openBullQueue({ url: redis.url });
  const memory = async (): Promise<number> =>
    Number(/used_memory:(\d+)/.exec(await client.info("memory"))?.[1] ?? Number.NaN);
  const before = await memory();
  const heapBefore = process.memoryUsage().rss;
  let peak = 0;
  const started = performance.now();
  await queue.enqueue(names(MANY), {
    batch: "night",
    onProgress: () => {
      peak = Math.max(peak, process.memoryUsage().rss);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const bytes = ((await memory()) - before) / MANY;
  console.log(
    `\n${MANY.toLocaleString("en")} documents queued in ${seconds.toFixed(1)} s (${Math.round(MANY / seconds)}/s); ` +
      `${Math.round(bytes)} bytes of Redis each; ${Math.round((peak - heapBefore) / 1e6)} MB more in the process that queued them`,
  );
  const cancelled = performance.now();
  await queue.cancel("night");
  console.log(`cancelled and emptied in ${((performance.now() - cancelled) / 1000).toFixed(1)} s`);
  client.disconnect();
}

function* names(count: number): Generator<{ source: string }> {
  for (let index = 0; index < count; index += 1) {
    yield { source: `/srv/archive/2026/department-${index % 97}/reports/annual-report-number-${index}.pdf` };
  }
}
