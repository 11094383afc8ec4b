import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { openLibrary } from "@longdoc/retrieve";

import { temporaryFolder } from "../../test/folder.ts";
import { indexDocuments } from "../document/index-document.ts";
import { openEmbeddedQueue } from "../embedded/open-queue.ts";
import { runJobs } from "../work/run-jobs.ts";
import { listFolder } from "./list-folder.ts";
import { watchSources } from "./watch-sources.ts";

describe("watching a folder", () => {
  test("follows new, changed, moved and deleted files, and survives the folder's absence", async () => {
    await using folder = await temporaryFolder();
    const root = join(folder.path, "docs");
    await mkdir(join(root, "deep"), { recursive: true });
    await using store = await openLibrary(folder.path);
    await using queue = openEmbeddedQueue(folder.path);
    const stop = new AbortController();
    const { signal } = stop;
    const errors: string[] = [];
    const write = (name: string, text: string): Promise<void> => writeFile(join(root, name), text);
    await write("a.md", "The heron nests here.");
    await write("deep/b.md", "The owl nests there.");
    await write("c.mp3", "ID3");

    const working = runJobs(queue, { ...indexDocuments({ store }), signal, firstRetryMs: 10 });
    const watching = watchSources({
      queue,
      store,
      list: (abort) => listFolder(root, abort),
      prefix: `${root}/`,
      batch: "watch",
      accepts: (source) => source.endsWith(".md"),
      folder: root,
      everyMs: 200,
      signal,
      onError: ({ code }) => errors.push(code),
    });
    /** What is searchable, by file name: waits until it is what is expected. */
    const settles = async (expected: Record<string, string>): Promise<void> => {
      let found: Record<string, string> = {};
      for (let tries = 0; tries < 100; tries += 1) {
        const results = await store.search({ text: "nests", topK: 10 });
        found = Object.fromEntries(
          results.map(({ chunk, document }) => [
            document.source.slice(root.length + 1),
            chunk.sentences.map(({ text }) => text).join(" "),
          ]),
        );
        if (isDeepStrictEqual(found, expected)) return;
        await delay(100);
      }
      expect(found).toEqual(expected);
    };

    await settles({ "a.md": "The heron nests here.", "deep/b.md": "The owl nests there." });
    await write("a.md", "The kingfisher nests here.");
    await write("d.md", "The stork nests above.");
    await settles({
      "a.md": "The kingfisher nests here.",
      "d.md": "The stork nests above.",
      "deep/b.md": "The owl nests there.",
    });
    await rm(join(root, "d.md"));
    await rename(join(root, "deep/b.md"), join(root, "deep/e.md"));
    await settles({ "a.md": "The kingfisher nests here.", "deep/e.md": "The owl nests there." });
    // A disk that is not there for a moment is no deletion.
    await rename(root, `${root}.away`);
    while (errors.length < 2) await delay(50);
    expect(errors[0]).toBe("file.unreadable");
    await rename(`${root}.away`, root);
    await settles({ "a.md": "The kingfisher nests here.", "deep/e.md": "The owl nests there." });
    stop.abort();
    await Promise.all([working, watching]);
    expect(await queue.counts()).toMatchObject({ active: 0, dead: 0 });
  });
});
