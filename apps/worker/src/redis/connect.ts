import { QueueError } from "@longdoc/core";
import { Redis } from "ioredis";

import { redisError, shownAddress } from "./errors.ts";

/** BullMQ recommends 6.2, https://docs.bullmq.io/guide/redis-tm-compatibility; we use SMISMEMBER and ZMSCORE of it. */
const OLDEST: readonly [number, number] = [6, 2];
const CONNECT_TIMEOUT_MS = 5_000;
/** Attempts at a command over new connections before it is reported as failed. */
const RETRIES = 3;
const LONGEST_RECONNECT_DELAY_MS = 1_000;

/** Milliseconds before the next attempt to connect. */
const reconnectDelayMs = (attempts: number): number => Math.min(attempts * 100, LONGEST_RECONNECT_DELAY_MS);

/** A connection for commands that must end, well or not. */
export function connect(url: string): Redis {
  return silent(new Redis(url, { ...common(), maxRetriesPerRequest: RETRIES }));
}

/** A connection for a worker, whose commands wait out an absence of the server: BullMQ's own requirement. */
export function connectPatiently(url: string): Redis {
  return silent(new Redis(url, { ...common(), maxRetriesPerRequest: null }));
}

function common() {
  return { connectTimeout: CONNECT_TIMEOUT_MS, retryStrategy: reconnectDelayMs, enableReadyCheck: true };
}

/** Failures show in the commands that fail; without a listener they would go to the console. */
function silent(redis: Redis): Redis {
  redis.on("error", () => undefined);
  return redis;
}

/**
 * Whether a server can be trusted with jobs, asked once at the start, when somebody is there to mend it.
 *
 * @throws QueueError `queue.address`, `queue.unreachable`, `queue.password-required`, `queue.password-wrong`,
 * `queue.redis-too-old`, `queue.eviction-policy`, `queue.read-only`
 */
export async function checkRedis(url: string): Promise<void> {
  const server = shownAddress(url);
  if (!/^rediss?:\/\/./.test(url)) {
    throw new QueueError("queue.address", `"${server}" is no address of a Redis server.`, {
      input: server,
      hint: "Write redis://HOST:PORT, or rediss:// for TLS.",
    });
  }
  let reason: unknown;
  const redis = new Redis(url, {
    ...common(),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    // What takes the connection and never answers is no Redis.
    commandTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: () => null,
  });
  // The client reports a refused password as an event, and then that its connection is closed.
  redis.on("error", (error) => (reason ??= error));
  try {
    await redis.connect();
    const info = parseInfo(await redis.info());
    checkVersion(info, server);
    if (info.get("role") === "slave") throw redisError(new Error("READONLY"), server);
    const policy = info.get("maxmemory_policy");
    if (policy !== undefined && policy !== "noeviction") {
      throw new QueueError(
        "queue.eviction-policy",
        `The Redis server at ${server} may drop jobs when its memory is full: its maxmemory-policy is ${policy}.`,
        { input: server, hint: "Set it to noeviction: redis-cli CONFIG SET maxmemory-policy noeviction." },
      );
    }
  } catch (thrown) {
    if (thrown instanceof QueueError) throw thrown;
    const asked = redisError(thrown, server);
    throw asked.code === "queue.unreachable" && reason !== undefined ? redisError(reason, server) : asked;
  } finally {
    // Of a connection that has ended already, the client would wait two seconds for its end.
    if (redis.status !== "end") redis.disconnect();
  }
}

function checkVersion(info: ReadonlyMap<string, string>, server: string): void {
  // Valkey calls itself Redis 7.2 for the sake of old clients.
  const version = info.get("redis_version") ?? "0";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new QueueError("queue.redis-too-old", `The Redis server at ${server} is version ${version}.`, {
    input: server,
    hint: `Use Redis ${OLDEST.join(".")} or newer, or Valkey.`,
  });
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split("\r\n")
      .map((line) => line.split(":", 2))
      .filter((parts): parts is [string, string] => parts.length === 2),
  );
}
