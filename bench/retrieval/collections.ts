import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A corpus with questions whose answers are known, as BEIR lays it out. */
export interface Collection {
  readonly name: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly { readonly id: string; readonly text: string }[];
  /** Ids of the documents that answer a query, by the query's id. */
  readonly relevant: ReadonlyMap<string, ReadonlySet<string>>;
  /** A public BM25's figure on the same files. */
  readonly reference: {
    readonly measure: "ndcg10" | "recall5" | "hit1";
    readonly value: number;
  };
}

const REFERENCES: Readonly<Record<string, Collection["reference"]>> = {
  cran: { measure: "ndcg10", value: 0.342 },
  med: { measure: "ndcg10", value: 0.686 },
  adi: { measure: "ndcg10", value: 0.394 },
  "xquad-en": { measure: "hit1", value: 0.923 },
  "xquad-es": { measure: "hit1", value: 0.905 },
  "xquad-zh": { measure: "hit1", value: 0.929 },
  "xquad-ar": { measure: "hit1", value: 0.816 },
  "xquad-hi": { measure: "hit1", value: 0.677 },
  "anthropic-docs": { measure: "recall5", value: 0.647 },
};

/** Reads whichever of the known collections are in the folder of evaluation data. */
export function readCollections(data: string): Collection[] {
  const collections = Object.entries(REFERENCES).flatMap(([name, reference]) => {
    const folder = join(data, "retrieval", name);
    return existsSync(folder) ? [readBeir(folder, name, reference)] : [];
  });
  const japanese = join(data, "jaquad", "jaquad_dev_0000.json");
  return existsSync(japanese) ? [...collections, readJapanese(japanese)] : collections;
}

interface BeirRecord {
  readonly _id: string;
  readonly title?: string;
  readonly text: string;
}

function readBeir(folder: string, name: string, reference: Collection["reference"]): Collection {
  const lines = (file: string): string[] =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
  const records = (file: string): BeirRecord[] => lines(file).map((line) => JSON.parse(line) as BeirRecord);
  const relevant = new Map<string, Set<string>>();
  for (const line of lines("qrels.tsv").slice(1)) {
    const [query = "", document = "", gain = ""] = line.split("\t");
    if (!(Number(gain) > 0)) continue;
    relevant.set(query, (relevant.get(query) ?? new Set()).add(document));
  }
  return {
    name,
    language: /^xquad-(\w\w)$/.exec(name)?.[1] ?? "en",
    documents: records("corpus.jsonl").map(({ _id, title = "", text }) => ({ id: _id, title, text })),
    queries: records("queries.jsonl").map(({ _id, text }) => ({ id: _id, text })),
    relevant,
    reference,
  };
}

interface JapaneseFile {
  readonly data: readonly {
    readonly title: string;
    readonly paragraphs: readonly {
      readonly context: string;
      readonly qas: readonly { readonly id: string; readonly question: string }[];
    }[];
  }[];
}

/** Japanese reading comprehension: a question's own paragraph is the one to find. */
function readJapanese(path: string): Collection {
  const { data } = JSON.parse(readFileSync(path, "utf8")) as JapaneseFile;
  const paragraphs = data
    .flatMap(({ title, paragraphs: own }) => own.map((paragraph) => ({ title, ...paragraph })))
    .map((paragraph, index) => ({ id: String(index), ...paragraph }));
  return {
    name: "jaquad",
    language: "ja",
    documents: paragraphs.map(({ id, title, context }) => ({ id, title, text: context })),
    queries: paragraphs.flatMap(({ qas }) => qas.map(({ id, question }) => ({ id, text: question }))),
    relevant: new Map(paragraphs.flatMap(({ id, qas }) => qas.map((qa) => [qa.id, new Set([id])] as const))),
    reference: { measure: "hit1", value: 0.836 },
  };
}
