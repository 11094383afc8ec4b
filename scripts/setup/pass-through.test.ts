import { spawn } from "node:child_process";

import { describe, expect, test } from "@jest/globals";

/** Runs a program through `passThrough`; gives the exit code of the process that ran it. */
function passedThrough(program: string, interrupt: boolean): Promise<number | null> {
  const module = new URL("pass-through.mjs", import.meta.url).href;
  const runner = `
    import { passThrough } from ${JSON.stringify(module)};
    process.exitCode = await passThrough(process.execPath, ["--eval", ${JSON.stringify(program)}]);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", runner], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (interrupt) child.stdout.once("data", () => child.kill("SIGINT"));
  return new Promise((resolve) => child.on("close", resolve));
}

describe("a program run in the launcher's place", () => {
  test.each([0, 2, 3])("its exit code %d is the launcher's", async (code) => {
    expect(await passedThrough(`process.exit(${code})`, false)).toBe(code);
  });

  test("gets the launcher's signals, and may end in its own way", async () => {
    const program = `
      process.on("SIGINT", () => process.exit(130));
      console.log("ready");
      setInterval(() => {}, 1000);
    `;
    expect(await passedThrough(program, true)).toBe(130);
  });

  test("ended by a signal is 128 and the signal's number", async () => {
    expect(await passedThrough(`process.kill(process.pid, "SIGKILL")`, false)).toBe(137);
  });
});
