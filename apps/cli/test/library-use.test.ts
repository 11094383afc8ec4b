import { execFile } from "node:child_process";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { makeAnnualReport } from "@longdoc/fixtures";

import { temporaryFolder } from "./support/folder.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PACKAGES = ["core", "ingest", "retrieve", "answer"];

/** A folder of a program of its own: the packages as installed, and a report to ask about. */
async function programFolder() {
  const folder = await temporaryFolder();
  await mkdir(join(folder.path, "node_modules", "@longdoc"), { recursive: true });
  for (const name of PACKAGES) {
    await symlink(join(ROOT, "packages", name), join(folder.path, "node_modules", "@longdoc", name));
  }
  await folder.write("report.pdf", await makeAnnualReport());
  return folder;
}

async function run(folder: string, program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd: folder });
  return stdout;
}

describe("the packages in a plain Node program outside the workspace", () => {
  test("ingest, ask and cite in the ten lines that the README shows", async () => {
    await using folder = await programFolder();
    const program = /```js\n(.*?)```/s.exec(await readFile(join(ROOT, "README.md"), "utf8"))![1]!;
    await folder.write("example.mjs", program);
    const output = await run(folder.path, "example.mjs");
    expect(output).toContain(
      "5 Inventories — January 31, 2026: 176.4; February 1, 2025: 152.9 (in millions of dollars)",
    );
    expect(output).toMatch(/page: 5,\s+x: [\d.]+/);
  });

  test("give their types to a strict TypeScript program", async () => {
    await using folder = await programFolder();
    await folder.write(
      "program.mts",
      `import type { Answer, Document } from "@longdoc/core";
       import { ask, sentencesAnswerer } from "@longdoc/answer";
       import { ingest } from "@longdoc/ingest";
       import { openLibrary, retrieve } from "@longdoc/retrieve";
       const document: Document = (await ingest("report.pdf")).document;
       const answer: Answer = await ask(await retrieve(await openLibrary("library"), "?"), { answerer: sentencesAnswerer() });
       const pages: number = document.pages.length + answer.citations[0]!.page;
       // @ts-expect-error a page is a number
       const wrong: string = pages;
       export { wrong };`,
    );
    await folder.write(
      "tsconfig.json",
      JSON.stringify({
        compilerOptions: {
          module: "nodenext",
          target: "es2024",
          strict: true,
          noEmit: true,
          types: [],
          skipLibCheck: false,
          lib: ["es2024", "esnext.disposable"],
        },
        files: ["program.mts"],
      }),
    );
    const compile = promisify(execFile)(
      process.execPath,
      [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", "."],
      { cwd: folder.path },
    );
    expect(await compile.catch((error: { stdout: string }) => error.stdout)).toEqual({
      stdout: "",
      stderr: "",
    });
  });
});
