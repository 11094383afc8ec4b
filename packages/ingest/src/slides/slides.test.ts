import { describe, expect, test } from "@jest/globals";
import type { Box, Document } from "@longdoc/core";
import { areaXml, type DeckSlide, graphicFrame, makeDeck, pictureShape, textShape } from "@longdoc/fixtures";

import { ingest, type Ingested, type IngestOptions } from "../ingest.ts";

const TITLE = '<p:ph type="title"/>';
const BODY = '<p:ph idx="1"/>';
const AREA = { x: 100, y: 200, width: 400, height: 150 };

const read = (slides: readonly DeckSlide[]): Promise<Ingested> =>
  ingest({ name: "deck.pptx", bytes: makeDeck(slides) });
const readOne = async (shapes: string, more: Partial<DeckSlide> = {}): Promise<Document> =>
  (await read([{ shapes, ...more }])).document;
const linesOf = (document: Document): string[] =>
  document.blocks.map(({ kind, sentences }) => `${kind}: ${sentences.map(({ text }) => text).join(" | ")}`);
const inside = (inner: Box, outer: Omit<Box, "page">, slack = 0.01): boolean =>
  inner.x >= outer.x - slack &&
  inner.y >= outer.y - slack &&
  inner.x + inner.width <= outer.x + outer.width + slack &&
  inner.y + inner.height <= outer.y + outer.height + slack;

describe("a slide's text", () => {
  test("has its title as heading and its levels as list items", async () => {
    const level = (depth: number, text: string): string =>
      `<a:p><a:pPr lvl="${depth}"/><a:r><a:t>${text}</a:t></a:r></a:p>`;
    const document = await readOne(
      textShape([level(0, "Costs fell."), level(1, "Energy by half")], { placeholder: BODY }) +
        textShape(["<a:p><a:r><a:t>The year </a:t></a:r><a:br/><a:r><a:t>2024</a:t></a:r></a:p>"], {
          placeholder: TITLE,
        }),
    );
    expect(linesOf(document)).toEqual([
      "heading: The year 2024",
      "list-item: Costs fell.",
      "list-item: Energy by half",
    ]);
    const [title, first, second] = document.blocks;
    // Where the master has them.
    expect(inside(title!.box, { x: 36, y: 24, width: 648, height: 60 })).toBe(true);
    expect(inside(first!.box, { x: 36, y: 120, width: 648, height: 360 })).toBe(true);
    expect(second!.box.x).toBeGreaterThan(first!.box.x);
    expect(second!.box.y).toBeGreaterThan(first!.box.y);
  });

  test("is read as it stands and not as it was made: column by column, and row by row", async () => {
    const at = (text: string, x: number, y: number): string =>
      textShape([text], { area: { x, y, width: 300, height: 60 } });
    const columns = await readOne(
      at("Right two", 400, 170) +
        at("Left one", 20, 100) +
        at("Right one", 400, 100) +
        at("Left two", 20, 170),
    );
    expect(linesOf(columns).map((line) => line.replace(/^.*: /, ""))).toEqual([
      "Left one",
      "Left two",
      "Right one",
      "Right two",
    ]);
    const rows = await readOne(
      at("Fourth", 330, 400) + at("Third", 20, 400) + at("Second", 330, 120) + at("First", 20, 120),
    );
    expect(linesOf(rows).map((line) => line.replace(/^.*: /, ""))).toEqual([
      "First",
      "Second",
      "Third",
      "Fourth",
    ]);
  });

  test("of grouped shapes stands where the groups' transforms put it", async () => {
    const group = (content: string): string =>
      `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="G"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>${areaXml({ x: 360, y: 270, width: 360, height: 270 })}<a:chOff x="0" y="0"/><a:chExt cx="${720 * 12_700}" cy="${540 * 12_700}"/></a:xfrm></p:grpSpPr>${content}</p:grpSp>`;
    const document = await readOne(
      group(group(textShape(["Deep"], { area: { x: 0, y: 0, width: 720, height: 540 } }))),
    );
    expect(inside(document.blocks[0]!.box, { x: 540, y: 405, width: 180, height: 135 })).toBe(true);
  });

  test("lies inside of its shape, however much it is", async () => {
    const document = await readOne(
      textShape(
        Array.from(
          { length: 60 },
          (_, index) =>
            `Line ${index} of a text that is far too long for its shape and is broken more than once.`,
        ),
        { area: AREA },
      ),
    );
    const boxes = document.blocks.flatMap(({ sentences }) => sentences.flatMap((sentence) => sentence.boxes));
    expect(boxes.length).toBeGreaterThan(60);
    for (const box of boxes) expect(inside(box, AREA)).toBe(true);
  });

  test("that is turned by a quarter stands in the turned shape", async () => {
    const document = await readOne(textShape(["Sideways"], { area: AREA, rotation: 90 }));
    const [box] = document.blocks[0]!.sentences[0]!.boxes;
    expect(inside(box!, { x: 225, y: 75, width: 150, height: 400 })).toBe(true);
    expect(box!.height).toBeGreaterThan(box!.width);
  });

  test("names the address of a link that it does not show", async () => {
    const link = (id: string, text: string): string =>
      `<a:p><a:r><a:rPr><a:hlinkClick r:id="${id}"/></a:rPr><a:t>${text}</a:t></a:r></a:p>`;
    const document = await readOne(
      textShape([link("rId8", "The report"), link("rId9", "www.example.org/a")], { area: AREA }),
      {
        relations: [
          ["rId8", "hyperlink", "https://example.org/report.pdf", true],
          ["rId9", "hyperlink", "https://www.example.org/a", true],
        ],
      },
    );
    expect(linesOf(document)).toEqual([
      "paragraph: The report | Link of “The report”: https://example.org/report.pdf",
      "paragraph: www.example.org/a",
    ]);
  });

  test("has its master's furniture apart, and not what is off the slide or hidden", async () => {
    const { document, chunks } = await read([
      {
        shapes:
          textShape(["Shown"], { area: AREA }) +
          textShape(["7"], { placeholder: '<p:ph type="sldNum" idx="12"/>', area: AREA }) +
          textShape(["May 2024"], {
            placeholder: '<p:ph type="dt" idx="10"/>',
            area: { ...AREA, y: 500, height: 30 },
          }) +
          textShape(["Parked"], { area: { ...AREA, x: 900 } }) +
          textShape(["Veiled"], { area: AREA, name: 'name="x" hidden="1"' }),
      },
    ]);
    expect(linesOf(document)).toEqual(["paragraph: Shown", "footer: May 2024"]);
    expect(chunks.flatMap((chunk) => chunk.sentences.map(({ text }) => text))).toEqual(["Shown"]);
    expect(document.quality.warnings.join(" ")).toMatch(
      /outside of the slide.*slide 1.*Hidden shapes.*slide 1/,
    );
  });
});

