import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, symlink } from "node:fs/promises";
import { delimiter, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, test } from "@jest/globals";

import { temporaryFolder } from "./support/folder.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const README = join(ROOT, "README.md");

/** A line of the README that stands for any lines of the output. */
const ELLIPSIS = "…";
/** What the reader does once, or what would run these tests within themselves. */
const NOT_RUN = /^(git clone|cd|npm test|npm run bench|npm install)\b/;

interface Shown {
  readonly command: string;
  /** The output that the README shows under it; empty where it shows none. */
  readonly output: readonly string[];
}

/** The `console` blocks of a Markdown text: commands after `$ `, each with the lines up to the next. */
function sessions(markdown: string): readonly (readonly Shown[])[] {
  const blocks = markdown.matchAll(/^```console\n(.*?)^```$/gms);
  return [...blocks].map(([, block = ""]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...output] = part.trimEnd().split("\n");
        return { command, output };
      }),
  );
}

/** Whether `actual` is what was shown: line by line, an ellipsis standing for any lines. */
function matches(actual: readonly string[], shown: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return actual.length === 0;
  if (first.trim() !== ELLIPSIS) return actual[0] === first && matches(actual.slice(1), rest);
  return Array.from({ length: actual.length + 1 }, (_, skipped) => skipped).some((skipped) =>
    matches(actual.slice(skipped), rest),
  );
}

/**
 * Runs a command as the README's reader does, in a folder of its own: `npm` finds the repository, the example
 * document is where it is made, and the library is not the reader's.
 */
async function runAsReader(command: string, folder: string): Promise<readonly string[]> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(ANTHROPIC|LONGDOC|npm)_|^INIT_CWD$/i.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`,
  };
  const { stdout } = await promisify(execFile)("sh", ["-c", `${command} 2>&1`], { cwd: folder, env }).catch(
    (error: { stdout: string }) => error,
  );
  // The reader is at the root of the repository, where its paths are short.
  const here = stdout.replaceAll(`${relative(folder, ROOT)}/`, "").replaceAll(ROOT, "");
  return here.trimEnd().split("\n");
}

const suite = existsSync(README) ? describe : describe.skip;

suite("the README", () => {
  const shown = existsSync(README) ? sessions(readFileSync(README, "utf8")) : [];

  test("shows the command line at work", () => {
    expect(
      shown
        .flat()
        .map(({ command }) => command)
        .join("\n"),
    ).toContain("npm run ask");
  });

  test.each(shown.map((session) => [session.map(({ command }) => command).join("; "), session] as const))(
    "shows what really happens: %s",
    async (_title, session) => {
      await using folder = await temporaryFolder();
      await symlink(join(ROOT, "example"), join(folder.path, "example"));
      const npm = await folder.write("bin/npm", npmOfTheRepository());
      await chmod(npm, 0o755);
      for (const { command, output } of session) {
        if (NOT_RUN.test(command)) continue;
        const actual = await runAsReader(command, folder.path);
        const asShown = output.length === 0 || matches(actual, output);
        expect(asShown ? output : actual).toEqual(output);
      }
    },
  );
});

function npmOfTheRepository(): string {
  const others = (process.env["PATH"] ?? "").split(delimiter);
  const npm = others.map((folder) => join(folder, "npm")).find((path) => existsSync(path));
  if (npm === undefined) throw new Error("There is no npm on the PATH.");
  return `#!/bin/sh\nexec "${npm}" --prefix "${ROOT}" "$@"\n`;
}
