import { existsSync } from "node:fs";
import { join } from "node:path";

import { isStamped, packagesFingerprint, sourcesFingerprint, stamp } from "./fingerprint.mjs";
import { alone } from "./lock.mjs";
import { COMMAND, NODE, ROOT } from "./paths.mjs";
import { findPnpm } from "./pnpm.mjs";
import { step } from "./step.mjs";

const TYPESCRIPT = join(ROOT, "node_modules/typescript/bin/tsc");

/** Installs the pinned Node and the packages, and builds, whatever of it has not been done in this state. */
export async function prepare() {
  if (isReady()) return;
  await alone(async () => {
    await installPackages();
    await build();
  });
}

function isReady() {
  return arePackagesInstalled() && isBuilt();
}

function arePackagesInstalled() {
  return existsSync(NODE) && isStamped("packages", packagesFingerprint());
}

function isBuilt() {
  return existsSync(COMMAND) && isStamped("build", sourcesFingerprint());
}

async function installPackages() {
  if (arePackagesInstalled()) return;
  const fingerprint = packagesFingerprint();
  const { command, parameters } = await findPnpm();
  await step("Installing packages …", command, [...parameters, "install", "--frozen-lockfile"], {
    // Without a terminal pnpm would refuse to replace what another version of it installed.
    environment: { CI: "true" },
    shell: process.platform === "win32",
  });
  stamp("packages", fingerprint);
}

async function build() {
  if (isBuilt()) return;
  // Taken before: a source saved during the build is then built the next time.
  const fingerprint = sourcesFingerprint();
  await step("Building …", NODE, [TYPESCRIPT, "-b"]);
  stamp("build", fingerprint);
}