describe("tables, charts and diagrams", () => {
  test("a table's row is one sentence with its headers, in the boxes of its cells", async () => {
    const row = (cells: readonly string[]): string =>
      `<a:tr h="${30 * 12_700}">${cells.map((cell) => `<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>${cell}</a:t></a:r></a:p></a:txBody></a:tc>`).join("")}</a:tr>`;
    const column = `<a:gridCol w="${200 * 12_700}"/>`;
    const table = `<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>${column}${column}</a:tblGrid>${row(["", "2024"])}${row(["Revenue", "5 | 6"])}</a:tbl>`;
    const document = await readOne(graphicFrame(table, { x: 100, y: 200, width: 400, height: 60 }));
    const [block] = document.blocks;
    expect(block).toMatchObject({
      kind: "table",
      markdown: "|  | 2024 |\n| --- | --- |\n| Revenue | 5 \\| 6 |",
    });
    expect(block!.sentences.map(({ text }) => text)).toEqual(["2024", "Revenue — 2024: 5 | 6"]);
    expect(block!.sentences[1]!.boxes).toEqual([
      { page: 1, x: 100, y: 230, width: 200, height: 30 },
      { page: 1, x: 300, y: 230, width: 200, height: 30 },
    ]);
  });

  test("a chart says its type, title and every value, and where its values come from", async () => {
    const points = (values: readonly string[]): string =>
      values.map((value, index) => `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`).join("");
    const series = (name: string, values: readonly string[]): string =>
      `<c:ser><c:tx><c:strRef><c:strCache>${points([name])}</c:strCache></c:strRef></c:tx><c:cat><c:numRef><c:numCache><c:formatCode>yyyy\\-mm\\-dd</c:formatCode>${points(["45292", "45323"])}</c:numCache></c:numRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>0%</c:formatCode>${points(values)}</c:numCache></c:numRef></c:val></c:ser>`;
    const chart = `<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Market share</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:lineChart>${series("North", ["0.20399999999999999", "0.25"])}${series("South", ["0.1", ""])}</c:lineChart></c:plotArea></c:chart></c:chartSpace>`;
    const document = await readOne(graphicFrame('<c:chart xmlns:c="c" r:id="rId5"/>', AREA), {
      relations: [["rId5", "chart", "../charts/chart1.xml"]],
      parts: { "ppt/charts/chart1.xml": chart },
    });
    expect(document.blocks).toHaveLength(1);
    expect(document.blocks[0]).toMatchObject({ kind: "figure" });
    expect(document.blocks[0]!.sentences.map(({ text, origin }) => [text, origin.type])).toEqual([
      ["Chart (line): Market share. Series: North; South.", "structure"],
      ["Market share: North — 2024-01-01: 20.4%; 2024-02-01: 25%", "structure"],
      ["Market share: South — 2024-01-01: 10%", "structure"],
    ]);
  });

  test("a diagram says what hangs from what, and a loop in it ends", async () => {
    const point = (id: string, text: string): string =>
      `<dgm:pt modelId="${id}"><dgm:t><a:p><a:r><a:t>${text}</a:t></a:r></a:p></dgm:t></dgm:pt>`;
    const tie = (from: string, to: string, order = 0): string =>
      `<dgm:cxn srcId="${from}" destId="${to}" srcOrd="${order}"/>`;
    const data = `<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst><dgm:pt modelId="0" type="doc"/>${point("1", "Board")}${point("2", "Sales")}${point("3", "Research")}${point("4", "Loop")}${point("5", "Alone")}</dgm:ptLst><dgm:cxnLst>${tie("0", "1")}${tie("1", "3", 1)}${tie("1", "2")}${tie("3", "4")}${tie("4", "3")}${tie("0", "5", 1)}</dgm:cxnLst></dgm:dataModel>`;
    const document = await readOne(graphicFrame('<dgm:relIds xmlns:dgm="d" r:dm="rId6"/>', AREA), {
      relations: [["rId6", "diagramData", "../diagrams/data1.xml"]],
      parts: { "ppt/diagrams/data1.xml": data },
    });
    expect(linesOf(document)).toEqual(["figure: Board → Sales; Research | Research → Loop | Alone"]);
  });
});

