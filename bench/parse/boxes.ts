import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import type { Block, Box, Sentence } from "@longdoc/core";

import { quantile } from "../retrieval/measures.ts";
import { dataFolder, hasProgram } from "./data.ts";
import { liteparsePages } from "./liteparse.ts";
import { ourDocument } from "./ours.ts";
import { type PopplerPage, type PopplerWord, popplerWords } from "./poppler.ts";
import { printColumns, share } from "./print.ts";

/** Filings, papers in two columns, slides, manuals, brochures. */
const FILES = [
  "financebench/BESTBUY_2023_10K.pdf",
  "financebench/AMCOR_2023Q4_EARNINGS.pdf",
  "mmlongbench/2023.acl-long.386.pdf",
  "mmlongbench/2303.05039v2.pdf",
  "mmlongbench/tacl_a_00660.pdf",
  "mmlongbench/7c3f6204b3241f142f0f8eb8e1fefe7a.pdf",
  "mmlongbench/91521110100M_4K_UHD_Display_User_Manual_V1.1.pdf",
  "mmlongbench/GPL-Graduate-Studies-Professional-Learning-Brochure-Jul-2021.pdf",
  "mmlongbench/Independents-Report.pdf",
  "mmlongbench/watch_d.pdf",
  "mmlongbench/STEPBACK.pdf",
  "pdfs/olmocr/multi_column_miss.pdf",
];

interface Tally {
  text: number;
  textExact: number;
  rows: number;
  rowsExact: number;
  /** Points between the sides of a box and those of the words in it; where the words are exactly the sentence's. */
  readonly sides: number[];
  readonly topsAndBottoms: number[];
  readonly wrong: string[];
}

/**
 * Share of sentences whose boxes hold exactly their words, in order: words of `pdftotext -bbox` whose centre lies in a
 * box. Sentences of table rows repeat the heads of their columns, so their boxes' words must all be in the sentence.
 */
export async function run(options: string[]): Promise<void> {
  const folder = dataFolder("mmlongbench");
  if (!folder || !(await hasProgram("pdftotext"))) return;
  const files = FILES.map((name) => join(dirname(folder), name)).filter((file) => existsSync(file));
  const rows: string[][] = [];
  const all = newTally();
  for (const file of files) {
    const tally = newTally();
    const pages = await popplerWords(file);
    const document = await ourDocument(file);
    for (const block of document?.blocks ?? []) {
      for (const sentence of block.sentences) check(sentence, block, pages, tally);
    }
    rows.push(row(basename(file), tally));
    add(all, tally);
    if (options.includes("--details")) printWrong(basename(file), tally);
  }
  console.log("  ours; sides and tops: points, median / 95 of 100");
  printColumns([
    ["", "sentences", "exact", "table rows", "exact", "sides", "tops and bottoms"],
    ...rows,
    row("all", all),
  ]);
  console.log("  pdf-parse: n/a, it has no boxes");
  await printLiteparse(files);
}

function newTally(): Tally {
  return { text: 0, textExact: 0, rows: 0, rowsExact: 0, sides: [], topsAndBottoms: [], wrong: [] };
}

function add(sum: Tally, one: Tally): void {
  sum.text += one.text;
  sum.textExact += one.textExact;
  sum.rows += one.rows;
  sum.rowsExact += one.rowsExact;
  sum.sides.push(...one.sides);
  sum.topsAndBottoms.push(...one.topsAndBottoms);
}

function row(name: string, tally: Tally): string[] {
  const spread = (values: number[]): string =>
    `${quantile(values, 0.5).toFixed(2)} / ${quantile(values, 0.95).toFixed(2)}`;
  return [
    name.slice(0, 44),
    String(tally.text),
    share(tally.textExact, tally.text),
    String(tally.rows),
    share(tally.rowsExact, tally.rows),
    spread(tally.sides),
    spread(tally.topsAndBottoms),
  ];
}

function check(sentence: Sentence, block: Block, pages: readonly PopplerPage[], tally: Tally): void {
  const inBoxes = sentence.boxes.map((box) => wordsIn(box, pages));
  const joined = (words: readonly PopplerWord[]): string => plain(words.map(({ text }) => text).join(""));
  // Within a line, poppler puts bullets and labels that stand apart after the words beside them.
  const orders = [inBoxes.flat(), inBoxes.flatMap((words) => words.toSorted((a, b) => a.left - b.left))];
  const isRow = block.kind === "table";
  const exact = isRow
    ? joined(inBoxes.flat()) !== "" && isWithin(inBoxes.flat(), sentence.text)
    : orders.some((words) => sameText(joined(words), plain(sentence.text)));
  if (isRow) tally.rows++;
  else tally.text++;
  if (!exact) {
    tally.wrong.push(describe(sentence, block, inBoxes.flat()));
    return;
  }
  if (isRow) tally.rowsExact++;
  else tally.textExact++;
  sentence.boxes.forEach((box, index) => measureEdges(box, inBoxes[index]!, tally));
}

