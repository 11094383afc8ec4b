import { spawnSync } from "node:child_process";

import { say, step, StepFailed } from "./step.mjs";

/** Programs that tests run for real, and the Debian packages that hold them. */
const NEEDED = [{ program: "redis-server", package: "redis-server" }];

/**
 * Installs what the tests need of the system, where that is possible without asking; else says what is missing, and
 * the tests that need it are skipped.
 */
export async function installSystemPackages() {
  const missing = NEEDED.filter(({ program }) => !runs(program)).map((needed) => needed.package);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && runs("apt-get")) {
    const names = missing.join(" ");
    // A service would take the port that the machine may need; the tests start their own.
    const install = `RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${names}`;
    try {
      await step(`Installing ${names} …`, `${install} || { apt-get update && ${install}; }`, [], {
        shell: true,
      });
      return;
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      say(error.message);
    }
  }
  say(
    `Some tests are skipped without ${missing.join(", ")}: install it (apt-get install ${missing.join(" ")}).`,
  );
}

function runs(program) {
  return spawnSync(program, ["--version"]).status === 0;
}
