import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { makeDocument } from "../../../test/chunks.ts";
import { rankByReference } from "../../../test/reference-ranking.ts";
import type { ChunkStore } from "../store.ts";

/** How a suite gets at a store: `reopen` opens what `open` made, as another process would. */
export interface StoreUnderTest {
  open(): Promise<ChunkStore>;
  reopen(): Promise<ChunkStore>;
  remove(): Promise<void>;
}

/** What every chunk store promises. A store's own test calls this unchanged. */
export function describeChunkStore(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a chunk store`, () => {
    let under: StoreUnderTest;
    let store: ChunkStore;

    beforeEach(async () => {
      under = await create();
      store = await under.open();
    });
    afterEach(async () => {
      await store.close();
      await under.remove();
    });

    const textsFound = async (text: string, filter = {}): Promise<string[]> =>
      (await store.search({ text, topK: 50, filter })).map(({ chunk }) =>
        chunk.sentences.map((one) => one.text).join(" "),
      );

    test("gives chunks back as they were put in, after a restart too", async () => {
      const { document, chunks } = makeDocument("/a/odd.txt", [
        ["Emoji 😀 and 𝒳, combining é, NUL-free.", "二文目です。"],
        ["سطر عربي", "हिन्दी में वाक्य"],
      ]);
      const origins = [{ type: "ocr", confidence: 0.5 }, { type: "vision" }, { type: "structure" }] as const;
      const withAll = chunks.map((chunk, at) => ({
        ...chunk,
        headingPath: ["One", "Two"],
        context: "Said of the chunk.",
        sentences: chunk.sentences.map((sentence) => ({ ...sentence, origin: origins[at]! })),
      }));
      await store.replace(document, withAll);
      expect(await store.chunks(document.id)).toEqual(withAll);
      await store.close();
      store = await under.reopen();
      expect(await store.chunks(document.id)).toEqual(withAll);
      expect(await store.statistics()).toMatchObject({ documents: 1, chunks: 2, sentences: 4 });
    });

    test("finds by filter: documents, source, media type, pages", async () => {
      const one = makeDocument("/reports/2024/one.pdf", [["river bank"], ["river bed"], ["river mouth"]], {
        mediaType: "application/pdf",
      });
      const two = makeDocument("/notes/two.md", [["river delta"]], { mediaType: "text/markdown" });
      await store.replace(one.document, one.chunks);
      await store.replace(two.document, two.chunks);
      expect(await textsFound("river")).toHaveLength(4);
      expect(await textsFound("river", { documentIds: [two.document.id] })).toEqual(["river delta"]);
      expect(await textsFound("river", { source: "/reports/**/*.pdf" })).toHaveLength(3);
      expect(await textsFound("river", { source: "/notes/two.md" })).toEqual(["river delta"]);
      expect(await textsFound("river", { mediaTypes: ["text/markdown"] })).toEqual(["river delta"]);
      expect(await textsFound("river", { source: "/reports/**", pages: { from: 2, to: 2 } })).toEqual([
        "river mouth",
      ]);
      expect(await textsFound("river", { documentIds: [] })).toEqual([]);
      expect((await store.documents({ source: "**/*.md" })).map(({ source }) => source)).toEqual([
        "/notes/two.md",
      ]);
    });

    test("replaces a document's version at once: readers see the old one or the new one", async () => {
      const versions = [0, 1].map((version) =>
        makeDocument(
          "/a.txt",
          Array.from({ length: 60 }, (_, at) => [`version${version} of chunk ${at} says tide`]),
        ),
      );
      await store.replace(versions[0]!.document, versions[0]!.chunks);
      const reader = await under.reopen();
      const progress = { writing: true };
      const write = (async () => {
        for (let round = 1; round <= 10; round++) {
          const { document, chunks } = versions[round % 2]!;
          const receipt = await store.replace(document, chunks);
          expect(receipt).toMatchObject({
            version: document.version,
            replaced: versions[(round + 1) % 2]!.document.version,
            chunks: 60,
          });
        }
        progress.writing = false;
      })();
      let reads = 0;
      while (progress.writing || reads === 0) {
        const found = await reader.search({ text: "tide", topK: 100 });
        expect(found).toHaveLength(60);
        expect(new Set(found.map(({ chunk }) => chunk.version)).size).toBe(1);
        reads++;
      }
      await write;
      await reader.close();
      expect(await store.statistics()).toMatchObject({ documents: 1, chunks: 60, sentences: 60 });
    });

    test("reads a document whole, in one version, while it is replaced by longer and shorter ones", async () => {
      const versions = [3, 50, 17].map((chunks, version) =>
        makeDocument(
          "/a.txt",
          Array.from({ length: chunks }, (_, at) => [`edition${version} of chunk ${at}`]),
        ),
      );
      await store.replace(versions[0]!.document, versions[0]!.chunks);
      const reader = await under.reopen();
      const progress = { writing: true };
      const write = (async () => {
        for (let round = 1; round <= 9; round++) {
          const { document, chunks } = versions[round % 3]!;
          await store.replace(document, chunks);
        }
        progress.writing = false;
      })();
      let reads = 0;
      while (progress.writing || reads === 0) {
        const read = await reader.chunks(versions[0]!.document.id);
        const whole = versions.find(({ document }) => document.version === read[0]?.version);
        expect(read).toEqual(whole?.chunks);
        reads++;
      }
      await write;
      await reader.close();
    });

    test("shows a document whole or not at all while it comes and goes", async () => {
      const { document, chunks } = makeDocument(
        "/a.txt",
        Array.from({ length: 40 }, (_, at) => [`chunk ${at} of the tide table`]),
      );
      const reader = await under.reopen();
      const progress = { writing: true };
      const write = (async () => {
        for (let round = 0; round < 6; round++) {
          await store.replace(document, chunks);
          expect(await store.remove({ documentIds: [document.id] })).toHaveLength(1);
        }
        progress.writing = false;
      })();
      let reads = 0;
      while (progress.writing || reads === 0) {
        const found = await reader.search({ text: "tide", topK: 100 });
        expect([0, 40]).toContain(found.length);
        reads++;
      }
      await write;
      await reader.close();
    });

    test("keeps one whole version when two write the same document at once", async () => {
      const other = await under.reopen();
      const versions = [0, 1].map((version) =>
        makeDocument(
          "/a.txt",
          Array.from({ length: 30 }, (_, at) => [`version${version} of chunk ${at}, tide`]),
        ),
      );
      await Promise.all(
        [store, other, store, other].map((writer, at) =>
          writer.replace(versions[at % 2]!.document, versions[at % 2]!.chunks),
        ),
      );
      const found = await store.search({ text: "tide", topK: 100 });
      expect(found).toHaveLength(30);
      expect(new Set(found.map(({ chunk }) => chunk.version)).size).toBe(1);
      expect(await store.statistics()).toMatchObject({ documents: 1, chunks: 30, sentences: 30 });
      await other.close();
    });

    test("counts a document once that is put in again unchanged", async () => {
      const { document, chunks } = makeDocument("/a.txt", [["tide"], ["tide and ebb"]]);
      await store.replace(document, chunks);
      const [before] = await store.search({ text: "ebb", topK: 1 });
      expect(await store.replace(document, chunks)).toMatchObject({ replaced: document.version, chunks: 2 });
      expect(await store.search({ text: "ebb", topK: 1 })).toEqual([before]);
      expect(await store.statistics()).toMatchObject({ documents: 1, chunks: 2, sentences: 2 });
    });

    test("keeps documents without a chunk", async () => {
      const { document } = makeDocument("/empty.txt", []);
      await store.replace(document, []);
      expect(await store.documents()).toMatchObject([{ source: "/empty.txt", chunks: 0, tokens: 0 }]);
      expect(await textsFound("empty")).toEqual([]);
      expect(await store.chunks(document.id)).toEqual([]);
      expect(await store.remove({ source: "/empty.txt" })).toHaveLength(1);
    });

    test("bears names of every kind: spaces, quotes, other scripts, half a surrogate pair", async () => {
      const sources = [
        "/a b/ü (1).txt",
        `/q"uo'te.txt`,
        "/東京/報告.txt",
        "/[x]{y}*?.txt",
        "/half\ud83d.txt",
      ];
      for (const source of sources) {
        const { document, chunks } = makeDocument(source, [["tide", "half \ud83d of it"]], { title: source });
        await store.replace(document, chunks);
        expect(await store.chunks(document.id)).toEqual(chunks);
      }
      expect((await store.documents()).map(({ source }) => source).sort()).toEqual(sources.sort());
      expect(await textsFound("tide", { source: "/[x]{y}*?.txt" })).toHaveLength(1);
      expect(await textsFound("tide", { source: "/東京/*" })).toHaveLength(1);
      expect(await textsFound("tide")).toHaveLength(5);
    });

    test("says what it removed, and finds it no more", async () => {
      const kept = makeDocument("/kept.txt", [["harbour light"]]);
      const gone = makeDocument("/gone.txt", [["harbour wall", "and a pier"], ["harbour master"]]);
      await store.replace(kept.document, kept.chunks);
      await store.replace(gone.document, gone.chunks);
      const { id, version } = gone.document;
      expect(await store.remove({ documentIds: [id] })).toEqual([
        { id, version, source: "/gone.txt", chunks: 2, sentences: 3 },
      ]);
      expect(await store.remove({ documentIds: [id] })).toEqual([]);
      expect(await textsFound("harbour")).toEqual(["harbour light"]);
      expect(await store.chunks(id)).toEqual([]);
      expect(await store.findSentence(gone.chunks[0]!.sentences[0]!.id)).toBeUndefined();
      expect(await store.statistics()).toMatchObject({ documents: 1, chunks: 1, sentences: 1 });
    });

    test("finds a sentence by its id, and only by its whole id", async () => {
      const { document, chunks } = makeDocument("/a.txt", [["one", "two"], ["three"]]);
      await store.replace(document, chunks);
      const sentence = chunks[1]!.sentences[0]!;
      const found = await store.findSentence(sentence.id);
      expect(found?.chunk).toEqual(chunks[1]);
      expect(found?.document.source).toBe("/a.txt");
      expect(await store.findSentence(`${sentence.id.slice(0, -8)}00000000`)).toBeUndefined();
      expect(await store.findSentence("nonsense")).toBeUndefined();
    });

    test("keeps failures until the source is indexed or removed", async () => {
      const { document, chunks } = makeDocument("/a.pdf", [["salt marsh"]]);
      const failure = {
        documentId: document.id,
        source: "/a.pdf",
        version: "v",
        code: "pdf.invalid",
        reason: "It is no PDF.",
        failedAt: "2026-01-01T00:00:00.000Z",
      };
      const other = { ...failure, documentId: "0".repeat(16), source: "/b.pdf" };
      await store.recordFailure(failure);
      await store.recordFailure(other);
      await store.recordFailure({ ...failure, reason: "It is still none." });
      expect(await store.failures()).toEqual([{ ...failure, reason: "It is still none." }, other]);
      await store.replace(document, chunks);
      expect(await store.failures()).toEqual([other]);
      await store.remove({ source: "/b.pdf" });
      expect(await store.failures()).toEqual([]);
    });

    test("orders equal scores by document, then by place", async () => {
      const documents = ["/b.txt", "/a.txt", "/c.txt"].map((source) =>
        makeDocument(source, [["same words"], ["same words"]], { title: "t" }),
      );
      for (const { document, chunks } of documents)
        await store.replace({ ...document, source: "/same.txt" }, chunks);
      const found = await store.search({ text: "words", topK: 5 });
      const keys = found.map(({ chunk }) => `${chunk.documentId} ${chunk.ordinal}`);
      expect(keys).toEqual(keys.toSorted());
      expect(new Set(found.map(({ score }) => score)).size).toBe(1);
    });

    test("takes documents of 10,000 chunks", async () => {
      const { document, chunks } = makeDocument(
        "/long.txt",
        Array.from({ length: 10_000 }, (_, at) => [`chunk number${at} of many`]),
      );
      await store.replace(document, chunks);
      const [best] = await store.search({ text: "number7777", topK: 1 });
      expect(best!.chunk.ordinal).toBe(7_777);
      expect(await store.chunks(document.id)).toHaveLength(10_000);
      expect((await store.remove({})).map((removed) => removed.chunks)).toEqual([10_000]);
    });

    test("bears empty, odd and huge queries", async () => {
      const { document, chunks } = makeDocument("/a.txt", [["plain words"]]);
      await store.replace(document, chunks);
      for (const text of ["", "   ", "\"'*()- OR AND NOT NEAR", "😀", "\u0000", "\ud800"]) {
        expect(await store.search({ text, topK: 3 })).toEqual([]);
      }
      expect(await store.search({ text: "words ".repeat(20_000), topK: 3 })).toHaveLength(1);
    });

    test("stops a search that was cancelled before it began", async () => {
      await expect(store.search({ text: "x", topK: 1 }, { signal: AbortSignal.abort() })).rejects.toThrow(
        /abort/i,
      );
    });

    const words = fc.constantFrom(
      "tide",
      "river",
      "salt",
      "marsh",
      "lights",
      "2019",
      "5,409",
      "harbour",
      "the",
      "von",
      "東京都",
      "niño",
    );
    const corpus = fc.array(
      fc.array(fc.array(words, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 }),
      { minLength: 1, maxLength: 5 },
    );

    test("ranks as the reference does, after replacing and removing too", async () => {
      await fc.assert(
        fc.asyncProperty(
          corpus,
          fc.array(words, { minLength: 1, maxLength: 4 }),
          fc.boolean(),
          async (texts, query, removeFirst) => {
            await store.remove({});
            const documents = texts.map((chunks, at) =>
              makeDocument(
                `/${at}.txt`,
                chunks.map((chunk) => [chunk.join(" ")]),
                { language: at % 2 === 0 ? "en" : "de", title: `Title${at}` },
              ),
            );
            for (const { document, chunks } of documents) await store.replace(document, chunks);
            for (const { document, chunks } of documents.slice(0, 2)) await store.replace(document, chunks);
            if (removeFirst) await store.remove({ documentIds: [documents[0]!.document.id] });
            const left = removeFirst ? documents.slice(1) : documents;
            const found = await store.search({ text: query.join(" "), topK: 8 });
            const expected = rankByReference(left, query.join(" ")).slice(0, 8);
            expect(found.map(({ chunk }) => chunk.id)).toEqual(expected.map(({ chunk }) => chunk.id));
            found.forEach(({ score }, at) => expect(score).toBeCloseTo(expected[at]!.score, 9));
          },
        ),
        { numRuns: 40 },
      );
    });

    test("is closed once, and says so afterwards", async () => {
      await store.close();
      await store.close();
      await expect(store.search({ text: "x", topK: 1 })).rejects.toMatchObject({ code: "library.closed" });
      store = await under.reopen();
    });
  });
}
