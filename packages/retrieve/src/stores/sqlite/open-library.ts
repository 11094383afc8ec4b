import { resolve } from "node:path";
import { Worker } from "node:worker_threads";

import { StoreError } from "@longdoc/core";

import type { ChunkStore } from "../store.ts";
import type { Call, Outcome, PlainError, WorkerOptions } from "./protocol.ts";

export interface LibraryOptions {
  /** Database pages (4,096 bytes each) above which writes fail as on a full disk. Default: no limit. */
  readonly maxPages?: number;
  /** Milliseconds to wait for another process's transaction. Default 10,000. */
  readonly busyTimeoutMs?: number;
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens the library in a folder, making it when it is not there. Many processes may have one library open; writes
 * wait for one another for up to 10 seconds.
 *
 * @throws StoreError as `ChunkStore`; `library.unwritable`
 *
 * @example
 * await using store = await openLibrary(".longdoc");
 */
export async function openLibrary(folder: string, options: LibraryOptions = {}): Promise<ChunkStore> {
  const path = resolve(folder);
  const source = import.meta.url.endsWith(".ts");
  const workerData: WorkerOptions = { folder: path, ...options };
  const worker = new Worker(new URL(`./worker${source ? ".ts" : ".js"}`, import.meta.url), {
    workerData,
    execArgv: [...(source ? ["--conditions=@longdoc/source"] : []), "--disable-warning=ExperimentalWarning"],
  });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let closed: Promise<void> | undefined;
  let dead: Error | undefined;

  worker.on("message", (outcome: Outcome) => {
    const call = waiting.get(outcome.id);
    waiting.delete(outcome.id);
    if (waiting.size === 0) worker.unref();
    if ("error" in outcome) call?.reject(revive(outcome.error));
    else call?.resolve(outcome.result as never);
  });
  const end = (cause?: unknown): void => {
    dead ??= new StoreError("library.closed", `The library "${path}" is closed.`, { input: path, cause });
    for (const call of waiting.values()) call.reject(dead);
    waiting.clear();
  };
  worker.on("error", end);
  worker.on("exit", () => end());

  function wait<Result>(id: number): Promise<Result> {
    return new Promise<Result>((fulfil, reject) => {
      worker.ref();
      waiting.set(id, { resolve: fulfil, reject });
    });
  }
  function call<Result>(method: Call["method"], ...parameters: readonly unknown[]): Promise<Result> {
    if (dead) return Promise.reject(dead);
    if (closed && method !== "close") {
      return Promise.reject(
        new StoreError("library.closed", `The library "${path}" is closed.`, { input: path }),
      );
    }
    const id = ++calls;
    const result = wait<Result>(id);
    worker.postMessage({ id, method, parameters } satisfies Call);
    return result;
  }
  const close = (): Promise<void> => {
    closed ??= call<void>("close").catch(() => undefined);
    return closed;
  };

  await wait(0);
  return {
    replace: (document, chunks) => call("replace", document, chunks),
    recordFailure: (failure) => call("recordFailure", failure),
    remove: (filter) => call("remove", filter),
    documents: (filter) => call("documents", filter),
    failures: (filter) => call("failures", filter),
    chunks: (documentId) => call("chunks", documentId),
    findSentence: (sentenceId) => call("findSentence", sentenceId),
    search: async (query, { signal } = {}) => {
      signal?.throwIfAborted();
      return call("search", query);
    },
    statistics: () => call("statistics"),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function revive({ code, message, hint, input, recovery, cause }: PlainError): StoreError {
  return new StoreError(code, message, {
    recovery,
    cause: new Error(cause),
    ...(hint === undefined ? {} : { hint }),
    ...(input === undefined ? {} : { input }),
  });
}
