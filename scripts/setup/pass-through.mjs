import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Signals that the program is to handle; this process outlives them to hand on its exit code. */
const HANDED_ON = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a program in this one's place: its input and output are ours, signals reach it.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>} the exit code; 128 + the signal's number when a signal ended it
 */
export async function passThrough(command, parameters, options = {}) {
  const child = spawn(command, parameters, { stdio: "inherit", ...options });
  for (const signal of HANDED_ON) {
    process.on(signal, () => {
      // On a terminal, Ctrl-C has already reached every process of the group.
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
