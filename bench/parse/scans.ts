import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { toMarkdown } from "@longdoc/ingest";

import { commonCount } from "./bags.ts";
import { dataFolder, hasProgram, outputOf, pdfsIn } from "./data.ts";
import { imagePdf } from "./image-pdf.ts";
import { liteparsePageTexts } from "./liteparse.ts";
import { ourDocument, ourPageSentences } from "./ours.ts";
import { pdfParsePageTexts } from "./pdf-parse.ts";
import { printColumns, ratio, share } from "./print.ts";
import { wordsOf } from "./words.ts";

/** Dense and light pages, one and two columns, tables, slides. */
const PAGES: readonly (readonly [file: string, page: number])[] = [
  ["financebench/BESTBUY_2023_10K.pdf", 10],
  ["financebench/AMCOR_2023Q4_EARNINGS.pdf", 8],
  ["mmlongbench/2023.acl-long.386.pdf", 3],
  ["mmlongbench/COSTCO_2021_10K.pdf", 20],
  ["mmlongbench/Independents-Report.pdf", 5],
  ["mmlongbench/watch_d.pdf", 12],
];
const PIXELS_PER_INCH = 200;

interface Tally {
  right: number;
  found: number;
  wanted: number;
  seconds: number;
  files: number;
}

/** Words recognised on pages turned into pictures, against the text layer that they had; and what scans give. */
export async function run(options: string[]): Promise<void> {
  const folder = dataFolder("mmlongbench");
  if (!folder || !(await hasProgram("pdftoppm"))) return;
  const temporary = mkdtempSync(join(tmpdir(), "longdoc-bench-"));
  try {
    await measureRendered(dirname(folder), temporary, options.includes("--details"));
    await measureScans(temporary);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

type Reader = (file: string, image: string) => Promise<string>;

const TESSDATA = "/usr/share/tesseract-ocr/5/tessdata";
/** The first page is all that is asked for here. */
const WITH_RECOGNITION = { ocrEnabled: true, tessdataPath: TESSDATA, targetPages: "1" };

const READERS: Readonly<Record<string, Reader>> = {
  // Sentences of a table's rows repeat its heads; its Markdown does not.
  ours: async (file) => {
    const document = await ourDocument(file);
    return document ? toMarkdown(document) : "";
  },
  "pdf-parse": async (file) => (await pdfParsePageTexts(file)).join("\n"),
  liteparse: async (file) =>
    (await liteparsePageTexts(file, existsSync(TESSDATA) ? WITH_RECOGNITION : {})).join("\n"),
  tesseract: async (_, image) => tesseract(image),
};

async function tesseract(image: string): Promise<string> {
  try {
    return await outputOf("env", ["OMP_THREAD_LIMIT=1", "tesseract", image, "-"]);
  } catch {
    return "";
  }
}

async function measureRendered(data: string, temporary: string, details: boolean): Promise<void> {
  const tallies = new Map<string, Tally>();
  for (const [name, page] of PAGES) {
    const file = join(data, name);
    if (!existsSync(file)) continue;
    const wanted = wordsOf(
      await outputOf("pdftotext", ["-f", String(page), "-l", String(page), "-enc", "UTF-8", file, "-"]),
    );
    const image = await drawPage(file, page, join(temporary, `${basename(file, ".pdf")}-${page}`));
    const scan = `${image}.pdf`;
    writeFileSync(scan, imagePdf(readFileSync(image), PIXELS_PER_INCH));
    for (const [reader, read] of Object.entries(READERS)) {
      const begin = performance.now();
      const found = wordsOf(await read(scan, image));
      const tally = tallies.get(reader) ?? { right: 0, found: 0, wanted: 0, seconds: 0, files: 0 };
      const right = commonCount(wanted, found);
      tally.seconds += (performance.now() - begin) / 1000;
      tally.right += right;
      tally.found += found.length;
      tally.wanted += wanted.length;
      tally.files++;
      tallies.set(reader, tally);
      if (details) {
        console.log(
          `    ${basename(name)} p. ${page}, ${reader}: recall ${share(right, wanted.length)}, precision ${share(right, found.length)}`,
        );
      }
    }
  }
  const ours = tallies.get("ours")!;
  if (ours.found === 0) console.log("  ours: this version reads no text from pictures");
  printColumns([
    [`${ours.files} pages at ${PIXELS_PER_INCH} dpi`, "recall", "precision", "s/page", "ours/recall"],
    ...[...tallies].map(([name, tally]) => [
      name,
      share(tally.right, tally.wanted),
      share(tally.right, tally.found),
      (tally.seconds / tally.files).toFixed(2),
      name === "ours" ? "" : ratio(ours.right / ours.wanted, tally.right / tally.wanted),
    ]),
  ]);
}

async function drawPage(file: string, page: number, prefix: string): Promise<string> {
  const range = ["-f", String(page), "-l", String(page), "-singlefile"];
  await outputOf("pdftoppm", ["-r", String(PIXELS_PER_INCH), "-jpeg", ...range, file, prefix]);
  return `${prefix}.jpg`;
}

/** Real scans, without a ground truth: words beside those of bare tesseract on the page as poppler draws it. */
async function measureScans(temporary: string): Promise<void> {
  const folder = dataFolder("pdfs/ocrmypdf");
  if (!folder) return;
  const rows: string[][] = [];
  for (const file of pdfsIn(folder)) {
    const text = await outputOf("pdftotext", ["-l", "1", file, "-"]).catch(() => undefined);
    if (text === undefined || text.trim() !== "") continue;
    const image = await drawPage(file, 1, join(temporary, basename(file, ".pdf"))).catch(() => undefined);
    const reference = image && existsSync(image) ? wordsOf(await tesseract(image)) : [];
    if (reference.length < 5) continue;
    const ours = wordsOf((await ourPageSentences(file))[0] ?? "");
    const theirs = wordsOf(await READERS.liteparse!(file, ""));
    rows.push([
      basename(file),
      String(reference.length),
      String(ours.length),
      share(commonCount(reference, ours), reference.length),
      String(theirs.length),
      share(commonCount(reference, theirs), reference.length),
    ]);
  }
  if (rows.length === 0) return;
  printColumns([
    ["scans, first page", "tesseract words", "ours", "of them", "liteparse", "of them"],
    ...rows,
  ]);
}
