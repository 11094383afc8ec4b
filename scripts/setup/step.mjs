import { spawn } from "node:child_process";

import { toolEnvironment } from "./environment.mjs";
import { ROOT } from "./paths.mjs";

/** A step that failed: its log has been shown already. */
export class StepFailed extends Error {}

export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs one step of the set-up. Nothing of its output is shown, unless it fails: then all of it, on stderr.
 *
 * @param {string} title what is being done, in one short line
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ shell?: boolean; environment?: Record<string, string> }} [options]
 */
export async function step(title, command, parameters, options = {}) {
  say(title);
  const log = [];
  const child = spawn(command, parameters, {
    cwd: ROOT,
    env: { ...toolEnvironment(), ...options.environment },
    shell: options.shell ?? false,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (bytes) => log.push(bytes));
  child.stderr.on("data", (bytes) => log.push(bytes));
  const outcome = await new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(signal ?? code));
  });
  if (outcome === 0) return;
  process.stderr.write(Buffer.concat(log));
  throw new StepFailed(`${title.replace(/ …$/, "")} failed (${outcome}).`);
}
