import { IngestError } from "@longdoc/core";

import type { TaskReply, TaskRequest } from "./messages.ts";
import { SandboxPool } from "./pool.ts";
import { DEFAULT_MEMORY_LIMIT_BYTES, ExitError, exitToIngestError } from "./process.ts";

export interface TaskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the task may take. Default 20,000. */
  readonly timeoutMs?: number | undefined;
  /** Bytes of memory, array buffers included, that the task may take. Default 1 GiB. */
  readonly memoryLimitBytes?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 20_000;

const child = new URL(`./child${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
const pool = new SandboxPool<TaskRequest, TaskReply>(child);

/**
 * Runs a module's default export in a child process with limits. Input and output pass by structured clone.
 *
 * @param module name of the module beside `base`, without its ending: `"./read-pptx"`
 * @param base `import.meta.url` of the caller
 * @throws IngestError as the task does; `file.timeout`, `file.memory`, `file.crashed`, `file.cancelled`
 */
export async function runTask<Output>(
  module: string,
  base: string,
  input: { readonly source: string },
  options: TaskOptions = {},
): Promise<Output> {
  const url = new URL(`${module}${base.endsWith(".ts") ? ".ts" : ".js"}`, base);
  const memoryLimitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
  try {
    const reply = await exchange({ module: url.href, input }, memoryLimitBytes, options);
    if (reply.type === "done") return reply.output as Output;
    const { code, message, hint } = reply;
    throw new IngestError(code, message, { input: input.source, ...(hint === undefined ? {} : { hint }) });
  } catch (thrown) {
    if (thrown instanceof ExitError) throw exitToIngestError(thrown.exit, input.source, "file");
    throw thrown;
  }
}

async function exchange(
  request: TaskRequest,
  memoryLimitBytes: number,
  { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: TaskOptions,
): Promise<TaskReply> {
  const sandbox = await pool.take(memoryLimitBytes, signal);
  const cancel = (): void => sandbox.kill("cancelled");
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    sandbox.send(request);
    return await sandbox.receive(timeoutMs);
  } finally {
    signal?.removeEventListener("abort", cancel);
    await pool.giveBack(sandbox, memoryLimitBytes);
  }
}
