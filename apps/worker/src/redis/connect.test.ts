import { createServer } from "node:net";

import { describe, expect, test } from "@jest/globals";

import { freePort, startRedis } from "../../test/support/redis-server.ts";
import { describeWithOwnRedis } from "../../test/support/redis.ts";
import { checkRedis } from "./connect.ts";

describeWithOwnRedis("a Redis that cannot be trusted with jobs", () => {
  test("is named by what is wrong with its password, and the password is never shown", async () => {
    await using redis = await startRedis(["--requirepass", "correct"]);
    await expect(checkRedis(redis.url)).rejects.toMatchObject({
      code: "queue.password-required",
      hint: expect.stringContaining("redis://:PASSWORD@"),
    });
    const wrong = checkRedis(`redis://:horse@127.0.0.1:${redis.port}`);
    await expect(wrong).rejects.toMatchObject({
      code: "queue.password-wrong",
      input: `redis://127.0.0.1:${redis.port}`,
      message: expect.not.stringContaining("horse"),
      recovery: "permanent",
    });
    await expect(checkRedis(`redis://:correct@127.0.0.1:${redis.port}`)).resolves.toBeUndefined();
  });

  test("is refused when it may evict jobs, with the command that mends it", async () => {
    await using redis = await startRedis(["--maxmemory-policy", "allkeys-lru"]);
    await expect(checkRedis(redis.url)).rejects.toMatchObject({
      code: "queue.eviction-policy",
      message: expect.stringContaining("allkeys-lru"),
      hint: expect.stringContaining("maxmemory-policy noeviction"),
    });
  });

  test("is refused when it is a replica", async () => {
    await using primary = await startRedis();
    await using replica = await startRedis(["--replicaof", `127.0.0.1 ${primary.port}`]);
    await expect(checkRedis(replica.url)).rejects.toMatchObject({ code: "queue.read-only" });
  });
});

describe("an address with no usable Redis behind it", () => {
  test("is unreachable when nobody listens", async () => {
    const port = await freePort();
    await expect(checkRedis(`redis://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: "queue.unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
      recovery: "transient",
    });
  });

  test("is an address at all", async () => {
    await expect(checkRedis("localhost")).rejects.toMatchObject({ code: "queue.address" });
  });

  test("is refused when it is too old", async () => {
    // No old server can be had here: what an old one says of itself is said by a few lines.
    const info = "# Server\r\nredis_version:5.0.14\r\nloading:0\r\n# Replication\r\nrole:master\r\n";
    const server = createServer((socket) => {
      socket.on("data", (data) => {
        // *COUNT, then $LENGTH and the name, for every command.
        for (const [, name = ""] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
          const known = name.toLowerCase() === "info";
          socket.write(known ? `$${info.length}\r\n${info}\r\n` : `-ERR unknown command \`${name}\`\r\n`);
        }
      });
      socket.on("error", () => undefined);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    await expect(checkRedis(`redis://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: "queue.redis-too-old",
      message: expect.stringContaining("5.0.14"),
    });
    await new Promise((resolve) => server.close(resolve));
  });
});
