import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Box, Document, Sentence } from "@longdoc/core";
import { makeScan, writePdf } from "@longdoc/fixtures";

import { renderPage } from "../draw/render-page.ts";
import { type IngestOptions, readDocument } from "../ingest.ts";
import { findTesseract } from "./find-tesseract.ts";

const SIZE = [400, 220] as const;
const TEXT = [
  "The heron stands on one leg. It waits for fish in shallow water.",
  "Herons breed in colonies of forty nests. The young leave them after eight weeks.",
];

/** A page of real text, and a picture of it at 144 dpi. */
async function writePage(lines: readonly string[]): Promise<{ pdf: Uint8Array; png: Uint8Array }> {
  const pdf = await writePdf(
    (writer) => {
      writer.font("Times-Roman").fontSize(14);
      for (const line of lines) writer.text(line, { width: SIZE[0] - 60 }).moveDown();
    },
    { size: SIZE, margin: 30 },
  );
  const { png } = await renderPage({ name: "page.pdf", bytes: pdf }, { page: 1 });
  return { pdf, png };
}

const read = (bytes: Uint8Array, options: IngestOptions = {}, name = "scan.pdf"): Promise<Document> =>
  readDocument({ name, bytes }, options);

const sentencesOf = (document: Document): readonly Sentence[] =>
  document.blocks.flatMap((block) => block.sentences);
const textsOf = (document: Document): readonly string[] => sentencesOf(document).map(({ text }) => text);

