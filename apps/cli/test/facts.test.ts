import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { areaXml, graphicFrame, makeDeck, pictureShape, textShape, writePdf } from "@longdoc/fixtures";
import { renderPage } from "@longdoc/ingest";

import { type TemporaryFolder, temporaryFolder } from "./support/folder.ts";
import { json, longdoc } from "./support/longdoc.ts";
import type { AnswerJson } from "./support/shapes.ts";

/** Points. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const AREA = { x: 100, y: 150, width: 400, height: 120 };
const WHOLE = { x: 0, y: 0, width: 720, height: 540 };
const EMU = 12_700;
const seen = (text: string): string => textShape([text], { area: { x: 60, y: 40, width: 300, height: 40 } });

const chart = (() => {
  const points = (values: readonly string[]): string =>
    values.map((value, index) => `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`).join("");
  return `<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Kelp harvest in tonnes</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache>${points(["Kelp"])}</c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>${points(["Lerwick", "Stromness"])}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>General</c:formatCode>${points(["417", "388"])}</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>`;
})();
const point = (id: string, text: string): string =>
  `<dgm:pt modelId="${id}"><dgm:t><a:p><a:r><a:t>${text}</a:t></a:r></a:p></dgm:t></dgm:pt>`;
const smartArt = `<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst><dgm:pt modelId="0" type="doc"/>${point("1", "Harbour board")}${point("2", "Pilot office")}${point("3", "Dredging crew")}</dgm:ptLst><dgm:cxnLst><dgm:cxn srcId="0" destId="1" srcOrd="0"/><dgm:cxn srcId="1" destId="2" srcOrd="0"/><dgm:cxn srcId="1" destId="3" srcOrd="1"/></dgm:cxnLst></dgm:dataModel>`;
/** Drawn at half its size, in the slide's lower right quarter. */
const group = `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="G"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>${areaXml({ x: 360, y: 270, width: 360, height: 270 })}<a:chOff x="0" y="0"/><a:chExt cx="${720 * EMU}" cy="${540 * EMU}"/></a:xfrm></p:grpSpPr>${textShape(["The lighthouse keeper is Morag Sinclair."], { area: AREA })}</p:grpSp>`;
const picture = `<p:pic><p:nvPicPr><p:cNvPr id="5" name="Picture 4" descr="A tide gauge that reads 3.7 metres"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill/><p:spPr><a:xfrm>${areaXml(AREA)}</a:xfrm></p:spPr></p:pic>`;
const row = (cells: readonly string[]): string =>
  `<a:tr h="${30 * EMU}">${cells.map((text) => `<a:tc><a:txBody><a:p><a:r><a:rPr sz="1200"/><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`).join("")}</a:tr>`;
const table = graphicFrame(
  `<a:tbl><a:tblPr firstRow="1"/><a:tblGrid><a:gridCol w="${200 * EMU}"/><a:gridCol w="${200 * EMU}"/></a:tblGrid>${row(["Ferry", "Crossing"])}${row(["Hrossey", "twelve hours"])}${row(["Hamnavoe", "ninety minutes"])}</a:tbl>`,
  AREA,
);

/** Words on a picture of the size of `AREA`, well below its middle. */
async function screenshot(text: string): Promise<Uint8Array> {
  const pdf = await writePdf((writer) => writer.font("Times-Roman").fontSize(14).text(text, 20, 85), {
    size: [AREA.width, AREA.height],
    margin: 0,
  });
  return (await renderPage({ name: "page.pdf", bytes: pdf }, { page: 1 })).png;
}

