import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { makeAnnualReport, makeStalling } from "@longdoc/fixtures";

import { readPdfPages } from "./sandboxed.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longdoc pdf-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a file that changes while it is read is not read on: its pages would be of two documents", async () => {
  const path = join(folder, "changing.pdf");
  await writeFile(path, makeStalling());
  const reading = async (): Promise<void> => {
    for await (const message of readPdfPages({ source: "changing.pdf", path }, { pageTimeoutMs: 1_500 })) {
      if (message.type === "opened") await writeFile(path, await makeAnnualReport());
    }
  };
  await expect(reading()).rejects.toMatchObject({ code: "file.changed", input: "changing.pdf" });
});

test("a file that is gone when its reader died is said to be missing", async () => {
  const path = join(folder, "gone.pdf");
  await writeFile(path, makeStalling());
  const reading = async (): Promise<void> => {
    for await (const message of readPdfPages({ source: "gone.pdf", path }, { pageTimeoutMs: 1_500 })) {
      if (message.type === "opened") await rm(path);
    }
  };
  await expect(reading()).rejects.toMatchObject({ code: "file.missing", input: "gone.pdf" });
});
