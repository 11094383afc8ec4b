import { describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";
import { deckParts, pictureShape, textShape, zipParts } from "@longdoc/fixtures";
import sharp from "sharp";

import { HIGH_RESOLUTION } from "../draw/fit-picture.ts";
import { readDocument } from "../ingest.ts";
import type { Picture, PictureDescriber } from "./describer.ts";

const AREA = { x: 100, y: 200, width: 400, height: 250 };

/** Says of every picture that its lower right quarter is a heron, and keeps what it got. */
function heronDescriber(seen: Picture[]): PictureDescriber {
  return {
    name: "heron",
    limits: HIGH_RESOLUTION,
    quote: () => ({ inputTokens: 0, outputTokens: 0, dollars: 0 }),
    async *describe(pictures) {
      for await (const picture of pictures) {
        seen.push(picture);
        const { hash, width, height } = picture;
        const box = { x0: width / 2, y0: height / 2, x1: width, y1: height };
        const statements = [{ text: "A heron stands in the reeds.", box }];
        const description = { kind: "photograph", title: "", statements, series: [], labels: [] } as const;
        yield { hash, outcome: { type: "described", description } };
      }
    },
  };
}

/** Red on the left, green on the right. */
async function halves(): Promise<Uint8Array> {
  const half = (background: string) =>
    sharp({ create: { width: 100, height: 80, channels: 3, background } })
      .png()
      .toBuffer();
  return sharp(await half("#ff0000"))
    .extend({ right: 100, background: "#00ff00" })
    .png()
    .toBuffer();
}

const picture = (fill = "", turn = ""): string => pictureShape("rId7", AREA, { fill, turn });

/** A deck of one slide, with a picture's file that its shapes show. */
function deckOf(shapes: string, part: string | Uint8Array, name = "image1.png"): Uint8Array {
  const slide = { shapes, relations: [["rId7", "image", `../media/${name}`]] } as const;
  return zipParts({ ...deckParts([slide]), [`ppt/media/${name}`]: part });
}

async function read(
  shapes: string,
  part: string | Uint8Array,
  name = "image1.png",
): Promise<{ document: Document; seen: Picture[] }> {
  const seen: Picture[] = [];
  const bytes = deckOf(shapes, part, name);
  const vision = { describer: heronDescriber(seen) };
  const document = await readDocument({ name: "deck.pptx", bytes }, { vision });
  return { document, seen };
}

const boxesOf = (document: Document) =>
  document.blocks
    .flatMap(({ sentences }) => sentences)
    .filter(({ origin }) => origin.type === "vision")
    .flatMap(({ boxes }) => boxes);

describe("a picture on a slide", () => {
  test("is described as its file holds it, and its regions lie on the slide", async () => {
    const { document, seen } = await read(textShape(["Birds"]) + picture(), await halves());
    expect(seen.map(({ width, height }) => [width, height])).toEqual([[200, 80]]);
    expect(boxesOf(document)).toEqual([{ page: 1, x: 300, y: 325, width: 200, height: 125 }]);
    expect(document.quality.pictures).toEqual({ described: 1, undescribed: 0 });
  });

  test("that is cut shows what a reader sees of it, and no more", async () => {
    const { document, seen } = await read(picture('<a:srcRect l="50000"/>'), await halves());
    expect([seen[0]!.width, seen[0]!.height]).toEqual([100, 80]);
    const { channels } = await sharp(seen[0]!.bytes).stats();
    expect(channels.map(({ mean }) => mean)).toEqual([0, 255, 0]);
    expect(boxesOf(document)).toEqual([{ page: 1, x: 300, y: 325, width: 200, height: 125 }]);
  });

  test("that is turned is lit as a whole", async () => {
    const { document } = await read(picture("", 'rot="2700000"'), await halves());
    const figure = document.blocks.find(({ kind }) => kind === "figure")!;
    expect(boxesOf(document)).toEqual([figure.box]);
  });

  test("of a kind that cannot be drawn is reported", async () => {
    const { document, seen } = await read(textShape(["Birds"]) + picture(), "not a picture", "image1.emf");
    expect(seen).toEqual([]);
    expect(document.quality.warnings).toEqual([
      'A picture on slide 1 was not read: "image1.emf" is damaged, or of a kind that cannot be read.',
      '1 of 1 picture was not described (page 1): "ppt/media/image1.emf" is of a kind that cannot be drawn.',
    ]);
  });

  test("that is all there is makes a slide that is read", async () => {
    const source = { name: "deck.pptx", bytes: deckOf(picture(), await halves()) };
    await expect(readDocument(source, { ocr: "off" })).rejects.toMatchObject({ code: "slides.unreadable" });
    const document = await readDocument(source, { vision: { describer: heronDescriber([]) } });
    expect(document.quality).toMatchObject({ pagesRead: 1, failedPages: [] });
    expect(document.text).toBe("A heron stands in the reeds.");
  });
});