const deckWith = (photograph: Uint8Array): Uint8Array =>
  makeDeck([
    { shapes: textShape(["Harbour review"], { placeholder: '<p:ph type="title"/>' }), layout: 1 },
    { shapes: seen("Maintenance"), notes: "The turbine inspection costs 4,200 euros." },
    {
      shapes: seen("Seaweed") + graphicFrame('<c:chart xmlns:c="c" r:id="rId5"/>', AREA),
      relations: [["rId5", "chart", "../charts/chart1.xml"]],
      parts: { "ppt/charts/chart1.xml": chart },
    },
    {
      shapes: seen("Organisation") + graphicFrame('<dgm:relIds xmlns:dgm="d" r:dm="rId6"/>', AREA),
      relations: [["rId6", "diagramData", "../diagrams/data1.xml"]],
      parts: { "ppt/diagrams/data1.xml": smartArt },
    },
    { shapes: seen("People") + group },
    { shapes: seen("Water") + picture },
    { shapes: textShape(["The reserve anchor weighs nine tonnes."], { area: AREA }), attributes: 'show="0"' },
    { shapes: seen("Moorings"), comment: "Replace the buoy chain before October." },
    { shapes: seen("Timetable") + table },
    {
      shapes: seen("Signs") + pictureShape("rId7", AREA),
      relations: [["rId7", "image", "../media/image1.png"]],
      files: { "ppt/media/image1.png": photograph },
    },
  ]);
const DIAGRAM = `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="a" value="Radar mast" style="rounded=0" vertex="1" parent="1"><mxGeometry x="40" y="40" width="120" height="60" as="geometry"/></mxCell>
<mxCell id="b" value="Signal store" style="rounded=0" vertex="1" parent="1"><mxGeometry x="360" y="40" width="120" height="60" as="geometry"/></mxCell>
<mxCell id="c" value="echoes every second" edge="1" parent="1" source="a" target="b"><mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="d" value="Fog horn is tested on Mondays" style="ellipse" vertex="1" parent="1"><mxGeometry x="40" y="240" width="240" height="60" as="geometry"/></mxCell>
</root></mxGraphModel>`;

describe("a fact that stands in one place of a presentation or a diagram is cited there", () => {
  let folder: TemporaryFolder;
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
  });
  beforeAll(async () => {
    folder = await temporaryFolder();
    await folder.write("harbour.pptx", deckWith(await screenshot("The slipway closes at dusk.")));
    await folder.write("radar.drawio", DIAGRAM);
    expect((await longdoc(["ingest", "."], { cwd: folder.path })).code).toBe(0);
  }, 60_000);

  test.each<[where: string, question: string, quote: string, page: number, place: Area]>([
    ["a note", "What does the turbine inspection cost?", "4,200 euros", 2, WHOLE],
    ["a chart", "What was the kelp harvest in Stromness?", "Stromness: 388", 3, AREA],
    ["SmartArt", "Which crew belongs to the harbour board?", "Dredging crew", 4, AREA],
    [
      "a group",
      "Who is the lighthouse keeper?",
      "Morag Sinclair",
      5,
      { x: 410, y: 345, width: 200, height: 60 },
    ],
    ["a picture's description", "What does the tide gauge read?", "3.7 metres", 6, AREA],
    ["a picture", "When does the slipway close?", "at dusk", 10, { x: 118, y: 225, width: 200, height: 35 }],
    ["a hidden slide", "How heavy is the reserve anchor?", "nine tonnes", 7, AREA],
    ["a comment", "When must the buoy chain be replaced?", "before October", 8, WHOLE],
    [
      "a table",
      "How long is the crossing of the Hamnavoe?",
      "ninety minutes",
      9,
      { x: 100, y: 210, width: 400, height: 30 },
    ],
    [
      "an edge",
      "What does the radar mast send to the signal store?",
      "echoes every second",
      1,
      { x: 12, y: 12, width: 330, height: 45 },
    ],
    ["a shape", "When is the fog horn tested?", "on Mondays", 1, { x: 12, y: 162, width: 180, height: 45 }],
  ])("in %s: %s", async (_where, question, quote, page, place) => {
    const asked = await longdoc(["ask", question, "--json"], { cwd: folder.path });
    const [citation] = json<AnswerJson>(asked).citations;
    expect(citation).toMatchObject({ page, quote: expect.stringContaining(quote) });
    expect(citation!.boxes.length).toBeGreaterThan(0);
    for (const box of citation!.boxes) {
      expect(box.page).toBe(page);
      expect(box.x).toBeGreaterThanOrEqual(place.x);
      expect(box.y).toBeGreaterThanOrEqual(place.y);
      expect(box.x + box.width).toBeLessThanOrEqual(place.x + place.width);
      expect(box.y + box.height).toBeLessThanOrEqual(place.y + place.height);
    }
  });
});
