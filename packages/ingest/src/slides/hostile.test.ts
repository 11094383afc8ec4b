import { describe, expect, test } from "@jest/globals";
import { compoundFile, type DeckSlide, deckParts, textShape, zipParts } from "@longdoc/fixtures";

import { ingest } from "../ingest.ts";

const AREA = { x: 100, y: 100, width: 300, height: 100 };
const SLIDES: readonly DeckSlide[] = [
  { shapes: textShape(["First."], { area: AREA }) },
  { shapes: textShape(["Second."], { area: AREA }) },
];
const bytesOf = (change: Record<string, string | Uint8Array>, slides = SLIDES): Uint8Array =>
  zipParts({ ...deckParts(slides), ...change });
const without = (name: string): Uint8Array =>
  zipParts(Object.fromEntries(Object.entries(deckParts(SLIDES)).filter(([part]) => part !== name)));
const group = (depth: number, content: string): string =>
  "<p:grpSp>".repeat(depth) + content + "</p:grpSp>".repeat(depth);

describe("a file that is no presentation, or none that can be read", () => {
  test.each<[string, string, () => Uint8Array]>([
    [
      "unpacks to gigabytes",
      "archive.too-large",
      () => {
        const bytes = bytesOf({ "ppt/media/a.xml": new Uint8Array(1024) });
        // The last part's size in the archive's directory.
        new DataView(bytes.buffer).setUint32(
          Buffer.from(bytes).lastIndexOf("PK\x01\x02") + 24,
          0xf0000000,
          true,
        );
        return bytes;
      },
    ],
    [
      "names parts outside of itself",
      "archive.unsafe-name",
      () => bytesOf({ "../../etc/cron.d/x": "* * * * * root true" }),
    ],
    ["is encrypted", "slides.password-required", () => compoundFile("EncryptedPackage")],
    ["is a damaged PPT", "slides.invalid", () => compoundFile("PowerPoint Docum")],
    ["is text", "slides.invalid", () => Buffer.from("Not a deck at all.")],
    ["is another kind of archive", "slides.invalid", () => zipParts({ "a.txt": "a" })],
    ["is cut in half", "archive.invalid", () => bytesOf({}).slice(0, 2000)],
    ["has no slides", "slides.no-slides", () => zipParts(deckParts([]))],
    ["has no presentation part", "slides.invalid", () => without("ppt/presentation.xml")],
    [
      "expands entities",
      "xml.entities",
      () =>
        bytesOf({
          "ppt/presentation.xml": `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>`,
        }),
    ],
    [
      "has a slide of a hundred thousand paragraphs",
      "slides.too-large",
      () => bytesOf({}, [{ shapes: textShape(Array.from({ length: 100_000 }, () => "More.")) }]),
    ],
    [
      "has a slide of a hundred megabytes",
      "slides.too-large",
      () => bytesOf({ "ppt/slides/slide2.xml": `<p:sld>${" ".repeat(1e8)}</p:sld>` }),
    ],
    [
      "has 10,000 slides",
      "slides.too-many",
      () => {
        const name = "ppt/presentation.xml";
        const more = Array.from(
          { length: 10_000 },
          (_, index) => `<p:sldId id="${300 + index}" r:id="rId1"/>`,
        );
        return bytesOf({
          [name]: deckParts(SLIDES)[name]!.replace("</p:sldIdLst>", `${more.join("")}</p:sldIdLst>`),
        });
      },
    ],
  ])(
    "that %s is refused with its reason: %s",
    async (_name, code, make) => {
      await expect(ingest({ name: "deck.pptx", bytes: make() })).rejects.toMatchObject({
        code,
        message: expect.stringContaining("deck.pptx"),
        hint: expect.stringMatching(/\w/),
      });
    },
    30_000,
  );

  test("an old or foreign kind says that it needs LibreOffice where there is none", async () => {
    process.env["LONGDOC_SOFFICE"] = "none";
    try {
      const bytes = compoundFile("PowerPoint Document");
      await expect(ingest({ name: "deck.ppt", bytes })).rejects.toMatchObject({
        code: "file.needs-libreoffice",
        hint: expect.stringContaining("LibreOffice"),
      });
    } finally {
      delete process.env["LONGDOC_SOFFICE"];
    }
  });
});

describe("a presentation with something wrong in it", () => {
  test.each<[string, string, () => Uint8Array]>([
    ["is missing", "file.part-missing", () => without("ppt/slides/slide2.xml")],
    ["is not well-formed", "xml.invalid", () => bytesOf({ "ppt/slides/slide2.xml": "<p:sld><p:cSld>" })],
    [
      "declares entities",
      "xml.entities",
      () => bytesOf({ "ppt/slides/slide2.xml": '<!DOCTYPE x [<!ENTITY a "a">]><x/>' }),
    ],
    [
      "is one that came before",
      "slides.repeated",
      () => {
        const name = "ppt/_rels/presentation.xml.rels";
        return bytesOf({ [name]: deckParts(SLIDES)[name]!.replace("slide2.xml", "slide1.xml") });
      },
    ],
  ])("a slide that %s fails alone: %s", async (_name, code, make) => {
    const { document } = await ingest({ name: "deck.pptx", bytes: make() });
    expect(document.quality.failedPages).toMatchObject([
      { page: 2, code, reason: expect.stringMatching(/\w/) },
    ]);
    expect(document.text).toContain("First.");
    expect(document.pages).toHaveLength(2);
  });

  test("layouts that are missing, or that name each other, cost nothing but places", async () => {
    const layout = "ppt/slideLayouts/_rels/slideLayout2.xml.rels";
    const loop = deckParts(SLIDES)[layout]!.replace("../slideMasters/slideMaster1.xml", "slideLayout2.xml");
    for (const bytes of [without("ppt/slideLayouts/slideLayout2.xml"), bytesOf({ [layout]: loop })]) {
      const { document } = await ingest({ name: "deck.pptx", bytes });
      expect(document.text).toContain("Second.");
      expect(document.quality.failedPages).toEqual([]);
    }
  });

  test("groups without end are cut off, and said to be", async () => {
    const deep = {
      shapes: textShape(["Shown."], { area: AREA }) + group(200, textShape(["Lost."], { area: AREA })),
    };
    const { document } = await ingest({ name: "deck.pptx", bytes: bytesOf({}, [deep]) });
    expect(document.text).toBe("Shown.");
    expect(document.quality.warnings.join(" ")).toContain("Groups nested deeper");
  });

  test("places that are no numbers, or beyond all measure, leave boxes on the slide", async () => {
    const odd = [Number.NaN, -1e12, 1e300].map((x) =>
      textShape(["Odd."], { area: { x, y: 1e9, width: 1e15, height: 0 } }),
    );
    const bytes = bytesOf({}, [{ shapes: textShape(["Even."], { area: AREA }) + odd.join("") }]);
    const { document } = await ingest({ name: "deck.pptx", bytes });
    for (const { boxes } of document.blocks.flatMap((block) => block.sentences)) {
      for (const { x, y, width, height } of boxes) {
        expect([x, y, width, height].every(Number.isFinite)).toBe(true);
        expect(x >= 0 && y >= 0 && x + width <= 720.01 && y + height <= 540.01).toBe(true);
      }
    }
  });

  test("2,000 slides are read", async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({
      shapes: textShape([`Slide number ${index + 1} says this.`], { area: AREA }),
    }));
    const { document } = await ingest({ name: "deck.pptx", bytes: bytesOf({}, many) });
    expect(document.pages).toHaveLength(2_000);
    expect(document.text).toContain("Slide number 2000 says this.");
  });
});