describe("what belongs to a slide and is not on it", () => {
  test("notes and comments follow under headings that say so, on the whole slide", async () => {
    const { document, chunks } = await read([
      {
        shapes: textShape(["Plan"], { placeholder: TITLE }),
        notes: "Speak slowly.\nThank Bo.",
        comment: "Is this final?",
      },
    ]);
    expect(linesOf(document)).toEqual([
      "heading: Plan",
      "heading: Notes of slide 1",
      "note: Speak slowly.",
      "note: Thank Bo.",
      "heading: Comments on slide 1",
      "note: Ada: Is this final?",
    ]);
    expect(document.blocks[2]!.box).toEqual({ page: 1, x: 0, y: 0, width: 720, height: 540 });
    expect(chunks.map(({ headingPath }) => headingPath)).toContainEqual(["Plan", "Notes of slide 1"]);
  });

  test("hidden slides are read and named; slides without a title do not go under the one before", async () => {
    const { document, chunks } = await read([
      {
        shapes:
          textShape(["Agenda"], { placeholder: TITLE }) + textShape(["Numbers come next."], { area: AREA }),
      },
      { shapes: textShape(["Forty-two."], { area: AREA }), attributes: 'show="0"' },
    ]);
    expect(document.quality.warnings).toEqual([
      "Slide 2 is hidden in the presentation; it was read all the same.",
    ]);
    expect(chunks.map(({ headingPath }) => headingPath)).toEqual([["Agenda"], ["Slide 2"]]);
  });

  test("pictures are described by their authors, and counted", async () => {
    const picture = (description: string): string => pictureShape("rId7", AREA, { description });
    const document = await readOne(picture("A heron on a post. It sleeps.") + picture("image1.png"), {
      relations: [["rId7", "image", "../media/image1.png"]],
      parts: { "ppt/media/image1.png": "png" },
    });
    expect(linesOf(document)).toEqual(["figure: Picture: A heron on a post. | It sleeps."]);
    expect(document.quality).toMatchObject({
      warnings: [
        '2 pictures on slide 1 were not read: "image1.png" is damaged, or of a kind that cannot be read.',
      ],
      pictures: { described: 0, undescribed: 1 },
    });
  });

  test("a slide that is all picture fails by name", async () => {
    const slides = [
      { shapes: textShape(["Words"], { area: AREA }) },
      {
        shapes: pictureShape("rId7", { x: 0, y: 0, width: 720, height: 500 }),
        relations: [["rId7", "image", "../media/image1.png"]],
        parts: { "ppt/media/image1.png": "png" },
      },
    ] as const;
    const failures = async (options: IngestOptions): Promise<unknown> =>
      (await ingest({ name: "deck.pptx", bytes: makeDeck(slides) }, options)).document.quality.failedPages;
    expect(await failures({})).toMatchObject([{ page: 2, code: "image.unsupported" }]);
    expect(await failures({ ocr: "off" })).toMatchObject([{ page: 2, code: "slides.no-text" }]);
  });
});

test("the same bytes give the same document, whose sentences are slices of its text", async () => {
  const slides = [
    { shapes: textShape(["One. Two! Three?"], { area: AREA }), notes: "Four. Five.", layout: 1 as const },
    { shapes: textShape(["会社の売上は増えた。利益も増えた。"], { area: AREA }) },
  ];
  const first = await read(slides);
  expect(await read(slides)).toEqual(first);
  const sentences = first.document.blocks.flatMap((block) => block.sentences);
  expect(sentences.length).toBe(10);
  for (const { text, start, end } of sentences) expect(first.document.text.slice(start, end)).toBe(text);
});
