import { spawnSync } from "node:child_process";

import { say, step, StepFailed } from "./step.mjs";

/**
 * Sees to a redis-server for the tests that start one: found, or installed where that can be done (root, apt), or
 * asked for; without it those tests are skipped, and say so.
 */
export async function seeToRedis() {
  if (process.env.REDIS_URL || runs("redis-server", ["--version"])) return;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && runs("apt-get", ["--version"])) {
    try {
      await step("Installing redis-server …", "sh", [
        "-c",
        "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server",
      ]);
      return;
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
    }
  }
  say(
    "There is no redis-server: tests of the queue in Redis are skipped. Install it: apt-get install redis-server.",
  );
}

function runs(command, parameters) {
  return spawnSync(command, parameters, { stdio: "ignore" }).status === 0;
}
