import { readFileSync } from "node:fs";
import { join } from "node:path";

import { dataFolder } from "./data.ts";

/** A question about one document whose pages with evidence are known. */
export interface PageQuestion {
  readonly collection: "mmlongbench" | "financebench";
  readonly file: string;
  readonly text: string;
  /** From 1. */
  readonly pages: readonly number[];
  /** What the evidence is: `text`, `table`, `figure`, `chart`, `layout`. */
  readonly sources: readonly string[];
}

const SOURCES: Readonly<Record<string, string>> = {
  "Pure-text (Plain-text)": "text",
  "Generalized-text (Layout)": "layout",
  Table: "table",
  Figure: "figure",
  Chart: "chart",
};

export function readQuestions(): PageQuestion[] {
  return [...readReports(), ...readFilings()];
}

/** Pages from 1; lists are strings that hold a Python list. */
function readReports(): PageQuestion[] {
  const folder = dataFolder("mmlongbench");
  if (!folder) return [];
  const records = JSON.parse(readFileSync(join(folder, "questions.json"), "utf8")) as {
    readonly doc_id: string;
    readonly question: string;
    readonly evidence_pages: string;
    readonly evidence_sources: string;
  }[];
  return records
    .map((record): PageQuestion => ({
      collection: "mmlongbench",
      file: join(folder, record.doc_id),
      text: record.question,
      pages: Array.from(record.evidence_pages.matchAll(/\d+/g), ([page]) => Number(page)),
      sources: Array.from(
        record.evidence_sources.matchAll(/'([^']+)'/g),
        ([, name = ""]) => SOURCES[name] ?? name,
      ),
    }))
    .filter(({ pages }) => pages.length > 0);
}

/** Pages from 0. */
function readFilings(): PageQuestion[] {
  const folder = dataFolder("financebench");
  if (!folder) return [];
  const lines = readFileSync(join(folder, "questions.jsonl"), "utf8").split("\n");
  const records = lines
    .filter((line) => line.trim() !== "")
    .map(
      (line) =>
        JSON.parse(line) as {
          readonly doc_name: string;
          readonly question: string;
          readonly evidence: readonly { readonly evidence_page_num: number }[];
        },
    );
  return records.map(({ doc_name: name, question, evidence }) => ({
    collection: "financebench",
    file: join(folder, `${name}.pdf`),
    text: question,
    pages: evidence.map((one) => one.evidence_page_num + 1),
    sources: [],
  }));
}
