import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { describe, expect, test } from "@jest/globals";

const SCRIPTS = fileURLToPath(new URL("..", import.meta.url));
const execute = promisify(execFile);

/** A repository with nothing but the scripts, so that their lock is not this repository's. */
async function copyOfScripts(): Promise<{ readonly root: string } & AsyncDisposable> {
  const root = await mkdtemp(join(tmpdir(), "longdoc setup "));
  await cp(SCRIPTS, join(root, "scripts"), { recursive: true });
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

/** A process that holds the lock for a moment, and notes when it came in and went out. */
function holder(root: string): Promise<{ stderr: string }> {
  const lock = pathToFileURL(join(root, "scripts/setup/lock.mjs")).href;
  const program = `
    import { appendFileSync } from "node:fs";
    import { alone } from ${JSON.stringify(lock)};
    const note = (word) => appendFileSync(${JSON.stringify(join(root, "log"))}, word + process.pid + "\\n");
    await alone(async () => { note("in "); await new Promise((done) => setTimeout(done, 50)); note("out "); });
  `;
  return execute(process.execPath, ["--input-type=module", "--eval", program]);
}

describe("set-ups at the same time", () => {
  test("come one after the other, also over a lock that a dead process left", async () => {
    await using copy = await copyOfScripts();
    const dead = execute(process.execPath, ["--eval", ""]);
    await dead;
    await mkdir(join(copy.root, ".tools"));
    await writeFile(join(copy.root, ".tools/setup.lock"), String(dead.child.pid));

    await Promise.all(Array.from({ length: 5 }, () => holder(copy.root)));
    const log = (await readFile(join(copy.root, "log"), "utf8")).trimEnd().split("\n");
    expect(log).toHaveLength(10);
    for (let index = 0; index < log.length; index += 2) {
      expect(log[index]).toMatch(/^in /);
      expect(log[index + 1]).toBe(log[index]?.replace("in", "out"));
    }
  });
});
