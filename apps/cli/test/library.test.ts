import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { makeNumbered } from "@longdoc/fixtures";

import { temporaryFolder, type TemporaryFolder } from "./support/folder.ts";
import { json, longdoc, start } from "./support/longdoc.ts";
import type { AnswerJson, ErrorJson, IngestJson, SearchJson, StatusJson } from "./support/shapes.ts";

const MANY = 20;

async function writeMany(folder: TemporaryFolder): Promise<void> {
  for (let index = 1; index <= MANY; index += 1) {
    await folder.write(`reports/report-${index}.pdf`, makeNumbered(`Report ${index}`, 2));
  }
}

async function status(folder: TemporaryFolder): Promise<StatusJson> {
  return json<StatusJson>(await longdoc(["status", "--json"], { cwd: folder.path }));
}

describe("ingesting is interrupted", () => {
  test("after kill -9 the same command finishes: nothing twice, nothing lost", async () => {
    await using folder = await temporaryFolder();
    await writeMany(folder);
    const { child, finished } = start(["ingest", "reports"], { cwd: folder.path });
    const someDone = new Promise<void>((resolve) => {
      child.stdout?.on("data", (text: string) => {
        if (text.includes("indexed")) resolve();
      });
    });
    await Promise.race([someDone, finished]);
    child.kill("SIGKILL");
    expect(await finished).toMatchObject({ code: "SIGKILL" });
    const before = (await status(folder)).documents.length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(MANY);

    const again = await longdoc(["ingest", "reports", "--json"], { cwd: folder.path });
    expect(again.code).toBe(0);
    const { documents } = json<IngestJson>(again);
    expect(documents).toHaveLength(MANY);
    expect(documents.filter((document) => document.status === "unchanged")).toHaveLength(before);
    expect(documents.filter((document) => document.status === "indexed")).toHaveLength(MANY - before);

    const stored = (await status(folder)).documents;
    expect(new Set(stored.map((document) => document.source)).size).toBe(MANY);
    expect(stored).toHaveLength(MANY);
    const found = await longdoc(["search", "nitrate", "--top", "1000", "--json"], { cwd: folder.path });
    const { results } = json<SearchJson>(found);
    expect(new Set(results.map((result) => result.chunkId)).size).toBe(results.length);
    expect(new Set(results.map((result) => result.source)).size).toBe(MANY);
  });

  test("Ctrl-C stops with exit code 130 and keeps what was finished", async () => {
    await using folder = await temporaryFolder();
    await writeMany(folder);
    const { child, finished } = start(["ingest", "reports"], { cwd: folder.path });
    child.stdout?.once("data", () => child.kill("SIGINT"));
    const result = await finished;
    expect(result.code).toBe(130);
    expect(result.stderr).toMatch(/^longdoc: Interrupted/m);
    const printed = result.stdout.match(/^indexed/gm)?.length ?? 0;
    expect(printed).toBeGreaterThan(0);
    expect((await status(folder)).documents.length).toBeGreaterThanOrEqual(printed);
    expect(await longdoc(["ingest", "reports"], { cwd: folder.path })).toMatchObject({ code: 0 });
    expect((await status(folder)).documents).toHaveLength(MANY);
  });
});

