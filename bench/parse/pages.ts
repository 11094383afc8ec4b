import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Chunk, DocumentSummary } from "@longdoc/core";
import { chunk, summarize } from "@longdoc/ingest";
import { openLibrary, search } from "@longdoc/retrieve";

import { toDocument } from "../retrieval/corpus.ts";
import { liteparsePageTexts } from "./liteparse.ts";
import { forget, ourDocument } from "./ours.ts";
import { pdfParsePageTexts } from "./pdf-parse.ts";
import { printColumns, ratio, share } from "./print.ts";
import { readQuestions, type PageQuestion } from "./questions.ts";

/** A document as it is searched, and the pages of each chunk, the most likely first. */
interface Searchable {
  readonly document: DocumentSummary;
  readonly chunks: readonly Chunk[];
  readonly pagesOf: (chunk: Chunk) => readonly number[];
}

const READERS: Readonly<Record<string, (file: string) => Promise<Searchable | undefined>>> = {
  ours: readOurs,
  "pdf-parse": async (file) => pagesAsChunks(file, await pdfParsePageTexts(file)),
  liteparse: async (file) => pagesAsChunks(file, await liteparsePageTexts(file)),
};

/** Chunks looked at: enough to fill ten pages. */
const TOP_CHUNKS = 60;

interface Outcome {
  readonly question: PageQuestion;
  /** Rank of the first page with evidence, from 1, by reader; nothing where it is not among the first ten. */
  readonly ranks: Readonly<Record<string, number | undefined>>;
}

/** Page hit@k of BM25 over each document's own pages: our chunks, and the others' pages under the same BM25. */
export async function run(options: string[]): Promise<void> {
  const questions = readQuestions();
  if (questions.length === 0) return;
  const outcomes: Outcome[] = [];
  for (const [file, own] of Map.groupBy(questions, (question) => question.file)) {
    if (!existsSync(file)) continue;
    const ranks = new Map<PageQuestion, Record<string, number | undefined>>(own.map((one) => [one, {}]));
    for (const [name, read] of Object.entries(READERS)) {
      const searchable = await read(file);
      for (const [question, pages] of await rankPages(searchable, own)) {
        const at = pages.findIndex((page) => question.pages.includes(page));
        ranks.get(question)![name] = at < 0 || at >= 10 ? undefined : at + 1;
      }
    }
    for (const [question, its] of ranks) outcomes.push({ question, ranks: its });
    forget(file);
  }
  print(outcomes);
  if (options.includes("--details")) printMissed(outcomes);
}

async function readOurs(file: string): Promise<Searchable | undefined> {
  const document = await ourDocument(file);
  if (!document) return undefined;
  const pagesOf = ({ sentences }: Chunk): number[] => {
    const counts = Map.groupBy(sentences, ({ page }) => page);
    return [...counts].toSorted((a, b) => b[1].length - a[1].length).map(([page]) => page);
  };
  return { document: summarize(document), chunks: chunk(document), pagesOf };
}

function pagesAsChunks(file: string, texts: readonly string[]): Searchable | undefined {
  const numbers = texts.flatMap((text, index) => (text.trim() === "" ? [] : [index + 1]));
  if (numbers.length === 0) return undefined;
  const own = numbers.map((page) => texts[page - 1]!);
  return { ...toDocument(file, "", "en", own), pagesOf: ({ ordinal }) => [numbers[ordinal]!] };
}

async function rankPages(
  searchable: Searchable | undefined,
  questions: readonly PageQuestion[],
): Promise<Map<PageQuestion, readonly number[]>> {
  const ranked = new Map<PageQuestion, readonly number[]>();
  if (!searchable) return ranked;
  const folder = mkdtempSync(join(tmpdir(), "longdoc-bench-"));
  try {
    await using store = await openLibrary(folder);
    await store.replace(searchable.document, searchable.chunks);
    for (const question of questions) {
      const found = await search(store, question.text, { topK: TOP_CHUNKS });
      ranked.set(question, [...new Set(found.flatMap(({ chunk: one }) => searchable.pagesOf(one)))]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return ranked;
}

function print(outcomes: readonly Outcome[]): void {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    for (const source of [...outcome.question.sources, `all ${outcome.question.collection}`]) {
      groups.set(source, [...(groups.get(source) ?? []), outcome]);
    }
  }
  groups.set("all", [...outcomes]);
  const names = Object.keys(READERS);
  const hits = (group: readonly Outcome[], name: string, depth: number): number =>
    group.filter(({ ranks }) => (ranks[name] ?? Infinity) <= depth).length;
  const rows = [...groups].map(([source, group]) => [
    source,
    String(group.length),
    ...names.map((name) =>
      [1, 5, 10].map((depth) => share(hits(group, name, depth), group.length)).join(" "),
    ),
    ...names.slice(1).map((name) => ratio(hits(group, "ours", 5), hits(group, name, 5))),
  ]);
  printColumns([
    [
      "evidence",
      "questions",
      ...names.map((name) => `${name} @1 @5 @10`),
      ...names.slice(1).map((name) => `ours/${name} @5`),
    ],
    ...rows,
  ]);
}

function printMissed(outcomes: readonly Outcome[]): void {
  const rank = (value: number | undefined): number => value ?? 11;
  const missed = outcomes
    .filter(({ ranks }) => rank(ranks.ours) > 5)
    .toSorted((a, b) => rank(a.ranks["pdf-parse"]) - rank(b.ranks["pdf-parse"]));
  for (const { question, ranks } of missed) {
    const places = Object.keys(READERS).map((name) => `${name} ${ranks[name] ?? "–"}`);
    console.log(
      `  ${question.file.split("/").at(-1)} p. ${question.pages.join(",")} [${question.sources.join(", ")}] ${places.join(", ")}: ${question.text}`,
    );
  }
}
