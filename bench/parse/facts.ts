import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { toMarkdown } from "@longdoc/ingest";

import { dataFolder } from "./data.ts";
import { type Fact, failureOf } from "./olmocr.ts";
import { liteparsePages } from "./liteparse.ts";
import { ourDocument } from "./ours.ts";
import { pdfParsePageTexts, pdfParseTables } from "./pdf-parse.ts";
import { popplerTexts } from "./poppler.ts";
import { printColumns, ratio, share } from "./print.ts";
import type { FoundTable } from "./table-cells.ts";

const READERS: Readonly<Record<string, (file: string) => Promise<string>>> = {
  ours: async (file) => {
    const document = await ourDocument(file);
    return document ? toMarkdown(document) : "";
  },
  "pdf-parse": async (file) =>
    [...(await pdfParsePageTexts(file)), ...(await pdfParseTables(file)).map(asMarkdown)].join("\n\n"),
  liteparse: async (file) => (await liteparsePages(file)).map(({ markdown }) => markdown).join("\n\n"),
};

interface Outcome {
  readonly fact: Fact;
  readonly scanned: boolean;
  /** Why it failed, by reader; nothing where it passed. */
  readonly failures: Readonly<Record<string, string | undefined>>;
}

/** Machine-checkable facts about single pages, as olmOCR-bench defines them. */
export async function run(options: string[]): Promise<void> {
  const folder = dataFolder("pdfs/olmocr");
  if (!folder) return;
  const facts = ["dataset.jsonl", "blanks.jsonl"]
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Fact)
    .filter(({ pdf }) => existsSync(join(folder, pdf)));
  const measured = facts.filter(({ type }) => type !== "math");
  const outcomes: Outcome[] = [];
  for (const [pdf, own] of Map.groupBy(measured, (fact) => fact.pdf)) {
    const file = join(folder, pdf);
    const scanned = (await popplerTexts(file)).every((text) => text.trim() === "");
    const texts: [string, string][] = [];
    for (const [name, read] of Object.entries(READERS)) texts.push([name, await read(file)]);
    for (const fact of own) {
      const failures = Object.fromEntries(texts.map(([name, text]) => [name, failureOf(fact, text)]));
      outcomes.push({ fact, scanned, failures });
    }
  }
  print(outcomes, facts.length - measured.length);
  if (options.includes("--details")) printFailed(outcomes);
}

function print(outcomes: readonly Outcome[], math: number): void {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const { fact, scanned } = outcome;
    const name = scanned ? `${fact.type}, no text layer` : fact.type;
    groups.set(name, [...(groups.get(name) ?? []), outcome]);
  }
  groups.set("all", [...outcomes]);
  const names = Object.keys(READERS);
  const passed = (group: readonly Outcome[], name: string): number =>
    group.filter(({ failures }) => failures[name] === undefined).length;
  const rows = [...groups].map(([type, group]) => [
    type,
    String(group.length),
    ...names.map((name) => share(passed(group, name), group.length)),
    ...names.slice(1).map((name) => ratio(passed(group, "ours"), passed(group, name))),
  ]);
  printColumns([["facts", "n", ...names, ...names.slice(1).map((name) => `ours/${name}`)], ...rows]);
  console.log(`  math: ${math} facts, not measured`);
}

function printFailed(outcomes: readonly Outcome[]): void {
  for (const { fact, failures } of outcomes) {
    if (failures.ours === undefined) continue;
    const others = Object.keys(READERS).filter((name) => name !== "ours" && failures[name] === undefined);
    console.log(
      `  ${fact.id} (${fact.type}): ${failures.ours}${others.length > 0 ? ` [passed by ${others.join(", ")}]` : ""}`,
    );
  }
}

function asMarkdown({ cells }: FoundTable): string {
  const rows = Map.groupBy(cells, ({ row }) => row);
  return [...rows.values()]
    .map((row) => `| ${row.map(({ text }) => oneLine(text)).join(" | ")} |`)
    .join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("|", "\\|");
}
