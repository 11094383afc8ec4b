import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";
import {
  ENCRYPTED_PASSWORD,
  makeAnnualReport,
  makeCorruptPage,
  makeDrawnFont,
  makeEncrypted,
  makeForm,
  makeJapanese,
  makeLongTable,
  makeRotated,
  makeStalling,
  makeStallingPattern,
  makeTruncated,
  makeTwoColumns,
  writePdf,
} from "@longdoc/fixtures";

import { expectSoundLedger, sentencesOf } from "../test/sound-ledger.ts";
import { ingest } from "./ingest.ts";

const textOf = (document: Document) => sentencesOf(document).map((sentence) => sentence.text);

describe("ingest", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longdoc ingest-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const makers = {
    makeAnnualReport,
    makeTwoColumns,
    makeRotated,
    makeJapanese,
    makeCorruptPage,
    makeForm,
    makeLongTable,
  };
  test.each(Object.entries(makers))("keeps offsets, boxes and chunks sound: %s", async (name, make) => {
    expectSoundLedger(await ingest({ name: `${name}.pdf`, bytes: await make() }));
  });

  test("gives the same ids for the same bytes", async () => {
    const bytes = await makeAnnualReport();
    const first = await ingest({ name: "report.pdf", bytes: bytes.slice() });
    const second = await ingest({ name: "report.pdf", bytes: bytes.slice() });
    expect(second).toEqual(first);
  });

  test("leaves the caller's bytes as they were", async () => {
    const bytes = await makeTwoColumns();
    const before = bytes.slice();
    await ingest({ name: "columns.pdf", bytes });
    expect(bytes).toEqual(before);
  });

  test("reads the left column to its end before the right one", async () => {
    const { document } = await ingest({ name: "columns.pdf", bytes: await makeTwoColumns() });
    const text = document.text;
    expect(text.indexOf("sees those days")).toBeGreaterThan(0);
    expect(text.indexOf("We placed six sensors")).toBeGreaterThan(text.indexOf("sees those days"));
  });

  test("states a table's row with its label, its columns' headers and its unit", async () => {
    const { document } = await ingest({ name: "report.pdf", bytes: await makeAnnualReport() });
    const row = sentencesOf(document).find((sentence) => sentence.text.startsWith("Inventories —"))!;
    expect(row.text).toBe(
      "Inventories — January 31, 2026: 176.4; February 1, 2025: 152.9 (in millions of dollars)",
    );
    expect(row.boxes).toHaveLength(3);
  });

  test("states the rows of a table that goes on over pages under its heads, sections and unit", async () => {
    const { document } = await ingest({ name: "harbours.pdf", bytes: await makeLongTable() });
    const tables = document.blocks.filter((block) => block.kind === "table");
    expect(tables.map((table) => table.page)).toEqual([1, 2, 3]);
    const last = tables[2]!.sentences.at(-1)!;
    expect(last.text).toBe(
      "Harbours of the islands: Harbour 80 — Landed: 560.4; Shipped: 240.9 (in thousands of tonnes)",
    );
    expect(last.boxes.map(({ page }) => page)).toEqual([3, 3, 3]);
    expect(tables[2]!.markdown).toMatch(/^\| \(in thousands of tonnes\) \| Landed \| Shipped \|/);
  });

  test("states a form's values with the names of its fields, and comments; hidden ones are left out", async () => {
    const { document } = await ingest({ name: "form.pdf", bytes: await makeForm() });
    const written = sentencesOf(document).filter(({ origin }) => origin.type === "structure");
    expect(written.map(({ text }) => text)).toEqual([
      "Name of the vessel: Sea Otter",
      "Berth: South quay",
      "Comment: The length is to be measured again.",
    ]);
    expect(written[0]!.boxes).toEqual([{ page: 1, x: 220, y: 104, width: 200, height: 20 }]);
    // A field whose name tells nothing is read as it is drawn.
    expect(document.text).toContain("11.4 metres");
    expect(document.text).not.toContain("without reading");
    expect(document.quality.warnings.join()).toContain("Hidden text");
  });

  test("says how much of a page's ink became text", async () => {
    const picture = await writePdf((pdf) => {
      pdf.fontSize(12).text("The harbour at dawn, seen from the old quay.");
      pdf.addPage().fontSize(12).text("A chart of the tides.", 72, 72);
      for (let hour = 0; hour < 24; hour++)
        pdf.circle(100 + 15 * hour, 300 + (hour % 7) * 40, 12).fill("#336699");
    });
    const { document } = await ingest({ name: "tides.pdf", bytes: picture }, { ocr: "off" });
    const [text, chart] = document.pages.map((page) => page.quality.textCoverage!);
    expect(text).toBe(1);
    expect(chart).toBeGreaterThan(0.05);
    expect(chart).toBeLessThan(0.5);
    expect(document.quality.textCoverage).toBeGreaterThan(chart!);
    expect(document.quality.textCoverage).toBeLessThan(1);
  });

  test("keeps running headers and page numbers out of the chunks", async () => {
    const { document, chunks } = await ingest({ name: "report.pdf", bytes: await makeAnnualReport() });
    const heads = document.blocks.filter((block) => block.kind === "header");
    expect(heads.map((block) => block.page)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(
      document.blocks.filter((block) => block.kind === "footer").map((block) => block.sentences[0]!.text),
    ).toEqual(["2", "3", "4", "5", "6", "7"]);
    const chunked = chunks.flatMap((chunk) => chunk.sentences.map((sentence) => sentence.text));
    expect(chunked).not.toContain(heads[0]!.sentences[0]!.text);
  });

  test("names the sections that a chunk stands in", async () => {
    const { chunks } = await ingest({ name: "report.pdf", bytes: await makeAnnualReport() });
    const chunk = chunks.find(({ sentences }) =>
      sentences.some(({ text }) => text.startsWith("Gross margin was 47.3")),
    )!;
    expect(chunk.headingPath).toEqual(["Results of operations", "Gross margin"]);
  });

  test("gives turned pages their displayed size and upright boxes", async () => {
    const { document } = await ingest({ name: "turned.pdf", bytes: await makeRotated() });
    const sizes = document.pages.map(({ width, height }) => [width, height]);
    expect(sizes[1]).toEqual([sizes[0]![1], sizes[0]![0]]);
    for (const sentence of sentencesOf(document)) {
      const [box] = sentence.boxes;
      expect(Math.max(box!.width, box!.height)).toBeGreaterThan(150);
    }
  });

  test("reads fonts that the file does not embed", async () => {
    const { document } = await ingest({ name: "japanese.pdf", bytes: await makeJapanese() });
    expect(document.language).toBe("ja");
    expect(textOf(document)).toContain("純利益は109億円であった。");
  });

  test.each([true, false])("takes letters that are drawings for what they are: bounds %s", async (bounds) => {
    const { document } = await ingest({ name: "lock.pdf", bytes: makeDrawnFont({ bounds }) });
    const [sentence] = sentencesOf(document);
    expect(sentence!.text).toBe("The pump of the lower lock failed twice in March.");
    const [box] = sentence!.boxes;
    expect(box!.width).toBeCloseTo(49 * 6, 0);
    expect(Math.abs(box!.height - 12)).toBeLessThan(3);
  });

  test("reports a damaged page and reads the others", async () => {
    const { document } = await ingest({ name: "corrupt.pdf", bytes: await makeCorruptPage() });
    expect(document.quality.failedPages.map(({ page, code }) => [page, code])).toEqual([
      [2, "pdf.page-damaged"],
    ]);
    expect(document.pages[1]!.quality.failure?.code).toBe("pdf.page-damaged");
    expect(document.text).toContain("31 turbines");
    expect(document.text).toContain("44 turbines");
    expect(document.text).not.toContain("damaged");
  });

  test("gives up a page that stalls and reads the others", async () => {
    const { document } = await ingest(
      { name: "stalling.pdf", bytes: makeStalling() },
      { pageTimeoutMs: 1_500 },
    );
    expect(document.quality.failedPages.map(({ page }) => page)).toEqual([2]);
    expect(document.quality.failedPages[0]!.code).toMatch(/^pdf\.page-(?:timeout|memory)$/);
    expect(textOf(document)).toEqual(["The first page can be read.", "The third page can be read."]);
  });

  test("reads the text of a page whose drawing stalls, and says that its boxes are estimates", async () => {
    const { document } = await ingest(
      { name: "pattern.pdf", bytes: makeStallingPattern() },
      { pageTimeoutMs: 1_500 },
    );
    expect(textOf(document)).toEqual(["The text of this page can be read."]);
    expect(document.pages[0]!.quality.boxes).toBe("estimated");
    expect(document.quality.warnings.join()).toContain("boxes are estimates");
    const [box] = sentencesOf(document)[0]!.boxes;
    expect(box!.x).toBeCloseTo(72, 0);
    expect(box!.y).toBeCloseTo(792 - 700 - 11, 0);
    expect(box!.width).toBeGreaterThan(150);
  });

  test("asks for the password of a protected file and takes the right one", async () => {
    const bytes = await makeEncrypted();
    await expect(ingest({ name: "vault.pdf", bytes })).rejects.toMatchObject({
      code: "pdf.password-required",
    });
    await expect(ingest({ name: "vault.pdf", bytes }, { password: "wrong" })).rejects.toMatchObject({
      code: "pdf.password-wrong",
    });
    const { document } = await ingest({ name: "vault.pdf", bytes }, { password: ENCRYPTED_PASSWORD });
    expect(document.text).toContain("17 ledgers");
  });

  test("refuses what is no PDF, and what is cut short, with the file's name", async () => {
    const noPdf = { name: "fake.pdf", bytes: Buffer.from("just words") };
    await expect(ingest(noPdf)).rejects.toMatchObject({ code: "pdf.invalid", input: "fake.pdf" });
    const truncated = ingest({ name: "half.pdf", bytes: await makeTruncated() });
    await expect(truncated).rejects.toMatchObject({ name: "IngestError", input: "half.pdf" });
  });

  test("refuses files that are missing, empty, folders, or of an unknown type", async () => {
    const empty = join(folder, "empty.pdf");
    const folderNamedPdf = join(folder, "reports.pdf");
    await mkdir(folderNamedPdf);
    await writeFile(empty, "");
    await expect(ingest(join(folder, "missing.pdf"))).rejects.toMatchObject({ code: "file.missing" });
    await expect(ingest(empty)).rejects.toMatchObject({ code: "file.empty" });
    await expect(ingest(join(folder, "table.xlsm"))).rejects.toMatchObject({ code: "file.unsupported" });
    await expect(ingest(folderNamedPdf)).rejects.toMatchObject({ code: "file.unreadable" });
  });

  test("reads a pipe, which gives its bytes once", async () => {
    const pipe = join(folder, "piped.pdf");
    await promisify(execFile)("mkfifo", [pipe]);
    const bytes = await makeAnnualReport();
    const [{ document }] = await Promise.all([ingest(pipe), writeFile(pipe, bytes)]);
    const { document: given } = await ingest({ name: pipe, bytes });
    expect(document).toEqual(given);
  });

  test("gives a path's document as it gives its bytes'", async () => {
    const path = join(folder, "report.pdf");
    const bytes = await makeAnnualReport();
    await writeFile(path, bytes);
    expect(await ingest(path)).toEqual(await ingest({ name: path, bytes }));
  });

  test("reads a large text in a process of its own, and says when it took too long", async () => {
    const text = Array.from({ length: 8_000 }, (_, n) => `The harbour took in ship ${n} at dawn.`).join(
      "\n\n",
    );
    const large = { name: "/logs/harbour.txt", bytes: new TextEncoder().encode(text) };
    const ingested = await ingest(large);
    expectSoundLedger(ingested);
    expect(textOf(ingested.document)).toHaveLength(8_000);
    await expect(ingest(large, { pageTimeoutMs: 1 })).rejects.toMatchObject({ code: "file.timeout" });
  });

  const isRoot = process.getuid?.() === 0;
  (isRoot ? test.skip : test)("refuses a file that may not be read", async () => {
    const locked = join(folder, "locked.pdf");
    await writeFile(locked, "x");
    await chmod(locked, 0o000);
    await expect(ingest(locked)).rejects.toMatchObject({ code: "file.unreadable" });
  });

  test("stops when it is told to", async () => {
    const controller = new AbortController();
    const reading = ingest(
      { name: "report.pdf", bytes: await makeAnnualReport() },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(reading).rejects.toMatchObject({ code: "file.cancelled" });
  });
});
