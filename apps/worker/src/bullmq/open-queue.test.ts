import { fork } from "node:child_process";

import { afterAll, beforeAll } from "@jest/globals";

import { describeJobQueue } from "../../../../packages/queue/src/contract/job-queue.ts";
import { freshPrefix, type RedisServer, removeKeys, startRedis } from "../../test/support/redis-server.ts";
import { describeWithRedis, redisUrl } from "../../test/support/redis.ts";
import { openBullQueue } from "./open-queue.ts";

/** Short, so that a killed holder's job comes back soon. */
const LEASE_MS = 2_000;

describeWithRedis("the queue of many machines", () => {
  let server: RedisServer | undefined;
  let url = redisUrl ?? "";
  beforeAll(async () => {
    if (redisUrl !== undefined) return;
    server = await startRedis();
    url = server.url;
  });
  afterAll(async () => server?.[Symbol.asyncDispose]());

  describeJobQueue("BullMQ on Redis", async () => {
    const prefix = freshPrefix();
    const open = () => openBullQueue({ url, prefix, leaseMs: LEASE_MS });
    return {
      open,
      reopen: open,
      claimAndDie: async () => {
        const child = fork(
          new URL("../../test/support/claim-forever.ts", import.meta.url),
          [url, prefix, String(LEASE_MS)],
          {
            execArgv: ["--conditions=@longdoc/source", "--disable-warning=ExperimentalWarning"],
          },
        );
        await new Promise((resolve) => child.once("message", resolve));
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGKILL");
        await ended;
      },
      remove: () => removeKeys(url, prefix),
    };
  });
});
