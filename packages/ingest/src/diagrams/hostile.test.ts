import { describe, expect, test } from "@jest/globals";
import { compoundFile, cells, visioParts, visioShape, zipParts } from "@longdoc/fixtures";

import { ingest } from "../ingest.ts";

const text = (source: string): Uint8Array => Buffer.from(source);
const drawio = (content: string): Uint8Array =>
  text(`<mxfile><diagram><mxGraphModel><root>${content}</root></mxGraphModel></diagram></mxfile>`);
const svg = (content: string, attributes = 'viewBox="0 0 100 100"'): Uint8Array =>
  text(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`);
const visio = (change: Record<string, string | Uint8Array>): Uint8Array =>
  zipParts({ ...visioParts([{ name: "One", shapes: visioShape(1, "Kept", { x: 1, y: 1 }) }]), ...change });
const ENTITIES = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`;

describe("a diagram that cannot be read, or was built not to be", () => {
  test.each<[string, string, string, () => Uint8Array]>([
    [
      "a flowchart of ten megabytes",
      "a.mmd",
      "diagram.too-large",
      () => text(`graph TD\n${"A-->B\n".repeat(1_700_000)}`),
    ],
    [
      "a chain of a million edges",
      "a.mmd",
      "diagram.too-large",
      () => text(`graph TD\n${"A-->".repeat(1_000_000)}B`),
    ],
    [
      "a sequence of a hundred thousand messages",
      "a.puml",
      "diagram.too-large",
      () => text(`@startuml\n${"A->B\n".repeat(100_000)}`),
    ],
    [
      "questions without end",
      "a.puml",
      "diagram.too-large",
      () => text(`@startuml\n${"if (a) then\n".repeat(20_001)}`),
    ],
    ["binary content", "a.puml", "text.binary", () => text("\0\0\0")],
    ["nothing but spaces", "a.mmd", "file.empty", () => text("   ")],
    ["an SVG with entities", "a.svg", "xml.entities", () => text(`${ENTITIES}<svg>&b;</svg>`)],
    ["an SVG nested 100,000 deep", "a.svg", "xml.too-large", () => svg("<g>".repeat(100_000))],
    [
      "a draw.io file of a hundred thousand cells",
      "a.drawio",
      "diagram.too-large",
      () => text(`<mxGraphModel><root>${'<mxCell id="a"/>'.repeat(100_000)}</root></mxGraphModel>`),
    ],
    ["declarations without an end", "a.svg", "xml.invalid", () => text("<!DOCTYPE svg>".repeat(500))],
    ["comments without an end", "a.svg", "xml.invalid", () => text("<!-- -->".repeat(1_000))],
    ["an SVG cut short", "a.svg", "xml.invalid", () => text("<svg><text>cut")],
    ["HTML called SVG", "a.svg", "diagram.invalid", () => text("<html><body/></html>")],
    [
      "an SVG that unfolds to a billion copies",
      "a.svg",
      "diagram.too-large",
      () => {
        const level = (depth: number): string =>
          `<g id="a${depth}">${`<use href="#a${depth + 1}"/>`.repeat(10)}</g>`;
        return svg(
          `<defs>${Array.from({ length: 9 }, (_, depth) => level(depth)).join("")}<text id="a9">x</text></defs><use href="#a0"/>`,
        );
      },
    ],
    ["draw.io with entities", "a.drawio", "xml.entities", () => text(`${ENTITIES}<mxfile>&b;</mxfile>`)],
    [
      "draw.io with 30,000 cells",
      "a.drawio",
      "diagram.too-large",
      () => drawio('<mxCell vertex="1"/>'.repeat(30_000)),
    ],
    ["Visio that is no archive", "a.vsdx", "archive.invalid", () => text("Not a drawing.")],
    ["Visio with a password", "a.vsdx", "diagram.password-required", () => compoundFile("EncryptedPackage")],
    ["Visio cut in half", "a.vsdx", "archive.invalid", () => visio({}).slice(0, 900)],
    ["Visio without pages", "a.vsdx", "diagram.invalid", () => zipParts({ "a.txt": "a" })],
    [
      "Visio with parts outside of itself",
      "a.vsdx",
      "archive.unsafe-name",
      () => visio({ "../../etc/cron.d/x": "x" }),
    ],
    [
      "Visio that unpacks to gigabytes",
      "a.vsdx",
      "archive.too-large",
      () => {
        const bytes = visio({ "visio/media/a.emf": new Uint8Array(1024) });
        // The last part's size in the archive's directory.
        const at = Buffer.from(bytes).lastIndexOf("PK\x01\x02") + 24;
        new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, 0xf0000000, true);
        return bytes;
      },
    ],
    [
      "Visio whose only page has entities",
      "a.vsdx",
      "diagram.unreadable",
      () => visio({ "visio/pages/page1.xml": `${ENTITIES}<PageContents/>` }),
    ],
  ])(
    "%s is refused with its reason",
    async (_, name, code, make) => {
      await expect(ingest({ name, bytes: make() })).rejects.toMatchObject({
        code,
        message: expect.stringContaining(name),
        hint: expect.anything(),
      });
    },
    30_000,
  );

  test.each<[string, string, string, () => Uint8Array]>([
    ["subgraphs without end", "a.mmd", "a", () => text(`graph TD\n${"subgraph a\n".repeat(20_000)}`)],
    ["a bracket that is never closed", "a.mmd", "A[((((", () => text(`graph TD\nA[${"(".repeat(90_000)}`)],
    [
      "packages without end",
      "a.puml",
      "p1",
      () => text(`@startuml\n${Array.from({ length: 500 }, (_, at) => `package p${at} {`).join("\n")}`),
    ],
    [
      "shapes that hold each other",
      "a.drawio",
      "n7",
      () =>
        drawio(
          Array.from(
            { length: 300 },
            (_, at) => `<mxCell id="${at}" value="n${at}" vertex="1" parent="${(at + 1) % 300}"/>`,
          ).join(""),
        ),
    ],
    [
      "places that are no numbers",
      "a.svg",
      "small",
      () =>
        svg(
          '<text x="1e308" y="NaN" font-size="1e99">big</text><text x="5" y="5">small</text>',
          'width="1e9" height="1e9" viewBox="0 0 1e300 NaN"',
        ),
    ],
    [
      "groups and masters that come round",
      "a.vsdx",
      "Kept",
      () =>
        visio({
          "visio/pages/page1.xml": `<PageContents><Shapes>${`<Shape ID="1" Master="1">${cells({ PinX: "1e308", Angle: "NaN" })}<Shapes>`.repeat(80)}${visioShape(2, "Kept", { x: 1, y: 1 })}${"</Shapes></Shape>".repeat(80)}${visioShape(2, "Kept", { x: 1, y: 1 })}</Shapes></PageContents>`,
        }),
    ],
  ])(
    "%s cost nothing but their places",
    async (_, name, kept, make) => {
      const { document } = await ingest({ name, bytes: make() });
      expect(document.text).toContain(kept);
      const { width, height } = document.pages[0]!;
      for (const { boxes } of document.blocks.flatMap((block) => block.sentences)) {
        for (const box of boxes) {
          expect([box.x, box.y, box.width, box.height].every(Number.isFinite)).toBe(true);
          expect(
            box.x >= 0 &&
              box.y >= 0 &&
              box.x + box.width <= width + 0.01 &&
              box.y + box.height <= height + 0.01,
          ).toBe(true);
        }
      }
    },
    30_000,
  );
});
