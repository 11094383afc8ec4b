import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

import { expect, test } from "@jest/globals";
import { IngestError } from "@longdoc/core";
import pLimit from "p-limit";

import { ingest, type Ingested } from "../src/ingest.ts";
import { expectSoundLedger } from "./sound-ledger.ts";

/** Small, odd, damaged and hostile files from the test collections of three projects, with what poppler makes of each. */
const COLLECTION = new URL("../../../../shared/data/pdfs/", import.meta.url);

interface Verdict {
  readonly file: string;
  readonly verdict: string;
  readonly pages: number;
  /** Bytes of text that poppler finds. */
  readonly characters: number;
}

/** Files that poppler cannot open and pdf.js can: one holds a word, one an empty page. */
const MENDED = ["pdfjs/poppler-91414-0-53.pdf", "pdfjs/bug1980958.pdf"];

/** Text of fewer bytes than this may be a mark, a space, or a glyph that only one of the two programs can name. */
const SOME_TEXT = 20;

const present = existsSync(COLLECTION);
if (!present) console.warn("Skipped: ../shared/data/pdfs is not here.");

(present ? test : test.skip)(
  "every file of the collection is read, or refused with the right reason, and no page is lost without one",
  async () => {
    const lines = readFileSync(new URL("verdicts.tsv", COLLECTION), "utf8").trim().split("\n");
    const limit = pLimit(availableParallelism());
    const surprises = await Promise.all(
      lines.map((line) => {
        const [file = "", verdict = "", pages, characters] = line.split("\t");
        const row = { file, verdict, pages: Number(pages), characters: Number(characters) };
        return limit(() => surpriseOf(row));
      }),
    );
    expect(surprises.filter((surprise) => surprise !== undefined)).toEqual([]);
  },
  300_000,
);

/** What is not as it should be. Recognition is off: scans are told by their reason. */
async function surpriseOf(row: Verdict): Promise<string | undefined> {
  const { file, verdict, pages } = row;
  let ingested: Ingested;
  try {
    ingested = await ingest(fileURLToPath(new URL(file, COLLECTION)), { ocr: "off", pageTimeoutMs: 8_000 });
  } catch (thrown) {
    if (!(thrown instanceof IngestError)) return `${file}: ${String(thrown)}`;
    return mayFail(row, thrown.code) ? undefined : `${file} is ${verdict}, and failed: ${thrown.message}`;
  }
  expectSoundLedger(ingested);
  const { document } = ingested;
  if (verdict === "needs_password") return `${file} was read without its password`;
  if (verdict === "unreadable" && !MENDED.includes(file)) return `${file} is unreadable, and was read`;
  if (verdict !== "unreadable" && document.pages.length !== pages) {
    return `${file} has ${pages} pages, of which ${document.pages.length} were seen`;
  }
  const { failedPages, warnings } = document.quality;
  const silent = document.text === "" && failedPages.length === 0 && warnings.length === 0;
  return silent && row.characters >= SOME_TEXT
    ? `${file}: its text is lost, and nothing says why`
    : undefined;
}

function mayFail({ verdict, characters }: Verdict, code: string): boolean {
  if (verdict === "needs_password") return code === "pdf.password-required";
  if (verdict === "unreadable") return code === "pdf.invalid";
  // Not one page could be read: pictures without text, damage, a page that would take all memory.
  return code === "pdf.unreadable" && characters === 0;
}
