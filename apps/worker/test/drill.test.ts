import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "@jest/globals";
import { makeCorruptPage, makeNumbered, makeTruncated } from "@longdoc/fixtures";

import { runDrill } from "./support/drill.ts";
import { freshPrefix, startRedis } from "./support/redis-server.ts";
import { describeWithOwnRedis } from "./support/redis.ts";

/** Real documents that take a second or so each, where the shared data are there. */
const SHARED = ["mmlongbench/watch_d.pdf", "mmlongbench/Independents-Report.pdf", "pdfs/pdfjs/bug1020226.pdf"]
  .map((name) => fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url)))
  .filter((path) => existsSync(path));

async function writeFiles(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const write = async (name: string, bytes: Uint8Array | string | Promise<Uint8Array>): Promise<void> => {
    const path = join(folder, name);
    await writeFile(path, await bytes);
    files.push(path);
  };
  for (let index = 0; index < 24; index += 1) {
    await write(`report-${index}.pdf`, await makeNumbered(`Report ${index}`, 2 + (index % 5) * 6));
  }
  for (let index = 0; index < 4; index += 1) {
    await write(`notes-${index}.md`, `# Notes ${index}\n\nThe heron nests on bank ${index}.\n`.repeat(400));
  }
  await write("half-bad.pdf", makeCorruptPage());
  await write("cut.pdf", await makeTruncated());
  await write("empty.pdf", "");
  return [...files, ...SHARED];
}

describeWithOwnRedis("workers that are killed, a Redis that restarts and a store that goes away", () => {
  test("leave every document indexed once or listed with its reason, as if nothing had happened", async () => {
    const folder = await mkdtemp(join(tmpdir(), "longdoc-drill-"));
    await mkdir(join(folder, "files"));
    const files = await writeFiles(join(folder, "files"));
    await using redis = await startRedis();
    const report = await runDrill({
      files,
      redis,
      prefix: freshPrefix(),
      folder,
      kills: 2,
      restarts: 1,
      storeFailureMs: 2_000,
      leaseMs: 2_000,
      sources: true,
      seed: 7,
    });
    await rm(folder, { recursive: true });
    expect(report.disturbed).toEqual(report.undisturbed);
    expect(Object.keys(report.disturbed)).toHaveLength(files.length);
    expect(report.chunks.stored).toBe(report.chunks.listed);
    const ids = Object.values(report.disturbed).flatMap((chunks) =>
      typeof chunks === "string" ? [] : chunks,
    );
    expect(new Set(ids).size).toBe(ids.length);
    const failed = Object.entries(report.disturbed).filter(([, chunks]) => typeof chunks === "string");
    expect(report.dead).toEqual(Object.fromEntries(failed));
    expect(failed.map(([, code]) => code)).toEqual(expect.arrayContaining(["file.empty", "pdf.invalid"]));
    expect(report.counts).toEqual({
      waiting: 0,
      delayed: 0,
      active: 0,
      done: files.length - failed.length,
      dead: failed.length,
    });
  }, 180_000);
});
