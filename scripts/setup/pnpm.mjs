import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { toolEnvironment } from "./environment.mjs";
import { ROOT, TOOLS } from "./paths.mjs";
import { step, StepFailed } from "./step.mjs";

/** Starting it by Node works whether or not npm let its install script put the native binary in place. */
const OWN_PNPM = join(TOOLS, "node_modules/pnpm/bin/pnpm.mjs");

/** The pnpm that package.json pins, as a command and its first parameters: the machine's, or one of our own. */
export async function findPnpm() {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const version = packageManager.split("@")[1];
  const installed = { command: "pnpm", parameters: [] };
  if (runs(installed, version)) return installed;
  const own = { command: process.execPath, parameters: [OWN_PNPM] };
  if (existsSync(OWN_PNPM) && runs(own, version)) return own;
  await installPnpm(version);
  if (runs(own, version)) return own;
  throw new StepFailed(`pnpm ${version} was installed into ${TOOLS} and does not run.`);
}

function runs({ command, parameters }, version) {
  const { stdout } = spawnSync(command, [...parameters, "--version"], {
    // Outside the repository: in it, another pnpm or Corepack would fetch the pinned one, and say its number.
    cwd: tmpdir(),
    env: { ...toolEnvironment(), COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" },
    encoding: "utf8",
    timeout: 20_000,
    stdio: ["ignore", "pipe", "ignore"],
    shell: process.platform === "win32",
  });
  return stdout?.trim() === version;
}

async function installPnpm(version) {
  const parameters = [
    "install",
    "--prefix",
    TOOLS,
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `pnpm@${version}`,
  ];
  const npm = process.env.npm_execpath;
  const title = `Getting pnpm ${version} …`;
  // npm_execpath may be another package manager's, when these scripts are started by it.
  if (npm?.endsWith("npm-cli.js")) await step(title, process.execPath, [npm, ...parameters]);
  else await step(title, "npm", parameters, { shell: process.platform === "win32" });
}
