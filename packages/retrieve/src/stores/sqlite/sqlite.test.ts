import { fork } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

import { makeDocument } from "../../../test/chunks.ts";
import { describeChunkStore } from "../contract/chunk-store.ts";
import { openLibrary } from "./open-library.ts";
import { LIBRARY_FILE } from "./schema.ts";

const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), "longdoc library-"));

describeChunkStore("the embedded library", async () => {
  const folder = await temporary();
  return {
    open: () => openLibrary(folder),
    reopen: () => openLibrary(folder),
    remove: () => rm(folder, { recursive: true }),
  };
});

describe("the embedded library's file", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await temporary();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const report = (version: number, chunks = 40) =>
    makeDocument(
      "/report.txt",
      Array.from({ length: chunks }, (_, at) => [`version ${version} chunk ${at} tide`]),
    );

  test("holds whole documents only when its writer is killed at any moment", async () => {
    const writer = new URL("../../../test/endless-writer.ts", import.meta.url);
    for (const delay of [40, 130, 260]) {
      const child = fork(writer, [folder], {
        execArgv: ["--conditions=@longdoc/source", "--disable-warning=ExperimentalWarning"],
      });
      const acknowledged = new Map<string, string>();
      child.on("message", ({ source, version }: { source: string; version: string }) =>
        acknowledged.set(source, version),
      );
      await new Promise((resolve) => child.once("message", resolve));
      await wait(delay);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      await using store = await openLibrary(folder);
      const documents = await store.documents();
      expect(documents.map(({ source }) => source)).toEqual(expect.arrayContaining([...acknowledged.keys()]));
      for (const { id, chunks, sentences } of documents) {
        const read = await store.chunks(id);
        expect(read).toHaveLength(chunks);
        expect(read.flatMap((chunk) => chunk.sentences)).toHaveLength(sentences);
      }
      const { chunks } = await store.statistics();
      expect(await store.search({ text: "tide", topK: 100_000 })).toHaveLength(chunks);
    }
  });

  test("can be made by two programs at once", async () => {
    const stores = await Promise.all([openLibrary(folder), openLibrary(folder), openLibrary(folder)]);
    await Promise.all(
      stores.map((store, at) => store.replace(...parts(makeDocument(`/${at}.txt`, [["tide"]])))),
    );
    expect(await stores[0]!.search({ text: "tide", topK: 9 })).toHaveLength(3);
    await Promise.all(stores.map((store) => store.close()));
  });

  test("is not opened when a newer version made it", async () => {
    await (await openLibrary(folder)).close();
    withDatabase((database) => database.exec("PRAGMA user_version = 999"));
    await expect(openLibrary(folder)).rejects.toMatchObject({
      code: "library.newer",
      input: folder,
      recovery: "permanent",
    });
  });

  test.each([
    ["no database at all", "This is a diary.".repeat(400)],
    ["a database cut short", "SQLite format 3\0".padEnd(90, "\x01")],
  ])("is called damaged when it is %s", async (_name, content) => {
    await writeFile(join(folder, LIBRARY_FILE), content, "latin1");
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: "library.damaged" });
  });

  test("reports a lock that is held too long, and works when it is gone", async () => {
    await using store = await openLibrary(folder, { busyTimeoutMs: 100 });
    const other = new DatabaseSync(join(folder, LIBRARY_FILE));
    other.exec("BEGIN IMMEDIATE");
    await expect(store.replace(...parts(report(1)))).rejects.toMatchObject({
      code: "library.locked",
      recovery: "transient",
    });
    expect(await store.documents()).toEqual([]);
    other.exec("ROLLBACK");
    other.close();
    expect(await store.replace(...parts(report(1)))).toMatchObject({ chunks: 40 });
  });

  test("keeps what it held when the disk is full, and stays readable", async () => {
    await using small = await openLibrary(folder, { maxPages: 60 });
    await small.replace(...parts(report(1)));
    await expect(small.replace(...parts(report(2, 5_000)))).rejects.toMatchObject({
      code: "library.disk-full",
    });
    const found = await small.search({ text: "tide", topK: 100 });
    expect(found).toHaveLength(40);
    expect(found[0]!.chunk.version).toBe(report(1).document.version);
  });

  test("says so when its folder is a file or may not be written", async () => {
    const file = join(folder, "file");
    await writeFile(file, "x");
    await expect(openLibrary(file)).rejects.toMatchObject({ code: "library.unwritable" });
    if (process.getuid?.() === 0) return;
    await chmod(folder, 0o500);
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: "library.unwritable" });
    await chmod(folder, 0o700);
  });

  function withDatabase(work: (database: DatabaseSync) => void): void {
    const database = new DatabaseSync(join(folder, LIBRARY_FILE));
    work(database);
    database.close();
  }
});

function parts({ document, chunks }: ReturnType<typeof makeDocument>): [typeof document, typeof chunks] {
  return [document, chunks];
}
