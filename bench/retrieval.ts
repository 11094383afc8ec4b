import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { type ChunkStore, openLibrary, search } from "@longdoc/retrieve";

import { type Collection, readCollections } from "./retrieval/collections.ts";
import { toDocument } from "./retrieval/corpus.ts";
import { meanOf, measure, type Measures, quantile } from "./retrieval/measures.ts";
import { syntheticQueries, syntheticTexts } from "./retrieval/synthetic.ts";

const SYNTHETIC_CHUNKS = 100_000;
const CHUNKS_PER_DOCUMENT = 1_000;

/**
 * Prints how well search ranks, per collection, beside a public BM25's figure on the same files; then how long a
 * search takes among 100,000 chunks.
 *
 * @param args folder of evaluation data (default `../shared/data`), names of collections (default all)
 */
export async function run(args: string[]): Promise<void> {
  const data = args[0] ?? fileURLToPath(new URL("../../shared/data", import.meta.url));
  const wanted = args.slice(1);
  const collections = readCollections(data).filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name),
  );
  if (collections.length === 0) console.log(`There are no collections in ${data}: only latency is measured.`);
  else
    console.log(
      "collection      docs queries  nDCG@10 recall@5 recall@10  hit@1   BM25 reference   ms p50/p95",
    );
  for (const collection of collections) await withLibrary((store) => printCollection(store, collection));
  if (wanted.length === 0) await withLibrary(printLatency);
}

async function withLibrary(work: (store: ChunkStore) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "longdoc-bench-"));
  try {
    await using store = await openLibrary(folder);
    await work(store);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function printCollection(store: ChunkStore, collection: Collection): Promise<void> {
  const { name, language, documents, queries, relevant, reference } = collection;
  for (const { id, title, text } of documents) {
    // A source that ends in "/" has no file name: only title and text are searched, as in the reference.
    const { document, chunks } = toDocument(`${id}/`, title, language, [text]);
    await store.replace(document, chunks);
  }
  const times: number[] = [];
  const measures: Measures[] = [];
  for (const query of queries) {
    const answers = relevant.get(query.id);
    if (!answers) continue;
    const begin = performance.now();
    const found = await search(store, query.text, { topK: 10 });
    times.push(performance.now() - begin);
    measures.push(
      measure(
        found.map(({ document }) => document.source.slice(0, -1)),
        answers,
      ),
    );
  }
  const mean = meanOf(measures);
  console.log(
    name.padEnd(14),
    String(documents.length).padStart(5),
    String(measures.length).padStart(7),
    figure(mean.ndcg10).padStart(8),
    figure(mean.recall5).padStart(8),
    figure(mean.recall10).padStart(9),
    figure(mean.hit1).padStart(6),
    `${LABELS[reference.measure]} ${figure(reference.value)}`.padStart(16),
    latency(times).padStart(12),
  );
}

const LABELS = { ndcg10: "nDCG@10", recall5: "recall@5", hit1: "hit@1" } as const;

async function printLatency(store: ChunkStore): Promise<void> {
  const begin = performance.now();
  for (let first = 0; first < SYNTHETIC_CHUNKS; first += CHUNKS_PER_DOCUMENT) {
    const texts = syntheticTexts(first, CHUNKS_PER_DOCUMENT);
    const { document, chunks } = toDocument(`synthetic/${first}/`, `Part ${first}`, "en", texts);
    await store.replace(document, chunks);
  }
  const seconds = (performance.now() - begin) / 1_000;
  const times: number[] = [];
  for (const query of syntheticQueries(200)) {
    const start = performance.now();
    await search(store, query, { topK: 10 });
    times.push(performance.now() - start);
  }
  const { chunks, bytes } = await store.statistics();
  console.log(
    `${chunks.toLocaleString("en")} synthetic chunks: indexed in ${seconds.toFixed(1)} s (${(bytes / 1e6).toFixed(0)} MB); a search takes ${latency(times)} ms (p50/p95)`,
  );
}

function figure(value: number): string {
  return value.toFixed(3).replace(/^0/, "");
}

function latency(times: readonly number[]): string {
  return `${quantile(times, 0.5).toFixed(1)}/${quantile(times, 0.95).toFixed(1)}`;
}
