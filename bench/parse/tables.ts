import { basename } from "node:path";

import { missing } from "./bags.ts";
import { dataFolder } from "./data.ts";
import { detect, type Detection } from "./detection.ts";
import { readTrueTables, relationsOf, type TrueTable } from "./icdar.ts";
import { liteparseTables } from "./liteparse.ts";
import { ourDocument, ourTables } from "./ours.ts";
import { pdfParseTables } from "./pdf-parse.ts";
import { figure, mean, printColumns, ratio } from "./print.ts";
import { cellsOfRows, type FoundTable, markdownTables } from "./table-cells.ts";

interface Scored {
  readonly file: string;
  /** Numbers of relations. */
  readonly right: number;
  readonly found: number;
  readonly wanted: number;
  readonly lost: readonly string[];
  readonly extra: readonly string[];
  readonly tables: number;
  readonly detection: Detection | undefined;
}

const READERS: Readonly<Record<string, (file: string) => Promise<FoundTable[]>>> = {
  ours: async (file) => placeTables(await ourTables(file), await ourMarkdownTables(file)),
  "ours, Markdown": ourMarkdownTables,
  "pdf-parse": pdfParseTables,
  liteparse: liteparseTables,
};

/** ICDAR 2013 table competition: cell adjacency, and which tables are found at all. */
export async function run(options: string[]): Promise<void> {
  const folder = dataFolder("tables");
  if (!folder) return;
  const truth = readTrueTables(folder);
  const scores = new Map<string, Scored[]>();
  for (const { file, tables } of truth) {
    for (const [name, read] of Object.entries(READERS)) {
      const scored = await score(file, tables, await read(file));
      scores.set(name, [...(scores.get(name) ?? []), scored]);
    }
  }
  const regions = truth.reduce((sum, { tables }) => sum + tables.length, 0);
  console.log(`  ${truth.length} PDFs, ${regions} table regions`);
  printScores(scores, regions);
  if (options.includes("--details")) printWorst(scores.get("ours")!);
}

/** What a reader of the document gets: Markdown, in which a cell cannot span. */
async function ourMarkdownTables(file: string): Promise<FoundTable[]> {
  const document = await ourDocument(file);
  const blocks = document?.blocks.filter(({ kind }) => kind === "table") ?? [];
  return blocks.map(({ page, box, markdown = "" }) => ({
    page,
    box,
    cells: cellsOfRows(markdownTables(markdown)[0] ?? []),
  }));
}

/** The layout's tables with the boxes of the document's: they come in the same order. */
function placeTables(tables: FoundTable[], placed: FoundTable[]): FoundTable[] {
  return tables.map((table, index) => ({
    ...table,
    box: tables.length === placed.length ? placed[index]?.box : undefined,
  }));
}

async function score(file: string, truth: readonly TrueTable[], tables: FoundTable[]): Promise<Scored> {
  const wanted = truth.flatMap(({ cells }) => relationsOf(cells));
  const found = tables.flatMap(({ cells }) => relationsOf(cells));
  const lost = missing(wanted, found);
  const placed = tables.every(({ box }) => box !== undefined) && tables.length > 0;
  return {
    file: basename(file),
    right: wanted.length - lost.length,
    found: found.length,
    wanted: wanted.length,
    lost,
    extra: missing(found, wanted),
    tables: tables.length,
    detection: placed || tables.length === 0 ? await detect(file, truth, tables) : undefined,
  };
}

function printScores(scores: ReadonlyMap<string, readonly Scored[]>, regions: number): void {
  const header = [
    "",
    "precision",
    "recall",
    "F1",
    "mean F1",
    "tables",
    "found",
    "whole",
    "pure",
    "false",
    "ours/F1",
  ];
  const ours = microF1(scores.get("ours")!);
  const rows = [...scores].map(([name, files]) => {
    const right = sum(files, "right");
    const detections = files.flatMap(({ detection }) => detection ?? []);
    const placed = detections.length > 0;
    const count = (key: keyof Detection): string =>
      placed ? String(detections.reduce((total, one) => total + one[key], 0)) : "n/a";
    return [
      name,
      figure(right / sum(files, "found")),
      figure(right / sum(files, "wanted")),
      figure(microF1(files)),
      figure(mean(files.map((file) => microF1([file])))),
      String(files.reduce((total, { tables }) => total + tables, 0)),
      placed ? `${count("found")} of ${regions}` : "n/a",
      count("whole"),
      count("pure"),
      count("false"),
      name.startsWith("ours") ? "" : ratio(ours, microF1(files)),
    ];
  });
  printColumns([header, ...rows]);
  console.log(
    "  found: boxes overlap by half (intersection over union); whole: holds every cell; pure: and no other word;",
  );
  console.log("  false: no region of the ground truth under most of it");
}

function printWorst(files: readonly Scored[]): void {
  const wrong = ({ lost, extra }: Scored): number => lost.length + extra.length;
  const worst = files.toSorted((a, b) => wrong(b) - wrong(a));
  const rows = worst.map((file) => [
    file.file,
    String(file.wanted),
    String(file.lost.length),
    String(file.extra.length),
    figure(file.right / file.found),
    figure(file.right / file.wanted),
    figure(microF1([file])),
  ]);
  printColumns([["ours, worst first", "wanted", "lost", "extra", "P", "R", "F1"], ...rows]);
  const some = (relations: readonly string[]): string =>
    relations
      .slice(0, 8)
      .map((relation) => (relation.length > 70 ? `${relation.slice(0, 70)}…` : relation))
      .join(" | ");
  for (const { file, lost, extra } of worst.slice(0, 14)) {
    console.log(`  ${file}\n    lost: ${some(lost)}\n    extra: ${some(extra)}`);
  }
}

function microF1(files: readonly Scored[]): number {
  return (2 * sum(files, "right")) / (sum(files, "found") + sum(files, "wanted"));
}

function sum(files: readonly Scored[], key: "right" | "found" | "wanted"): number {
  return files.reduce((total, file) => total + file[key], 0);
}
