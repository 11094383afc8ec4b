import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";
import { pngOfSize, writePdf } from "@longdoc/fixtures";
import sharp, { type Sharp } from "sharp";

import { chunk } from "../chunks/chunk.ts";
import { renderPage } from "../draw/render-page.ts";
import { type IngestOptions, readDocument } from "../ingest.ts";

const [WIDTH, HEIGHT] = [640, 240];

/** A picture of a text at 144 dpi. */
async function pictureOf(text: string): Promise<Sharp> {
  const pdf = await writePdf(
    (writer) =>
      writer
        .font("Times-Roman")
        .fontSize(14)
        .text(text, { width: WIDTH / 2 - 40 }),
    { size: [WIDTH / 2, HEIGHT / 2], margin: 20 },
  );
  const { png } = await renderPage({ name: "page.pdf", bytes: pdf }, { page: 1 });
  return sharp(png).flatten({ background: "white" });
}

const read = (bytes: Uint8Array, name = "picture.png", options: IngestOptions = {}): Promise<Document> =>
  readDocument({ name, bytes }, options);
const sentencesOf = (document: Document) => document.blocks.flatMap((block) => block.sentences);
const textsOf = (document: Document) => sentencesOf(document).map((sentence) => sentence.text);

const HERON = ["The heron stands on one leg.", "It waits for fish in shallow water."];

