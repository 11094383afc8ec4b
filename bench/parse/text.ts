import { basename } from "node:path";

import { commonCount } from "./bags.ts";
import { dataFolder, hasProgram, pdfsIn } from "./data.ts";
import { liteparsePageTexts } from "./liteparse.ts";
import { forget, ourPageSentences, ourPageTexts } from "./ours.ts";
import { pdfParsePageTexts } from "./pdf-parse.ts";
import { popplerTexts } from "./poppler.ts";
import { figure, mean, printColumns, ratio } from "./print.ts";
import { wordsOf } from "./words.ts";

const READERS: Readonly<Record<string, (file: string) => Promise<string[]>>> = {
  ours: ourPageTexts,
  "ours, sentences": ourPageSentences,
  "pdf-parse": pdfParsePageTexts,
  liteparse: liteparsePageTexts,
};

interface PageScore {
  readonly file: string;
  readonly page: number;
  readonly words: number;
  readonly recall: number;
  readonly precision: number;
  /**
   * Share of the reference's runs of four words that are there as runs. Poppler reads many tables down their columns,
   * and with `-layout` columns of text across: the reference that the page agrees with more counts.
   */
  readonly order: number;
}

/** Words of each page that are found, and in the same order, against `pdftotext`. */
export async function run(options: string[]): Promise<void> {
  if (!(await hasProgram("pdftotext"))) return;
  for (const collection of ["mmlongbench", "financebench"]) {
    const folder = dataFolder(collection);
    if (!folder) continue;
    const scores = new Map<string, PageScore[]>(Object.keys(READERS).map((name) => [name, []]));
    for (const file of pdfsIn(folder)) {
      const reference = (await popplerTexts(file)).map(wordsOf);
      const across = (await popplerTexts(file, "-layout")).map(wordsOf);
      for (const [name, read] of Object.entries(READERS)) {
        const texts = await read(file);
        scores.get(name)!.push(...scorePages(file, reference, across, texts));
      }
      forget(file);
    }
    print(collection, scores);
    if (options.includes("--details")) printWorst(scores);
  }
}

function scorePages(
  file: string,
  reference: readonly string[][],
  across: readonly string[][],
  texts: readonly string[],
): PageScore[] {
  return reference.flatMap((words, index) => {
    if (words.length === 0) return [];
    const found = wordsOf(texts[index] ?? "");
    const runs = fours(found);
    const common = commonCount(words, found);
    return [
      {
        file: basename(file),
        page: index + 1,
        words: words.length,
        recall: common / words.length,
        precision: found.length > 0 ? common / found.length : 0,
        order: words.length < 4 ? Number.NaN : Math.max(kept(words, runs), kept(across[index] ?? [], runs)),
      },
    ];
  });
}

function kept(words: readonly string[], runs: readonly string[]): number {
  const wanted = fours(words);
  return wanted.length > 0 ? commonCount(wanted, runs) / wanted.length : 0;
}

function fours(words: readonly string[]): string[] {
  return words.slice(3).map((_, index) => words.slice(index, index + 4).join(" "));
}

function orders(scores: readonly PageScore[]): number[] {
  return scores.map(({ order }) => order).filter((order) => !Number.isNaN(order));
}

function print(collection: string, scores: ReadonlyMap<string, readonly PageScore[]>): void {
  const ours = scores.get("ours")!;
  console.log(`  ${collection}: ${ours.length} pages with words, mean over pages`);
  const rows = [...scores].map(([name, pages]) => {
    const recall = mean(pages.map((page) => page.recall));
    const order = mean(orders(pages));
    return [
      name,
      figure(recall),
      figure(mean(pages.map((page) => page.precision))),
      figure(order),
      String(pages.filter((page) => page.recall < 0.9).length),
      String(orders(pages).filter((one) => one < 0.8).length),
      name.startsWith("ours") ? "" : ratio(mean(ours.map((page) => page.recall)), recall),
      name.startsWith("ours") ? "" : ratio(mean(orders(ours)), order),
    ];
  });
  printColumns([
    [
      "",
      "words found",
      "of own",
      "4-grams kept",
      "pages < .9 found",
      "pages < .8 kept",
      "ours/found",
      "ours/kept",
    ],
    ...rows,
  ]);
}

function printWorst(scores: ReadonlyMap<string, readonly PageScore[]>): void {
  const worst = (key: "recall" | "order"): void => {
    const other = new Map(
      scores.get("pdf-parse")!.map((page) => [`${page.file} ${page.page}`, page[key]] as const),
    );
    const rows = scores
      .get("ours")!
      .filter((page) => page.words >= 20 && !Number.isNaN(page[key]))
      .toSorted((a, b) => a[key] - b[key])
      .slice(0, 25)
      .map((page) => [
        page.file,
        String(page.page),
        String(page.words),
        figure(page.recall),
        figure(page.precision),
        figure(page.order),
        figure(other.get(`${page.file} ${page.page}`) ?? Number.NaN),
      ]);
    printColumns([
      [`worst by ${key}`, "page", "words", "found", "of own", "kept", `pdf-parse ${key}`],
      ...rows,
    ]);
  };
  worst("recall");
  worst("order");
}
