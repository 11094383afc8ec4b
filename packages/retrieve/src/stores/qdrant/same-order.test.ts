import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startQdrantStandIn } from "@longdoc/qdrant-stand-in";
import { expect, test } from "@jest/globals";
import fc from "fast-check";

import { makeDocument } from "../../../test/chunks.ts";
import { openLibrary } from "../sqlite/open-library.ts";
import { openQdrant } from "./open-qdrant.ts";

const words = fc.constantFrom(
  ..."tide river salt marsh lights 2019 5,409 harbour the von Häuser niño 東京都".split(" "),
);
/** From a few words to many more than the length that the vectors are made for. */
const text = fc
  .array(words, { minLength: 1, maxLength: 40 })
  .chain((some) =>
    fc.integer({ min: 1, max: 12 }).map((times) => Array(times).fill(some.join(" ")).join(" ")),
  );
const corpus = fc.array(fc.array(text, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 });

test("a Qdrant store and the embedded one give one order and one score, for any corpus and filter", async () => {
  await using standIn = await startQdrantStandIn();
  const folder = await mkdtemp(join(tmpdir(), "longdoc-same-order-"));
  {
    await using embedded = await openLibrary(folder);
    await using qdrant = await openQdrant({ url: standIn.url });
    await fc.assert(
      fc.asyncProperty(
        corpus,
        fc.array(words, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom({}, { source: "/{0,2}.txt" }, { pages: { from: 2, to: 3 } }, { mediaTypes: ["a/b"] }),
        async (texts, query, topK, filter) => {
          const documents = texts.map((chunks, at) =>
            makeDocument(
              `/${at}.txt`,
              chunks.map((chunk) => [chunk]),
              {
                language: ["en", "de", "es"][at % 3]!,
                mediaType: ["a/b", "c/d"][at % 2]!,
              },
            ),
          );
          const found = [];
          for (const store of [embedded, qdrant]) {
            await store.remove({});
            for (const { document, chunks } of documents) await store.replace(document, chunks);
            const results = await store.search({ text: query.join(" "), topK, filter });
            found.push(results.map(({ chunk, score }) => [chunk.id, score]));
          }
          expect(found[1]).toEqual(found[0]);
        },
      ),
      { numRuns: 60 },
    );
  }
  expect(standIn.violations).toEqual([]);
  await rm(folder, { recursive: true });
});
