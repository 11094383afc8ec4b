import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Redis } from "ioredis";

export const SERVER = "redis-server";

/** A prefix for keys that no other test has. */
export const freshPrefix = (): string => `longdoc-test-${randomUUID().slice(0, 8)}`;

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Ends the server without a word, and starts it again on the same port and files. */
  crashAndRestart(): Promise<void>;
  crash(): Promise<void>;
}

/** A server on a free port with a folder of its own, durable (append-only file), that goes away with the test. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "longdoc-redis-"));
  const parameters = [
    "--port",
    String(port),
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "yes",
    ...settings,
  ];
  let server = await run(parameters, port);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    crash: () => kill(server),
    crashAndRestart: async () => {
      await kill(server);
      server = await run(parameters, port);
    },
    [Symbol.asyncDispose]: async () => {
      await kill(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function run(parameters: readonly string[], port: number): Promise<ChildProcess> {
  const server = spawn(SERVER, parameters, { stdio: "ignore" });
  const probe = new Redis(port, "127.0.0.1", { retryStrategy: () => 20, maxRetriesPerRequest: null });
  probe.on("error", () => undefined);
  // A server that wants a password answers too.
  await probe.ping().catch(() => undefined);
  probe.disconnect();
  return server;
}

async function kill(server: ChildProcess): Promise<void> {
  if (server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGKILL");
  await ended;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Removes a test's keys from a server that is not the test's own. */
export async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 500 })) {
    if ((keys as string[]).length > 0) await redis.del(...(keys as string[]));
  }
  redis.disconnect();
}