/** Share of the two boxes' union that they share. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

describe("a scan", () => {
  let page: { pdf: Uint8Array; png: Uint8Array };
  beforeAll(async () => {
    page = await writePage(TEXT);
  });
  afterEach(() => {
    delete process.env["LONGDOC_TESSERACT"];
  });

  const engines = [["packaged", "none"], ...(findTesseract() ? [["native", findTesseract()!]] : [])];
  test.each(engines)("has the sentences and boxes of its text, by the %s engine", async (_, command) => {
    process.env["LONGDOC_TESSERACT"] = command;
    const written = await read(page.pdf);
    const scan = await read(await makeScan([page.png], { size: SIZE }));
    expect(textsOf(scan)).toEqual(textsOf(written));
    expect(scan.blocks.map(({ kind }) => kind)).toEqual(written.blocks.map(({ kind }) => kind));
    sentencesOf(scan).forEach((sentence, index) => {
      const { boxes } = sentencesOf(written)[index]!;
      expect(sentence.boxes.length).toBe(boxes.length);
      sentence.boxes.forEach((box, line) => expect(overlap(box, boxes[line]!)).toBeGreaterThan(0.75));
      expect(scan.text.slice(sentence.start, sentence.end)).toBe(sentence.text);
      if (sentence.origin.type !== "ocr") throw new Error(`origin is ${sentence.origin.type}`);
      expect(sentence.origin.confidence).toBeGreaterThan(0.8);
      expect(sentence.origin.confidence).toBeLessThanOrEqual(1);
    });
    expect(scan.quality.failedPages).toEqual([]);
    expect(scan.quality.warnings.join()).toMatch(/page 1 was recognised from its picture/);
  });

  test("gives the same ids each time", async () => {
    const bytes = await makeScan([page.png], { size: SIZE });
    expect(sentencesOf(await read(bytes))).toEqual(sentencesOf(await read(bytes)));
  });

  test("is read whichever way the page lies", async () => {
    const sharp = (await import("sharp")).default;
    for (const angle of [90, 180, 270]) {
      const png = await sharp(page.png).rotate(angle).png().toBuffer();
      const size = angle === 180 ? SIZE : ([SIZE[1], SIZE[0]] as const);
      const document = await read(await makeScan([png], { size }));
      expect(textsOf(document)).toEqual([...TEXT[0]!.split(/(?<=\.) /), ...TEXT[1]!.split(/(?<=\.) /)]);
      const [box] = sentencesOf(document)[0]!.boxes;
      const [upright] = sentencesOf(await read(page.pdf))[0]!.boxes;
      const turned: Record<number, Partial<Box>> = {
        90: { x: SIZE[1] - upright!.y - upright!.height, y: upright!.x },
        180: { x: SIZE[0] - upright!.x - upright!.width, y: SIZE[1] - upright!.y - upright!.height },
        270: { x: upright!.y, y: SIZE[0] - upright!.x - upright!.width },
      };
      expect(Math.abs(box!.x - turned[angle]!.x!)).toBeLessThan(3);
      expect(Math.abs(box!.y - turned[angle]!.y!)).toBeLessThan(3);
    }
  });

  test("keeps the sound text layer that it came with", async () => {
    const layer = TEXT.join(" ").replaceAll("heron", "harrier");
    const document = await read(await makeScan([page.png], { size: SIZE, textLayer: layer }));
    expect(textsOf(document)[0]).toEqual("The harrier stands on one leg.");
    expect(sentencesOf(document)[0]!.origin.type).toBe("ocr");
    expect(document.quality.warnings).toEqual([]);
  });

  test("is recognised where that layer is a stamp only", async () => {
    const document = await read(await makeScan([page.png], { size: SIZE, textLayer: "LONGDOC 000123" }));
    expect(textsOf(document)[0]).toBe("The heron stands on one leg.");
  });

  test("is recognised anew where its text layer is garbled", async () => {
    const shifted = [...[...TEXT, ...TEXT].join(" ")]
      .map((c) => (c === " " ? c : String.fromCodePoint(c.codePointAt(0)! - 29)))
      .join("");
    const document = await read(await makeScan([page.png], { size: SIZE, textLayer: shifted }));
    expect(textsOf(document)[0]).toBe("The heron stands on one leg.");
  });

  test("says which of its pages are empty, and does not take them for scans", async () => {
    const document = await read(await makeScan([page.png, undefined], { size: SIZE }));
    expect(document.quality.failedPages).toEqual([]);
    expect(document.quality.warnings.join()).not.toMatch(/page 2|pages/);
    expect(document.pages[1]!.quality).toEqual({ characters: 0, boxes: "exact" });
  });

  test("names the page whose picture shows nothing", async () => {
    const sharp = (await import("sharp")).default;
    const white = await sharp({ create: { width: 40, height: 22, channels: 3, background: "white" } })
      .png()
      .toBuffer();
    const document = await read(await makeScan([page.png, white], { size: SIZE }));
    expect(document.quality.failedPages).toEqual([]);
    expect(document.quality.warnings).toContain("Page 2 holds an image that is blank, or cannot be drawn.");
  });

  test("is an error where recognition is switched off, and one page of it a failed page", async () => {
    const bytes = await makeScan([page.png], { size: SIZE });
    await expect(read(bytes, { ocr: "off" })).rejects.toMatchObject({
      code: "pdf.unreadable",
      hint: expect.stringContaining("switched off"),
    });
    const mixed = await makeScan([undefined, page.png], { size: SIZE, textLayer: "A page of text." });
    const { quality } = await read(mixed, { ocr: "off" });
    expect(quality.failedPages).toEqual([expect.objectContaining({ page: 2, code: "pdf.no-text" })]);
  });

  test("loses no more than the page whose recognition takes too long", async () => {
    const bytes = await makeScan([undefined, page.png], { size: SIZE, textLayer: "A page of text." });
    const document = await read(bytes, { ocrTimeoutMs: 1 });
    expect(textsOf(document)).toEqual(["A page of text."]);
    expect(document.quality.failedPages).toEqual([
      { page: 2, code: "ocr.timeout", reason: "Recognising the text took too long." },
    ]);
  });

  test("stops when its reading is cancelled", async () => {
    const bytes = await makeScan([page.png, page.png, page.png], { size: SIZE });
    const reading = new AbortController();
    const document = read(bytes, { signal: reading.signal, onProgress: () => reading.abort() });
    await expect(document).rejects.toMatchObject({ code: "file.cancelled" });
  });

  test("counts its pages as they are done", async () => {
    const done: number[] = [];
    const bytes = await makeScan([page.png, undefined, page.png], { size: SIZE });
    await read(bytes, { onProgress: ({ page: number }) => done.push(number) });
    expect(done).toEqual([1, 2, 3]);
  });

  test("that always is to be recognised is, text layer or not", async () => {
    const document = await read(page.pdf, { ocr: "always" });
    expect(sentencesOf(document)[0]!.origin.type).toBe("ocr");
  });
});

describe("the languages of a scan", () => {
  afterEach(() => {
    delete process.env["LONGDOC_TESSERACT"];
  });

  test("are those asked for: letters that English lacks are read", async () => {
    process.env["LONGDOC_TESSERACT"] = "none";
    const { png } = await writePage(["Die Größe der Übung überträgt sich häufig auf die Straße."]);
    const document = await read(await makeScan([png], { size: SIZE }), { ocrLanguages: ["de", "eng"] });
    expect(textsOf(document)).toEqual(["Die Größe der Übung überträgt sich häufig auf die Straße."]);
  });

  test("are named with how to install them where they are missing", async () => {
    process.env["LONGDOC_TESSERACT"] = "none";
    const { png } = await writePage(TEXT);
    const bytes = await makeScan([png], { size: SIZE });
    await expect(read(bytes, { ocrLanguages: ["en+tlh", "tir"] })).rejects.toMatchObject({
      code: "ocr.language-missing",
      message: "There is no data to recognise text in these languages: tlh, tir.",
      hint: expect.stringContaining("npm install @tesseract.js-data/tlh @tesseract.js-data/tir"),
    });
    await expect(read(bytes, { ocrLanguages: ["../eng"] })).rejects.toMatchObject({
      code: "ocr.language-invalid",
    });
  });

  test("are not looked at where there is nothing to recognise", async () => {
    const { pdf } = await writePage(TEXT);
    expect(textsOf(await read(pdf, { ocrLanguages: ["tlh"] })).length).toBe(4);
  });
});