function describe({ page, text }: Sentence, { kind }: Block, words: readonly PopplerWord[]): string {
  const covered = words.map((word) => word.text).join(" ");
  const first = Array.from(text).findIndex((character, at) => covered[at] !== character);
  const start = Math.max(0, first - 40);
  const part = (whole: string): string => `${start > 0 ? "…" : ""}${whole.slice(start, start + 140)}`;
  return `p. ${page} ${kind}: "${part(text)}" — in its boxes: "${part(covered)}"`;
}

function wordsIn({ page, x, y, width, height }: Box, pages: readonly PopplerPage[]): PopplerWord[] {
  return (pages[page - 1]?.words ?? []).filter(({ left, right, top, bottom }) => {
    const across = (left + right) / 2;
    const down = (top + bottom) / 2;
    return across >= x && across <= x + width && down >= y && down <= y + height;
  });
}

/** Without white space, accents (which old typesetting draws apart) and the variants of a character. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll("\u00ad", "-")
    .replace(/[\s\p{M}\u200b\u02c6\u02c7\u02dc]/gu, "");
}

/** Symbol fonts do not say what they draw: such a character may be any. */
const UNKNOWN = /[\p{Co}\p{Cc}\ufffd]/u;

function sameText(covered: string, text: string): boolean {
  if (covered === text) return true;
  const [a, b] = [Array.from(covered), Array.from(text)];
  return (
    a.length === b.length && a.every((one, at) => one === b[at] || UNKNOWN.test(one) || UNKNOWN.test(b[at]!))
  );
}

/** Whether a row's sentence holds every word of its boxes as often as they do. */
function isWithin(words: readonly PopplerWord[], text: string): boolean {
  let left = plain(text);
  // Stops and colons that end a label are left out of a row's sentence.
  const bare = (word: string): string => plain(word).replace(/[:.\s]+$/, "");
  for (const word of words
    .map((one) => bare(one.text).replace(/[\p{Co}\p{Cc}\ufffd]/gu, ""))
    .filter((one) => one !== "")
    .toSorted((a, b) => b.length - a.length)) {
    const at = left.indexOf(word);
    if (at < 0) return false;
    left = `${left.slice(0, at)} ${left.slice(at + word.length)}`;
  }
  return true;
}

function measureEdges(box: Box, words: readonly PopplerWord[], tally: Tally): void {
  if (words.length === 0) return;
  const least = (key: "left" | "top"): number => Math.min(...words.map((word) => word[key]));
  const most = (key: "right" | "bottom"): number => Math.max(...words.map((word) => word[key]));
  tally.sides.push(Math.abs(box.x - least("left")), Math.abs(box.x + box.width - most("right")));
  tally.topsAndBottoms.push(Math.abs(box.y - least("top")), Math.abs(box.y + box.height - most("bottom")));
}

function printWrong(name: string, { wrong }: Tally): void {
  console.log(`  ${name}: ${wrong.length} wrong`);
  for (const line of wrong.slice(0, 12)) console.log(`    ${line}`);
}

/** It has no sentences: its words' boxes against poppler's, a word with its nearest namesake on the page. */
async function printLiteparse(files: readonly string[]): Promise<void> {
  const sides: number[] = [];
  let all = 0;
  for (const file of files) {
    const pages = await popplerWords(file);
    for (const { pageNum, textItems } of await liteparsePages(file, { emitWordBoxes: true })) {
      const boxes = Map.groupBy(
        textItems.flatMap((item) => (item.words?.length ? item.words : [item])),
        ({ text }) => plain(text),
      );
      for (const word of pages[pageNum - 1]?.words ?? []) {
        all++;
        const errors = (boxes.get(plain(word.text)) ?? [])
          .filter(({ y, height }) => Math.abs(y + height / 2 - (word.top + word.bottom) / 2) < height)
          .map(({ x, width }) => [Math.abs(x - word.left), Math.abs(x + width - word.right)] as const)
          .sort((a, b) => a[0] + a[1] - b[0] - b[1])[0];
        if (errors && errors[0] < 50) sides.push(...errors);
      }
    }
  }
  console.log(
    `  liteparse: no sentences; ${share(sides.length / 2, all)} of poppler's words have a box of the same word, sides ${quantile(sides, 0.5).toFixed(2)} / ${quantile(sides, 0.95).toFixed(2)}`,
  );
}
