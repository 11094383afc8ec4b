import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Box, Document, Sentence } from "@longdoc/core";
import { type DeckSlide, makeDeck, pictureShape, pngOfSize, textShape, writePdf } from "@longdoc/fixtures";

import { renderPage } from "../../draw/render-page.ts";
import { type IngestOptions, readDocument } from "../../ingest.ts";
import type { PictureDescriber } from "../../vision/describer.ts";

const [WIDTH, HEIGHT] = [400, 100];
const AREA = { x: 100, y: 300, width: 400, height: 100 };
const FERRY = "The ferry leaves at noon.";

/** Words drawn at the left top and right below of a picture of 400 by 100 points. */
async function pictureOf(top: string, below = ""): Promise<Uint8Array> {
  const pdf = await writePdf(
    (writer) => {
      writer.font("Times-Roman").fontSize(14).text(top, 20, 15);
      writer.text(below, 20, 70, { width: 360, align: "right" });
    },
    { size: [WIDTH, HEIGHT], margin: 0 },
  );
  const { png } = await renderPage({ name: "page.pdf", bytes: pdf }, { page: 1 });
  return png;
}

function slideOf(shapes: string, file: Uint8Array, name = "image1.png"): DeckSlide {
  return {
    shapes,
    relations: [["rId7", "image", `../media/${name}`]],
    files: { [`ppt/media/${name}`]: file },
  };
}
const read = (slides: readonly DeckSlide[], options: IngestOptions = {}): Promise<Document> =>
  readDocument({ name: "deck.pptx", bytes: makeDeck(slides) }, options);
const recognized = ({ blocks }: Document): Sentence[] =>
  blocks.flatMap(({ sentences }) => sentences).filter(({ origin }) => origin.type === "ocr");
const centre = ({ x, y, width, height }: Box): [number, number] => [x + width / 2, y + height / 2];

