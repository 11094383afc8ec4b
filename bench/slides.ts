import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Document } from "@longdoc/core";
import { ingest } from "@longdoc/ingest";
import { parseOffice } from "officeparser";

import { quantile } from "./retrieval/measures.ts";

/** Each deck is read this often; the median counts, so that what is loaded once does not. */
const ROUNDS = 5;
const THEIRS = /\.(?:pptx|odp)$/;
const OURS = /\.(?:pptx|ppt|odp|key)$/;

interface Reading {
  readonly words: ReadonlySet<string>;
  /** Median milliseconds. */
  readonly ms: number;
  readonly document?: Document;
  readonly error?: string;
}

/**
 * Reads every presentation with our whole `ingest` (its child process, sentences, boxes and chunks included) and
 * with officeparser, in one warm process, and prints what either finds that the other does not. Pictures are recognised
 * by neither: how many of ours hold text is counted apart.
 *
 * @param args files and folders (default `../shared/data/slides`)
 */
export async function run(args: string[]): Promise<void> {
  const given =
    args.length > 0 ? args : [fileURLToPath(new URL("../../shared/data/slides", import.meta.url))];
  const files = given.flatMap(presentationsOf);
  const ours: number[] = [];
  const theirs: number[] = [];
  const missed: string[] = [];
  let [common, all, oursOnly] = [0, 0, 0];
  console.log(
    `${"file".padEnd(36)} slides notes tables charts diagrams pictures recognised failed   ours ms  peer ms  words  only ours  only peer`,
  );
  for (const file of files) {
    const our = await timed(() => readOurs(file));
    const their = THEIRS.test(file) ? await timed(() => readTheirs(file)) : undefined;
    const lost = [...(their?.words ?? [])].filter(
      (word) => !our.words.has(word) && !our.words.has(dateOf(word)),
    );
    const gained = [...our.words].filter((word) => !their?.words.has(word));
    if (our.document && their && their.error === undefined) {
      ours.push(our.ms);
      theirs.push(their.ms);
      all += their.words.size;
      common += their.words.size - lost.length;
      oursOnly += gained.length;
      if (lost.length > 0) missed.push(`${basename(file)}: ${lost.join(" ")}`);
    }
    const recognised = our.document ? await recognisedPictures(file) : 0;
    print(file, our, their, { lost: lost.length, gained: gained.length, recognised });
  }
  console.log(`\nms per deck, warm, p50/p95 of ${ours.length} decks that both read:`);
  console.log(`  ours         ${quantile(ours, 0.5).toFixed(1)} / ${quantile(ours, 0.95).toFixed(1)}`);
  console.log(`  officeparser ${quantile(theirs, 0.5).toFixed(1)} / ${quantile(theirs, 0.95).toFixed(1)}`);
  console.log(
    `words of officeparser that we find too: ${common} of ${all} (${((100 * common) / all).toFixed(1)}%)`,
  );
  console.log(`words that only we find: ${oursOnly}`);
  console.log(
    missed.length === 0
      ? "nothing is missing"
      : `words that only officeparser finds:\n  ${missed.join("\n  ")}`,
  );
}

function presentationsOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => OURS.test(name))
    .toSorted()
    .map((name) => join(path, name));
}

async function timed(read: () => Promise<Omit<Reading, "ms">>): Promise<Reading> {
  let reading: Omit<Reading, "ms"> = { words: new Set() };
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    try {
      reading = await read();
    } catch (thrown) {
      const { code, message } = thrown as { code?: string; message: string };
      return { words: new Set(), ms: Number.NaN, error: code ?? message };
    }
    times.push(performance.now() - start);
  }
  return { ...reading, ms: quantile(times, 0.5) };
}

async function readOurs(file: string): Promise<Omit<Reading, "ms">> {
  const { document } = await ingest(file, { ocr: "off" });
  return { document, words: wordsOf(document.text) };
}

/** How many of a deck's pictures hold text. */
async function recognisedPictures(file: string): Promise<number> {
  const { document } = await ingest(file);
  const isRecognised = ({ sentences }: Document["blocks"][number]): boolean =>
    sentences.some(({ origin }) => origin.type === "ocr");
  return document.blocks.filter(isRecognised).length;
}

async function readTheirs(file: string): Promise<Omit<Reading, "ms">> {
  const tree = await parseOffice(readFileSync(file), { extractAttachments: true });
  const charts = tree.attachments.map(({ chartData }) => [chartData?.title, ...(chartData?.rawTexts ?? [])]);
  const texts = [...tree.content.flatMap((node) => textsOf(node as PeerNode)), ...charts.flat()];
  return { words: wordsOf(texts.join("\n")) };
}

interface PeerNode {
  readonly type: string;
  readonly text?: string;
  readonly children?: readonly PeerNode[];
  readonly notes?: readonly PeerNode[];
  readonly metadata?: { readonly slideNumber?: number; readonly altText?: string };
}

/** Its `toText` glues the words of neighbouring shapes together: the tree has them apart. */
function textsOf(node: PeerNode): string[] {
  const notes = (node.notes ?? []).flatMap(textsOf);
  if (node.text) return [node.text, ...notes];
  const texts = [...(node.children ?? []).flatMap(textsOf), ...notes];
  // It takes the number printed on a notes page for a note.
  return node.type === "note" ? texts.filter((text) => text !== String(node.metadata?.slideNumber)) : texts;
}

/** A chart's dates are days since 1899 to officeparser. */
function dateOf(word: string): string {
  const days = Number(word);
  return Number.isInteger(days) && days > 20_000 && days < 60_000
    ? new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10)
    : word;
}

/** Numbers are words by their value: `2.0` is `2`. */
function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}.,'’-]*/gu) ?? [];
  return new Set(
    words
      .map((word) => word.replace(/[.,'’-]+$/, ""))
      .map((word) => (/^\d+\.\d+$/.test(word) ? String(Number(Number(word).toPrecision(12))) : word)),
  );
}

function print(
  file: string,
  our: Reading,
  their: Reading | undefined,
  counted: { readonly lost: number; readonly gained: number; readonly recognised: number },
): void {
  const name = basename(file).padEnd(36);
  if (!our.document) {
    console.log(
      `${name} ${our.error ?? ""}${their?.error === undefined ? "" : `; officeparser: ${their.error}`}`,
    );
    return;
  }
  const { pages, blocks, quality } = our.document;
  const figures = blocks
    .filter(({ kind }) => kind === "figure")
    .flatMap(({ sentences }) => sentences[0]?.text ?? []);
  const charts = figures.filter((text) => text.startsWith("Chart ("));
  const counts = [
    pages.length,
    new Set(blocks.filter(({ kind }) => kind === "note").map(({ page }) => page)).size,
    blocks.filter(({ kind }) => kind === "table").length,
    charts.length,
    figures.filter((text) => !text.startsWith("Chart (") && !text.startsWith("Picture: ")).length,
    quality.pictures?.undescribed ?? 0,
    counted.recognised,
    quality.failedPages.length,
  ];
  const widths = [6, 5, 6, 6, 8, 8, 10, 6];
  console.log(
    name,
    counts.map((value, index) => String(value || "·").padStart(widths[index]!)).join(" "),
    our.ms.toFixed(1).padStart(9),
    (their?.error === undefined && their ? their.ms.toFixed(1) : "failed").padStart(8),
    String(our.words.size).padStart(6),
    String(counted.gained).padStart(10),
    String(counted.lost).padStart(10),
  );
}