describe("a picture", () => {
  let heron: Sharp;
  let png: Buffer;
  beforeAll(async () => {
    heron = await pictureOf(HERON.join(" "));
    png = await heron.clone().withMetadata({ density: 96 }).png().toBuffer();
  });

  test.each(["png", "jpeg", "webp", "tiff", "gif"] as const)("is read as %s", async (format) => {
    const bytes = await heron.clone().withMetadata({ density: 144 }).toFormat(format).toBuffer();
    const document = await read(bytes, `picture.${format}`);
    expect(textsOf(document)).toEqual(HERON);
    expect(document.mediaType).toBe(`image/${format}`);
    expect(sentencesOf(document)[0]!.origin).toMatchObject({ type: "ocr" });
    expect(document.pages.length).toBe(1);
    expect(chunk(document).length).toBe(1);
  });

  test("is of the size that its density gives, and of 96 dpi where it gives none that can be meant", async () => {
    const sizeAt = async (density: number): Promise<number> => {
      const bytes = await sharp(png).withMetadata({ density }).jpeg().toBuffer();
      return (await read(bytes, "picture.jpg")).pages[0]!.width;
    };
    expect(await sizeAt(144)).toBeCloseTo(320);
    expect(await sizeAt(1)).toBeCloseTo(480);
    const silent = withoutDensity(png);
    expect((await read(silent)).pages[0]).toMatchObject({ number: 1, width: 480, height: 180 });
  });

  test("is shown, and read, as its EXIF orientation says", async () => {
    const sideways = await sharp(png)
      .rotate(270)
      .withMetadata({ orientation: 6, density: 144 })
      .jpeg()
      .toBuffer();
    const document = await read(sideways, "photo.jpg");
    expect(document.pages[0]).toMatchObject({ width: WIDTH / 2, height: HEIGHT / 2 });
    expect(textsOf(document)).toEqual(HERON);
    const { x, y } = sentencesOf(document)[0]!.boxes[0]!;
    expect(Math.abs(x - 20)).toBeLessThan(2);
    expect(Math.abs(y - 20)).toBeLessThan(5);
  });

  test("is drawn with its sentences lit where they stand", async () => {
    const document = await read(png);
    const [box] = sentencesOf(document)[0]!.boxes;
    const drawn = await renderPage(
      { name: "picture.png", bytes: png },
      { page: 1, scale: 2, highlight: [box!] },
    );
    expect([drawn.width, drawn.height]).toEqual([960, 360]);
    const area = { left: box!.x * 2, top: box!.y * 2, width: box!.width * 2, height: box!.height * 2 };
    const inside = {
      left: Math.ceil(area.left),
      top: Math.ceil(area.top),
      width: Math.floor(area.width) - 2,
      height: Math.floor(area.height) - 2,
    };
    const pixels = await sharp(drawn.png).removeAlpha().extract(inside).raw().toBuffer();
    let [lit, ink] = [0, 0];
    for (let at = 0; at < pixels.length; at += 3) {
      if (pixels[at]! > 200 && pixels[at + 2]! < 120) lit++;
      if (pixels[at]! < 100) ink++;
    }
    expect((3 * lit) / pixels.length).toBeGreaterThan(0.5);
    expect((3 * ink) / pixels.length).toBeGreaterThan(0.05);
    await expect(renderPage({ name: "picture.png", bytes: png }, { page: 2 })).rejects.toMatchObject({
      code: "file.no-such-page",
    });
  });

  test("of several pages is a document of several pages", async () => {
    const crane = await pictureOf("The crane dances before it breeds.");
    const pages = [png, await crane.png().toBuffer()];
    const bytes = await sharp(pages, { join: { animated: true } })
      .tiff({ compression: "lzw" })
      .toBuffer();
    const document = await read(bytes, "fax.tif");
    expect(document.pages.length).toBe(2);
    expect(textsOf(document)).toEqual([...HERON, "The crane dances before it breeds."]);
    expect(sentencesOf(document)[2]!.boxes[0]!.page).toBe(2);
    const { width } = await renderPage({ name: "fax.tif", bytes }, { page: 2, scale: 1 });
    expect(width).toBe(480);
  });

  test("without text is a document that says so", async () => {
    const bytes = await sharp({
      create: {
        width: 300,
        height: 200,
        channels: 3,
        background: "#ffffff",
        noise: { type: "gaussian", mean: 160, sigma: 8 },
      },
    })
      .png()
      .toBuffer();
    const document = await read(bytes, "sky.png");
    expect(sentencesOf(document)).toEqual([]);
    expect(document.quality).toEqual({
      pagesRead: 1,
      failedPages: [],
      warnings: ["No text was found in what page 1 shows."],
      pictures: { described: 0, undescribed: 1 },
    });
    expect(chunk(document)).toEqual([]);
  });

  test("is known by its first bytes, whatever it is called", async () => {
    for (const name of ["picture.jpg", "picture.pdf", "picture"]) {
      const document = await read(png, name);
      expect(document.mediaType).toBe("image/png");
    }
    const text = await read(Buffer.from("GIF89a is a kind of file."), "notes.txt");
    expect(text.mediaType).toBe("text/plain");
  });

  test("with transparency, or in the colours of print, is read on white", async () => {
    const clear = await sharp({
      create: { width: WIDTH, height: HEIGHT, channels: 4, background: "#00000000" },
    })
      .composite([{ input: await heron.clone().negate().png().toBuffer(), blend: "screen" }])
      .png()
      .toBuffer();
    expect((await read(clear)).pages.length).toBe(1);
    const cmyk = await heron.clone().toColourspace("cmyk").jpeg().toBuffer();
    expect(textsOf(await read(cmyk, "print.jpg"))).toEqual(HERON);
  });

  test("is an error that names what is wrong where it cannot be read", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><text>Hi</text></svg>');
    await expect(read(svg)).rejects.toMatchObject({ code: "image.invalid" });
    await expect(read(png.subarray(0, 60))).rejects.toMatchObject({ code: "image.invalid" });
    await expect(read(png, "a.png", { ocr: "off" })).rejects.toMatchObject({ code: "image.not-read" });
  });

  test("that unfolds to more than may be held is refused by what its head says", async () => {
    await expect(read(pngOfSize(png, 60_000, 60_000))).rejects.toMatchObject({
      code: "image.too-large",
      message: expect.stringContaining("60,000 × 60,000 pixels"),
    });
    await expect(read(pngOfSize(png, 60_000, 1))).rejects.toMatchObject({ code: "image.too-large" });
    const bomb = await sharp({ create: { width: 11_000, height: 10_000, channels: 3, background: "white" } })
      .toColourspace("b-w")
      .png({ palette: true, compressionLevel: 9 })
      .toBuffer();
    expect(bomb.byteLength).toBeLessThan(1_000_000);
    await expect(read(bomb)).rejects.toMatchObject({ code: "image.too-large" });
  });
});

/** The same picture without the chunk that states its density. */
function withoutDensity(png: Buffer): Buffer {
  const at = png.indexOf("pHYs") - 4;
  return Buffer.concat([png.subarray(0, at), png.subarray(at + 21)]);
}