describe("a picture's text on a slide", () => {
  let ferry: Uint8Array;
  beforeAll(async () => {
    ferry = await pictureOf(FERRY, "Bring a coat.");
  });

  test("is sentences of its figure, in their places on the slide", async () => {
    const document = await read([slideOf(textShape(["Timetable"]) + pictureShape("rId7", AREA), ferry)]);
    const figure = document.blocks.find(({ kind }) => kind === "figure")!;
    expect(figure.box).toEqual({ page: 1, ...AREA });
    expect(figure.sentences.map(({ text }) => text)).toEqual([FERRY, "Bring a coat."]);
    const [first, second] = figure.sentences.map(({ boxes }) => boxes[0]!);
    expect(figure.sentences[0]!.origin).toMatchObject({ type: "ocr", confidence: expect.any(Number) });
    expect(Math.abs(first!.x - (AREA.x + 20))).toBeLessThan(2);
    expect(Math.abs(first!.y - (AREA.y + 15))).toBeLessThan(6);
    expect(Math.abs(second!.x + second!.width - (AREA.x + 380))).toBeLessThan(2);
    expect(document.quality.warnings).toEqual([
      expect.stringMatching(/^The text of pictures on slide 1 was recognised \(confidence \d+ %\)\.$/),
    ]);
  });

  test("that is cut away is not read, and the rest is placed by what is left", async () => {
    const fill = '<a:srcRect b="50000"/>';
    const document = await read([slideOf(pictureShape("rId7", AREA, { fill }), ferry)]);
    expect(recognized(document).map(({ text }) => text)).toEqual([FERRY]);
    // Twice as high: half of the picture fills the area.
    expect(centre(recognized(document)[0]!.boxes[0]!)[1]).toBeGreaterThan(AREA.y + 30);
  });

  test.each<[how: string, turn: string, right: boolean, below: boolean]>([
    ["mirrored", 'flipH="1"', true, false],
    ["on its head", 'rot="10800000"', true, true],
    ["turned and mirrored to stand on its feet", 'rot="10800000" flipV="1"', true, false],
  ])("is placed where it is seen when the picture is %s", async (_how, turn, right, below) => {
    const file = await pictureOf(FERRY);
    const document = await read([slideOf(pictureShape("rId7", AREA, { turn }), file)]);
    const [x, y] = centre(recognized(document)[0]!.boxes[0]!);
    expect([x > 300, y > 350]).toEqual([right, below]);
  });

  test("is placed where it is seen when the picture's group is turned", async () => {
    const group = `<p:grpSp><p:nvGrpSpPr/><p:grpSpPr><a:xfrm rot="5400000"><a:off x="0" y="0"/><a:ext cx="9144000" cy="6858000"/><a:chOff x="0" y="0"/><a:chExt cx="9144000" cy="6858000"/></a:xfrm></p:grpSpPr>${pictureShape("rId7", { x: 160, y: 60, width: 400, height: 100 })}</p:grpSp>`;
    const document = await read([slideOf(group, ferry)]);
    const [first, second] = recognized(document).map(({ boxes }) => boxes[0]!);
    // The group's centre is (360, 270): the picture's own comes from (360, 110) to (520, 270).
    expect(document.blocks.find(({ kind }) => kind === "figure")!.box).toMatchObject({ x: 470, y: 70 });
    expect(centre(first!)[0]).toBeGreaterThan(520);
    expect(centre(second!)[0]).toBeLessThan(520);
    expect(centre(first!)[1]).toBeLessThan(centre(second!)[1]);
    expect(first!.height).toBeGreaterThan(first!.width);
  });

  test("is entered once where the picture runs through the deck, whatever its file is called", async () => {
    const logo = pictureShape("rId7", AREA);
    const slides = [1, 2, 3].map((number) =>
      slideOf(textShape([`Part ${number}.`]) + logo, ferry, `image${number}.png`),
    );
    const document = await read(slides);
    expect(recognized(document).map(({ page }) => page)).toEqual([1, 1]);
    const twice = await read(slides.slice(0, 2));
    expect(recognized(twice).map(({ page }) => page)).toEqual([1, 1, 2, 2]);
  });

  test("is not looked for in icons, nor when recognition is off", async () => {
    const small = { x: 10, y: 10, width: 30, height: 30 };
    const icon = await read([slideOf(textShape(["Text"]) + pictureShape("rId7", small), ferry)]);
    expect(recognized(icon)).toEqual([]);
    const slide = slideOf(textShape(["Text"]) + pictureShape("rId7", AREA), ferry);
    expect(recognized(await read([slide], { ocr: "off" }))).toEqual([]);
  });

  test("is not waited for when reading is cancelled", async () => {
    const bytes = makeDeck([slideOf(pictureShape("rId7", AREA), ferry)]);
    const reading = new AbortController();
    const document = readDocument({ name: "deck.pptx", bytes }, { signal: reading.signal });
    setTimeout(() => reading.abort(), 50);
    await expect(document).rejects.toMatchObject({ code: "file.cancelled" });
  });

  test("that was recognised is not said again by vision", async () => {
    const describer: PictureDescriber = {
      name: "reader",
      limits: { edge: 2_000, tokens: 4_000 },
      quote: () => ({ inputTokens: 0, outputTokens: 0, dollars: 0 }),
      async *describe(pictures) {
        for await (const { hash } of pictures) {
          const labels = [FERRY, "A bell rings."].map((text) => ({
            text,
            box: { x0: 0, y0: 0, x1: 9, y1: 9 },
          }));
          const description = { kind: "photograph", title: "", statements: [], series: [], labels } as const;
          yield { hash, outcome: { type: "described", description } };
        }
      },
    };
    const document = await read([slideOf(pictureShape("rId7", AREA), ferry)], { vision: { describer } });
    const [figure] = document.blocks.filter(({ kind }) => kind === "figure");
    expect(figure!.sentences.map(({ text, origin }) => [text, origin.type])).toEqual([
      [FERRY, "ocr"],
      ["Bring a coat.", "ocr"],
      ["A bell rings.", "vision"],
    ]);
  });
});

describe("a picture that cannot be read", () => {
  test.each<[what: string, make: () => Promise<Uint8Array>]>([
    ["is damaged", async () => (await pictureOf(FERRY)).slice(0, 200)],
    ["unfolds to billions of pixels", async () => pngOfSize(await pictureOf(FERRY), 60_000, 60_000)],
  ])("that %s costs the deck nothing, and is named with its slide", async (_what, make) => {
    const document = await read([
      { shapes: textShape(["First."]) },
      slideOf(textShape(["Second."]) + pictureShape("rId7", AREA), await make()),
    ]);
    expect(document.text).toContain("Second.");
    expect(document.quality.failedPages).toEqual([]);
    expect(document.quality.warnings).toEqual([
      expect.stringMatching(/^A picture on slide 2 was not read: "image1\.png" /),
    ]);
  });

  test("in time is given up, and after a few of them the rest", async () => {
    const file = await pictureOf(FERRY);
    const slides = Array.from({ length: 20 }, (_, index) =>
      slideOf(
        textShape(["Text."]) + pictureShape("rId7", AREA),
        Buffer.concat([file, Buffer.alloc(index)]),
        `image${index}.png`,
      ),
    );
    const { quality } = await read(slides, { ocrTimeoutMs: 1 });
    expect(quality.warnings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/pictures on slides .* were not read: .*took too long\.$/),
        expect.stringMatching(/pictures on slides .* were not read: It was not tried, as 3 others took/),
      ]),
    );
  });
});