describe("a library over time", () => {
  test("unchanged files do no work and say so", async () => {
    await using folder = await temporaryFolder();
    await folder.write("a.md", "# Birds\n\nThe heron nests on the northern bank.");
    const first = await longdoc(["ingest", "a.md", "--json"], { cwd: folder.path });
    const again = await longdoc(["ingest", "a.md", "--json"], { cwd: folder.path });
    const [before] = json<IngestJson>(first).documents;
    const [after] = json<IngestJson>(again).documents;
    expect(after).toEqual({ ...before, status: "unchanged", seconds: after?.seconds });
  });

  test("a changed file replaces its old version", async () => {
    await using folder = await temporaryFolder();
    await folder.write("a.txt", "The heron nests on the northern bank.");
    await longdoc(["ingest", "a.txt"], { cwd: folder.path });
    await folder.write("a.txt", "The kingfisher nests on the southern bank.");
    const changed = await longdoc(["ingest", "a.txt", "--json"], { cwd: folder.path });
    expect(json<IngestJson>(changed).documents).toMatchObject([{ status: "indexed" }]);
    const [heron, kingfisher] = await Promise.all(
      ["heron", "kingfisher"].map((query) => longdoc(["search", query, "--json"], { cwd: folder.path })),
    );
    expect(heron).toMatchObject({ code: 3 });
    expect(json<SearchJson>(heron!).results).toEqual([]);
    expect(json<SearchJson>(kingfisher!).results).toHaveLength(1);
    expect((await status(folder)).documents).toHaveLength(1);
  });

  test("a version that cannot be read leaves the old one searchable, and is reported", async () => {
    await using folder = await temporaryFolder();
    await folder.write("a.txt", "The heron nests on the northern bank.");
    await longdoc(["ingest", "a.txt"], { cwd: folder.path });
    await folder.write("a.txt", "");
    expect(await longdoc(["ingest", "a.txt"], { cwd: folder.path })).toMatchObject({ code: 1 });
    expect(await longdoc(["search", "heron"], { cwd: folder.path })).toMatchObject({ code: 0 });
    expect((await status(folder)).failures).toMatchObject([{ code: "file.empty" }]);
  });

  test.each(["path", "id"])(
    "delete by %s says what it removed, and a search no longer finds it",
    async (by) => {
      await using folder = await temporaryFolder();
      const path = await folder.write("a.txt", "The heron nests on the northern bank.");
      await folder.write("b.txt", "The kingfisher stays all winter.");
      const ingested = await longdoc(["ingest", "a.txt", "b.txt", "--json"], { cwd: folder.path });
      const id = json<IngestJson>(ingested).documents.find((document) => document.source === path)!.id;

      const target = by === "path" ? "a.txt" : id;
      const deleted = await longdoc(["delete", target, "--json"], { cwd: folder.path });
      expect(deleted.code).toBe(0);
      expect(json(deleted)).toMatchObject({ removed: [{ id, source: path, chunks: 1, sentences: 1 }] });
      expect(await longdoc(["search", "heron"], { cwd: folder.path })).toMatchObject({ code: 3 });
      expect(await longdoc(["search", "kingfisher"], { cwd: folder.path })).toMatchObject({ code: 0 });

      const again = await longdoc(["delete", target, "--json"], { cwd: folder.path });
      expect(again.code).toBe(1);
      expect(json<{ error: ErrorJson }>(again).error.code).toBe("library.document-missing");
    },
  );

  test("two processes fill one library at the same time", async () => {
    await using folder = await temporaryFolder();
    for (let index = 0; index < 10; index += 1) {
      await folder.write(`a/${index}.txt`, `Heron number ${index} nests here.`);
      await folder.write(`b/${index}.txt`, `Kingfisher number ${index} nests here.`);
    }
    const both = await Promise.all(["a", "b"].map((name) => longdoc(["ingest", name], { cwd: folder.path })));
    expect(both.map((result) => result.code)).toEqual([0, 0]);
    expect((await status(folder)).documents).toHaveLength(20);
  });
});

describe("paths", () => {
  test("folders, globs and files overlap, and each document is read once", async () => {
    await using folder = await temporaryFolder();
    await folder.write("in/a.txt", "Alpha is first.");
    await folder.write("in/deep/b.md", "Beta is second.");
    await folder.write("in/c.mp3", "ID3");
    await folder.write("in/.hidden.txt", "Not for readers.");
    await folder.write("in/node_modules/d.txt", "Not for readers.");
    const result = await longdoc(["ingest", "in", "in/*.txt", "in/a.txt", "in/../in/a.txt", "--json"], {
      cwd: folder.path,
    });
    expect(result.code).toBe(0);
    const sources = json<IngestJson>(result).documents.map((document) => document.source);
    expect(sources).toEqual([join(folder.path, "in/a.txt"), join(folder.path, "in/deep/b.md")]);
    expect(result.stderr).toContain("1 file of other types");
  });

  test("a question with paths is answered from those documents only", async () => {
    await using folder = await temporaryFolder();
    await folder.write("a.txt", "The budget of the northern project is 3 million dollars.");
    await folder.write("b.txt", "The budget of the northern project is 9 million dollars.");
    await longdoc(["ingest", "a.txt", "b.txt"], { cwd: folder.path });
    const question = "What is the budget of the northern project?";
    const answer = json<AnswerJson>(
      await longdoc(["ask", question, "b.txt", "--json"], { cwd: folder.path }),
    );
    expect(answer.citations.map((citation) => citation.source)).toEqual([join(folder.path, "b.txt")]);
    expect(answer.plan.documents).toHaveLength(1);
  });

  test("the library is where --library or LONGDOC_LIBRARY says", async () => {
    await using folder = await temporaryFolder();
    await folder.write("a.txt", "The heron nests on the northern bank.");
    await longdoc(["ingest", "a.txt", "--library", "one"], { cwd: folder.path });
    await longdoc(["ingest", "a.txt"], { cwd: folder.path, env: { LONGDOC_LIBRARY: "two" } });
    expect((await readdir(folder.path)).toSorted()).toEqual(["a.txt", "one", "two"]);
  });
});
