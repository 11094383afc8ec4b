import { spawnSync } from "node:child_process";

import { describe } from "@jest/globals";

import { SERVER } from "./redis-server.ts";

const hasServer = spawnSync(SERVER, ["--version"]).status === 0;
export const redisUrl: string | undefined = process.env["REDIS_URL"];

if (!hasServer) {
  const skipped =
    redisUrl === undefined ? "Tests with Redis are" : "Tests that start a Redis of their own are";
  console.warn(`${skipped} skipped: there is no redis-server (apt-get install redis-server).`);
}

/** For tests that need some Redis: the one at `REDIS_URL`, or one of their own. */
export const describeWithRedis: typeof describe.skip =
  hasServer || redisUrl !== undefined ? describe : describe.skip;
/** For tests that start, stop and misconfigure a Redis. */
export const describeWithOwnRedis: typeof describe.skip = hasServer ? describe : describe.skip;
