import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const DATA = fileURLToPath(new URL("../../../shared/data", import.meta.url));

const execute = promisify(execFile);

/** A folder of the evaluation data; where it is absent, says so in one line. */
export function dataFolder(name: string): string | undefined {
  const folder = join(DATA, name);
  if (existsSync(folder)) return folder;
  console.log(`Skipped: there is no folder ${folder}.`);
  return undefined;
}

export function pdfsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".pdf"))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Standard output of a program. */
export async function outputOf(program: string, args: readonly string[]): Promise<string> {
  return (await execute(program, args, { maxBuffer: 1 << 30 })).stdout;
}

/** Whether a program is installed; where it is not, says so in one line. */
export async function hasProgram(program: string): Promise<boolean> {
  try {
    await execute("sh", ["-c", `command -v ${program}`]);
    return true;
  } catch {
    console.log(`Skipped: ${program} is not installed.`);
    return false;
  }
}
