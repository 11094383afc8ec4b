import { setTimeout as sleep } from "node:timers/promises";

import { StoreError, UsageError } from "@longdoc/core";
import { QdrantClient } from "@qdrant/js-client-rest";

import { retryAfterSeconds, storeError } from "./errors.ts";
import type { QdrantOptions } from "./options.ts";

type Api = ReturnType<QdrantClient["api"]>;
type Arguments<Name extends keyof Api> = Parameters<Api[Name]>[0];
type ResultOf<Name extends keyof Api> = Awaited<ReturnType<Api[Name]>>["data"] extends {
  result?: infer Result;
}
  ? NonNullable<Result>
  : never;

/** Requests to one server: tried again where that may help, cancelled on demand, failing as StoreErrors. */
export interface Connection {
  /** The server's address, without a key. */
  readonly server: string;
  /** Calls an operation of Qdrant's API. Every one that the store uses may be sent twice without harm. */
  call<Name extends keyof Api>(
    operation: Name,
    parameters: Arguments<Name>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ResultOf<Name>>;
  /** `1.19.0`. */
  version(): Promise<string>;
  /** From now on every call throws `library.closed`. */
  close(): void;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_RETRY_FOR_MS = 15_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** @throws UsageError `usage.qdrant-url` */
export function connect(options: QdrantOptions): Connection {
  const { server, prefix } = addressOf(options.url);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, retryForMs = DEFAULT_RETRY_FOR_MS } = options;
  const api = new QdrantClient({
    url: server,
    ...(prefix === "" ? {} : { prefix }),
    // Not as `apiKey`: for a server without TLS the client would print a warning over the caller's output.
    ...(options.apiKey === undefined ? {} : { headers: { "api-key": options.apiKey } }),
    // Ours, since the client's own would take the place of the caller's signal.
    timeout: Infinity,
    checkCompatibility: false,
  }).api();
  let closed = false;

  async function attempt<Result>(
    request: (init: { signal: AbortSignal }) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const giveUpAt = performance.now() + retryForMs;
    for (let tries = 0; ; tries++) {
      if (closed) throw closedError(server);
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        return await request({ signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
      } catch (thrown) {
        signal?.throwIfAborted();
        const error = storeError(thrown, server);
        const pauseMs = pauseBefore(tries, thrown);
        if (error.recovery === "permanent" || performance.now() + pauseMs > giveUpAt) throw error;
        await sleep(pauseMs, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
      }
    }
  }

  return {
    server,
    call: (operation, parameters, { signal } = {}) =>
      attempt(async (init) => {
        const send = api[operation] as (given: unknown, init: RequestInit) => Promise<{ data: unknown }>;
        const { data } = await send(parameters, init);
        const result = (data as { result?: unknown } | null | undefined)?.result;
        if (result === undefined || result === null) throw new SyntaxError("the answer is not Qdrant's");
        return result as never;
      }, signal),
    version: () =>
      attempt(async (init) => {
        const { data } = await api.root({}, init);
        if (typeof data?.version !== "string") throw notQdrant(server);
        return data.version;
      }, undefined),
    close: () => {
      closed = true;
    },
  };
}

/** Grows twofold, with a random part so that many clients do not come back at one moment; never below what was asked. */
function pauseBefore(tries: number, thrown: unknown): number {
  const growing = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
  return Math.max(growing * (0.5 + Math.random() / 2), retryAfterSeconds(thrown) * 1_000);
}

function addressOf(url: string): { readonly server: string; readonly prefix: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new UsageError("usage.qdrant-url", `"${url}" is not the address of a Qdrant server.`, {
      input: url,
      hint: "Give one such as http://localhost:6333.",
    });
  }
  return { server: parsed.origin, prefix: parsed.pathname.replace(/\/+$/, "") };
}

function closedError(server: string): StoreError {
  return new StoreError("library.closed", `The library at ${server} is closed.`, { input: server });
}

function notQdrant(server: string): StoreError {
  return new StoreError("library.shape", `What answers at ${server} is not a Qdrant server.`, {
    input: server,
    hint: "Check the address.",
  });
}
