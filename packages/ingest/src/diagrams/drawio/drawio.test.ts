import { deflateRawSync } from "node:zlib";

import { expect, test } from "@jest/globals";
import type { Box, Document } from "@longdoc/core";

import { ingest } from "../../ingest.ts";
import { toMarkdown } from "../../to-markdown.ts";

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const shape = (
  id: string,
  label: string,
  place: readonly number[],
  style = "html=1",
  parent = "1",
): string => {
  const [x, y, width = 80, height = 40] = place;
  return `<mxCell id="${id}" value="${escape(label)}" style="${style}" vertex="1" parent="${parent}"><mxGeometry x="${x}" y="${y}" width="${width}" height="${height}" as="geometry"/></mxCell>`;
};
const line = (id: string, label: string, from: string, to: string, style = "html=1"): string =>
  `<mxCell id="${id}" value="${escape(label)}" style="${style}" edge="1" source="${from}" target="${to}" parent="1"><mxGeometry relative="1" as="geometry"/></mxCell>`;
const graph = (cells: string): string =>
  `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>${cells}</root></mxGraphModel>`;
const file = (...pages: readonly string[]): Uint8Array => Buffer.from(`<mxfile>${pages.join("")}</mxfile>`);
const page = (name: string, content: string): string => `<diagram name="${name}">${content}</diagram>`;
const read = async (bytes: Uint8Array, name = "plan.drawio"): Promise<Document> =>
  (await ingest({ name, bytes })).document;
const linesOf = (document: Document): string[] => toMarkdown(document).trimEnd().split("\n\n");
const boxesOf = ({ blocks }: Document, text: string): readonly Box[] =>
  blocks.flatMap(({ sentences }) => sentences).find((sentence) => sentence.text === text)!.boxes;

test("shapes, lines and what holds them are said, page by page, packed or not", async () => {
  const first = graph(
    shape("a", "<b>Order</b><br>service", [0, 0]) +
      shape("zone", "Back office", [200, 0, 300, 200], "swimlane;startSize=20") +
      shape("b", "Payments", [20, 60], "html=1", "zone") +
      line("e", "charge &amp; book", "a", "b") +
      line("f", "", "b", "a", "startArrow=classic;endArrow=none"),
  );
  const packed = deflateRawSync(encodeURIComponent(graph(shape("c", "Alone", [5, 5])))).toString("base64");
  const document = await read(file(page("Plan", first), page("Page-2", packed)));
  expect(linesOf(document)).toEqual([
    "<!-- page 1 -->",
    "## Plan",
    "Order service",
    "- Order service → Payments: charge & book",
    "- Order service → Payments",
    "### Back office",
    "Payments",
    "<!-- page 2 -->",
    "## Page 2",
    "Alone",
  ]);
  // Pixels are three quarters of a point; the page begins 12 points from what is drawn.
  expect(boxesOf(document, "Order service")).toEqual([{ page: 1, x: 12, y: 12, width: 60, height: 30 }]);
  expect(boxesOf(document, "Payments")).toEqual([{ page: 1, x: 177, y: 57, width: 60, height: 30 }]);
  expect(boxesOf(document, "Order service → Payments: charge & book")).toHaveLength(3);
});

test("data, links and placeholders are said, hidden layers are not", async () => {
  const object = `<object id="o" label="%name% server" name="Web" owner="Ada" placeholders="1" link="https://example.org/web"><mxCell style="html=1" vertex="1" parent="1"><mxGeometry width="80" height="40" as="geometry"/></mxCell></object>`;
  const layer = `<mxCell id="9" parent="0" visible="0"/>${shape("h", "Draft", [0, 90], "html=1", "9")}`;
  const document = await read(Buffer.from(graph(object + layer)));
  expect(linesOf(document)).toEqual([
    "Web server",
    "- Web server — name: Web; owner: Ada",
    "- Link of “Web server”: https://example.org/web",
  ]);
  expect(document.quality.warnings).toEqual(["1 shape or line is hidden in the diagram and was left out."]);
});

test("a damaged page fails alone, and a file is known by its content whatever its ending", async () => {
  const document = await read(
    file(page("One", graph(shape("a", "Kept", [0, 0]))), page("Two", "bm90IGRlZmxhdGVk")),
    "plan.xml",
  );
  expect(linesOf(document)).toEqual(["<!-- page 1 -->", "## One", "Kept"]);
  expect(document.quality.failedPages).toMatchObject([{ page: 2, code: "diagram.invalid" }]);
  await expect(ingest({ name: "other.xml", bytes: Buffer.from("<feed/>") })).rejects.toMatchObject({
    code: "file.unsupported",
  });
});
