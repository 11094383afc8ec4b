import { describe, expect, test } from "@jest/globals";
import type { Box } from "@longdoc/core";
import { writePdf, zipParts } from "@longdoc/fixtures";

import { renderPage } from "../../draw/render-page.ts";
import { ingest } from "../../ingest.ts";

const NAMESPACES = [
  "office",
  "style",
  "text",
  "table",
  "draw",
  "presentation",
  "svg",
  "fo",
  "xlink",
  "chart",
  "dc",
  "meta",
]
  .map((prefix) => `xmlns:${prefix}="urn:${prefix}"`)
  .join(" ");
const STYLES = `<office:document-styles ${NAMESPACES}><office:automatic-styles><style:page-layout style:name="PM1"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="M" style:page-layout-name="PM1"/></office:master-styles></office:document-styles>`;
const META = `<office:document-meta ${NAMESPACES}><office:meta><dc:title>Herons of the north</dc:title></office:meta></office:document-meta>`;

const frame = (content: string, role: string, y: number): string =>
  `<draw:frame presentation:class="${role}" svg:x="2cm" svg:y="${y}cm" svg:width="20cm" svg:height="5cm">${content}</draw:frame>`;
const box = (text: string): string => `<draw:text-box>${text}</draw:text-box>`;

const read = (pages: string, more: Record<string, string | Uint8Array> = {}) =>
  ingest({
    name: "deck.odp",
    bytes: zipParts({
      "content.xml": `<office:document-content ${NAMESPACES}><office:automatic-styles><style:style style:name="dp1" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style></office:automatic-styles><office:body><office:presentation>${pages}</office:presentation></office:body></office:document-content>`,
      "styles.xml": STYLES,
      "meta.xml": META,
      ...more,
    }),
  });

describe("an OpenDocument presentation", () => {
  test("has titles, lists, tables, charts, notes, comments and links", async () => {
    const cell = (text: string): string => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;
    const table = `<table:table><table:table-column/><table:table-column/><table:table-row>${cell("Bird")}${cell("Count")}</table:table-row><table:table-row>${cell("Heron")}${cell("12")}</table:table-row></table:table>`;
    const chart = `<office:document-content ${NAMESPACES}><office:body><office:chart><chart:chart chart:class="chart:line"><chart:title><text:p>Nests</text:p></chart:title><table:table><table:table-header-rows><table:table-row>${cell("")}${cell("Bank")}</table:table-row></table:table-header-rows><table:table-rows><table:table-row>${cell("2023")}${cell("7")}</table:table-row></table:table-rows></table:table></chart:chart></office:chart></office:body></office:document-content>`;
    const { document } = await read(
      `<draw:page>${frame(box('<text:list><text:list-item><text:p>Outer</text:p><text:list><text:list-item><text:p>Inner <text:a xlink:href="https://example.org">more</text:a></text:p></text:list-item></text:list></text:list-item></text:list>'), "outline", 6)}${frame(box("<text:p>The<text:s/>title</text:p>"), "title", 1)}${frame(table, "table", 12)}<office:annotation><dc:creator>Ada</dc:creator><text:p>Check.</text:p></office:annotation><presentation:notes>${frame(box("<text:p>Said aloud.</text:p>"), "notes", 1)}</presentation:notes></draw:page>` +
        `<draw:page draw:style-name="dp1">${frame('<draw:object xlink:href="./Object 1"/>', "chart", 2)}</draw:page>`,
      { "Object 1/content.xml": chart },
    );
    expect(document.title).toBe("Herons of the north");
    expect(document.pages[0]).toMatchObject({ number: 1, width: (28 / 2.54) * 72 });
    expect(
      document.blocks.map(
        ({ kind, sentences }) => `${kind}: ${sentences.map(({ text }) => text).join(" | ")}`,
      ),
    ).toEqual([
      "heading: The title",
      "list-item: Outer",
      "list-item: Inner more | Link of “more”: https://example.org",
      "table: Bird | Count | Bird: Heron; Count: 12",
      "heading: Notes of slide 1",
      "note: Said aloud.",
      "heading: Comments on slide 1",
      "note: Ada: Check.",
      "heading: Slide 2",
      "figure: Chart (line): Nests. | Nests: Bank — 2023: 7",
    ]);
    expect(document.quality.warnings).toEqual([
      "Slide 2 is hidden in the presentation; it was read all the same.",
    ]);
  });

  test("has the text of its pictures where they are seen, turned as they are", async () => {
    const pdf = await writePdf(
      (writer) => writer.font("Times-Roman").fontSize(14).text("The ferry leaves at noon.", 20, 15),
      { size: [400, 100], margin: 0 },
    );
    const { png } = await renderPage({ name: "page.pdf", bytes: pdf }, { page: 1 });
    const image = '<draw:image xlink:href="Pictures/1.png"/>';
    const turn = 'draw:transform="rotate (-1.5707963) translate (400pt 50pt)"';
    const { document } = await read(
      `<draw:page><draw:frame svg:width="400pt" svg:height="100pt" ${turn}>${image}</draw:frame></draw:page>`,
      { "Pictures/1.png": png },
    );
    const [figure] = document.blocks;
    expect(figure!.kind).toBe("figure");
    // It hangs from its upper left corner, which is now the upper right one.
    expect(figure!.box.x).toBeCloseTo(300, 1);
    expect(figure!.sentences.map(({ text }) => text)).toEqual(["The ferry leaves at noon."]);
    const [{ x, y, width, height }] = figure!.sentences[0]!.boxes as [Box];
    expect(x + width).toBeGreaterThan(375);
    expect(y).toBeGreaterThan(65);
    expect(y + height).toBeLessThan(260);
  });

  test("with a password says so", async () => {
    const manifest = { "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>" };
    await expect(read("", manifest)).rejects.toMatchObject({ code: "slides.password-required" });
  });
});
