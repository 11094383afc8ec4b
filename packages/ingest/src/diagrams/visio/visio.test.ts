import { expect, test } from "@jest/globals";
import type { Box, Document } from "@longdoc/core";
import {
  cells,
  makeVisio,
  visioConnector,
  type VisioPageFixture,
  visioParts,
  visioShape,
  zipParts,
} from "@longdoc/fixtures";

import { ingest } from "../../ingest.ts";
import { toMarkdown } from "../../to-markdown.ts";

const read = async (
  pages: readonly VisioPageFixture[],
  masters?: Readonly<Record<string, string>>,
): Promise<Document> => (await ingest({ name: "drawing.vsdx", bytes: makeVisio(pages, masters) })).document;
const linesOf = (document: Document): string[] => toMarkdown(document).trimEnd().split("\n\n");
const boxOf = ({ blocks }: Document, text: string): Box =>
  blocks.flatMap(({ sentences }) => sentences).find((sentence) => sentence.text === text)!.boxes[0]!;

test("shapes, what connects them, their data and links are said where they stand", async () => {
  const connector = visioConnector(3, "charge", 1, 2);
  const document = await read([
    {
      name: "Orders",
      shapes:
        visioShape(
          1,
          "<cp IX='0'/>Order <fld IX='0'>service</fld>\n",
          { x: 2, y: 9 },
          {
            content: `<Section N="Property"><Row N="Owner"><Cell N="Value" V="Ada"/><Cell N="Label" V="Owned by"/></Row><Row N="Secret"><Cell N="Value" V="x"/><Cell N="Invisible" V="1"/></Row></Section><Section N="Hyperlink"><Row N="Row_1"><Cell N="Address" V="https://example.org/orders"/></Row></Section>`,
          },
        ) +
        visioShape(2, "Payments", { x: 6, y: 9 }) +
        connector.shape,
      connects: connector.connects,
    },
  ]);
  expect(linesOf(document)).toEqual([
    "## Orders",
    "Order service",
    "- Order service — Owned by: Ada",
    "- Link of “Order service”: https://example.org/orders",
    "Payments",
    "- Order service → Payments: charge",
  ]);
  expect(document.pages[0]).toMatchObject({ width: 612, height: 792 });
  // Two inches from the left and from the top, at its middle.
  expect(boxOf(document, "Order service")).toEqual({ page: 1, x: 90, y: 117, width: 108, height: 54 });
});

test("text comes from masters, groups turn and move what is in them, and give their edges to it", async () => {
  const connector = visioConnector(9, "", 12, 10);
  const group = `<Shape ID="10" Type="Group">${cells({ PinX: 2, PinY: 4, Width: 2, Height: 2, LocPinX: 1, LocPinY: 1, Angle: Math.PI / 2 })}<Shapes>${visioShape(11, "Inner", { x: 1, y: 0.5 })}</Shapes></Shape>`;
  const document = await read(
    [
      {
        name: "Page-1",
        shapes: `${group}<Shape ID="12" Type="Shape" Master="1">${cells({ PinX: 4, PinY: 2 })}</Shape>${connector.shape}`,
        connects: connector.connects,
      },
    ],
    {
      Decision: `<Shape ID="5" Type="Shape">${cells({ PinX: 1, PinY: 1, Width: 1.5, Height: 1 })}<Text>Is it paid?</Text></Shape>`,
    },
  );
  expect(linesOf(document)).toEqual(["Inner", "Is it paid?", "- Is it paid? → Inner"]);
  const [inner, decision] = [boxOf(document, "Inner"), boxOf(document, "Is it paid?")];
  expect([inner.x, inner.y, inner.width, inner.height].map(Math.round)).toEqual([153, 450, 54, 108]);
  expect([decision.x, decision.y, decision.width, decision.height].map(Math.round)).toEqual([
    234, 612, 108, 72,
  ]);
});

test("containers hold their members, backgrounds are said once, hidden layers not at all", async () => {
  const container = visioShape(
    20,
    "Payment zone",
    { x: 6, y: 8, width: 3, height: 5 },
    {
      content: `<Section N="User"><Row N="msvStructureType"><Cell N="Value" V="Container"/></Row></Section><Cell N="Relationships" V="0" F="SUM(DEPENDSON(1,Sheet.2!SheetRef()))"/><Cell N="VerticalAlign" V="0"/>`,
    },
  );
  const front = (name: string, shapes: string): VisioPageFixture => ({
    name,
    shapes,
    attributes: 'BackPage="2"',
  });
  const document = await read([
    {
      ...front(
        "Plan",
        container +
          visioShape(2, "Payments", { x: 1, y: 1 }) +
          visioShape(3, "Ghost", { x: 2, y: 2 }, { content: cells({ LayerMember: "0" }) }),
      ),
      sheet: '<Section N="Layer"><Row IX="0"><Cell N="Name" V="L"/><Cell N="Visible" V="0"/></Row></Section>',
    },
    front("Page-2", visioShape(1, "Second", { x: 2, y: 9 })),
    { name: "Back", attributes: 'Background="1"', shapes: visioShape(1, "Confidential", { x: 4, y: 10.5 }) },
  ]);
  expect(linesOf(document)).toEqual([
    "<!-- page 1 -->",
    "## Plan",
    "Confidential",
    "### Payment zone",
    "Payments",
    "<!-- page 2 -->",
    "## Page 2",
    "Second",
  ]);
  expect(document.quality.warnings).toEqual(["1 shape or line is hidden in the diagram and was left out."]);
});

test("a page that is missing fails alone; missing masters and relations cost what they hold", async () => {
  const parts = visioParts([
    {
      name: "One",
      shapes: `<Shape ID="1" Master="7">${cells({ PinX: 1, PinY: 1 })}<Text>Kept</Text></Shape>`,
      connects: '<Connect FromSheet="8" ToSheet="9" FromCell="BeginX"/>',
    },
    { name: "Two", shapes: "" },
  ]);
  delete parts["visio/pages/page2.xml"];
  delete parts["visio/masters/masters.xml"];
  delete parts["visio/document.xml"];
  const { document } = await ingest({ name: "drawing.vsdx", bytes: zipParts(parts) });
  expect(linesOf(document)).toEqual(["<!-- page 1 -->", "## One", "Kept"]);
  expect(document.quality.failedPages).toMatchObject([{ page: 2, code: "diagram.invalid" }]);
});
