import { describe, expect, test } from "@jest/globals";
import type { Box, Document } from "@longdoc/core";
import { createCanvas, loadImage } from "@napi-rs/canvas";

import { renderPage } from "../../draw/render-page.ts";
import { ingest } from "../../ingest.ts";
import { toMarkdown } from "../../to-markdown.ts";

const bytesOf = (content: string, attributes = 'viewBox="0 0 400 300"'): Uint8Array =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`,
  );
const read = async (content: string, attributes?: string): Promise<Document> =>
  (await ingest({ name: "drawing.svg", bytes: bytesOf(content, attributes) })).document;
const linesOf = (document: Document): string[] => toMarkdown(document).trimEnd().split("\n\n");
const boxOf = ({ blocks }: Document, text: string): Box =>
  blocks.flatMap(({ sentences }) => sentences).find((sentence) => sentence.text === text)!.boxes[0]!;
const expectNear = (box: Box, x: number, y: number, width: number, height: number): void => {
  for (const [is, wanted] of [
    [box.x, x],
    [box.y, y],
    [box.width, width],
    [box.height, height],
  ] as const) {
    expect(Math.abs(is - wanted)).toBeLessThan(4);
  }
};

describe("an SVG without known structure", () => {
  test("says shapes around text, arrows between them, and texts that stand free", async () => {
    const document = await read(`<title>How water moves</title><desc>The cycle, simplified.</desc>
      <style>.h{font-size:24px;text-anchor:middle} .no{display:none}</style>
      <defs><marker id="arrow"><path d="M0 0L10 5L0 10z"/></marker>
        <symbol id="box" viewBox="0 0 100 50"><rect width="100" height="50"/><text x="50" y="28" text-anchor="middle" font-size="12">Sea</text></symbol></defs>
      <rect width="400" height="300" fill="#eef"/>
      <text class="h" x="200" y="30">Water cycle</text>
      <g transform="translate(40,60)"><g transform="scale(2)"><rect width="50" height="25"/><text x="25" y="12" font-size="6" text-anchor="middle">Clouds <tspan x="25" dy="8">and rain</tspan></text></g></g>
      <use xlink:href="#box" x="250" y="60" width="100" height="50"/>
      <line x1="140" y1="85" x2="250" y2="85" marker-end="url(#arrow)"/>
      <text x="20" y="160" font-size="12">The sun heats</text><text x="20" y="175" font-size="12">the sea.</text>
      <text class="no">secret</text><text opacity="0" y="9">hidden</text><text x="-900" y="10">far off</text>
      <script>alert("x")</script><metadata>meta</metadata>`);
    expect(document.title).toBe("How water moves");
    expect(linesOf(document)).toEqual([
      "The cycle, simplified.",
      "Water cycle",
      "Clouds and rain",
      "Sea",
      "The sun heats the sea.",
      "- Clouds and rain → Sea",
    ]);
    expect(document.quality.warnings).toEqual([
      "3 shapes and lines are hidden in the diagram and were left out.",
    ]);
    // A pixel is three quarters of a point.
    expect(document.pages[0]).toMatchObject({ width: 300, height: 225 });
    expectNear(boxOf(document, "Clouds and rain"), 30, 45, 75, 37.5);
    expectNear(boxOf(document, "Sea"), 187.5, 45, 75, 37.5);
  });

  test("knows arrows whose heads are shapes of their own, and no strokes", async () => {
    const box = (text: string, x: number): string =>
      `<rect x="${x}" y="40" width="80" height="40"/><text x="${x + 40}" y="64" text-anchor="middle" font-size="12">${text}</text>`;
    const document = await read(
      `${box("Buy", 10)}${box("Pay", 160)}${box("Rest", 310)}<polyline points="90,60 140,60"/><polygon points="140,55 158,60 140,65"/><line x1="240" y1="60" x2="310" y2="60"/>`,
    );
    expect(linesOf(document)).toEqual(["Buy", "Pay", "Rest", "- Buy → Pay"]);
  });

  test("knows where a turned text stands, and one on a path", async () => {
    const document = await read(
      `<text transform="rotate(-90 380 200)" x="380" y="200" font-size="20" text-anchor="middle">sideways</text>
       <defs><path id="c" d="M20 250 C 100 200 200 200 300 250"/></defs><text font-size="14"><textPath href="#c">the shore</textPath></text>`,
    );
    expectNear(boxOf(document, "sideways"), 271, 119, 18, 62);
    expectNear(boxOf(document, "the shore"), 15, 177.5, 45, 12.5);
  });

  test("is shown as large as it says, in whatever unit", async () => {
    const document = await read('<text x="1" y="5">A</text>', 'viewBox="0 0 10 20" width="50mm"');
    expect(document.pages[0]!.width).toBeCloseTo(141.7, 1);
    expect(document.pages[0]!.height).toBeCloseTo(283.5, 1);
  });
});

const html = (text: string, width: number): string =>
  `<foreignObject width="${width}" height="24"><div xmlns="http://www.w3.org/1999/xhtml" style="display: table-cell; white-space: nowrap"><span><p>${text}</p></span></div></foreignObject>`;
const mermaidNode = (id: string, text: string, x: number): string =>
  `<g class="node default" id="s-flowchart-${id}" transform="translate(${x}, 87)"><rect class="basic label-container" x="-60" y="-39" width="120" height="78"/><g class="label" transform="translate(-30, -12)"><rect/>${html(text, 60)}</g></g>`;
const MERMAID = `<g><g class="root"><g class="clusters"><g class="cluster" id="s-wh"><rect x="400" y="8" width="390" height="200"/><g class="cluster-label" transform="translate(540, 8)">${html("Warehouse", 90)}</g></g></g>
  <g class="edgePaths"><path d="M130,87L180,87" id="s-L_A_B_0" class="edge-pattern-solid flowchart-link" data-edge="true" data-id="L_A_B_0" marker-end="url(#s-pointEnd)"/>
  <path d="M360,87L420,87" id="s-L_B_C_D_0" class="flowchart-link" data-edge="true" data-id="L_B_C_D_0" marker-end="url(#s-pointEnd)"/></g>
  <g class="edgeLabels"><g class="edgeLabel" transform="translate(155, 87)"><g class="label" data-id="L_A_B_0" transform="translate(-12, -12)">${html("yes", 24)}</g></g><g class="edgeLabel"><g class="label" data-id="L_B_C_D_0"><foreignObject width="0" height="0"/></g></g></g>
  <g class="nodes">${mermaidNode("A-0", "Receive<br>pallet", 70)}${mermaidNode("B-1", "Scan", 300)}${mermaidNode("C_D-3", "Store", 480)}</g></g></g>`;

describe("drawings of known programs", () => {
  test("Mermaid's say its nodes, edges and subgraphs, whose labels are HTML, closed or not", async () => {
    const document = await read(MERMAID, 'viewBox="0 0 810 260" width="100%"');
    expect(linesOf(document)).toEqual([
      "Receive pallet",
      "Scan",
      "- Receive pallet → Scan: yes",
      "- Scan → Store",
      "## Warehouse",
      "Store",
    ]);
    expectNear(boxOf(document, "Receive pallet"), 7.5, 36, 90, 58.5);
  });

  test("Mermaid's sequences say their messages, and each name once", async () => {
    const actor = (name: string, x: number, y: number): string =>
      `<g><rect x="${x - 75}" y="${y}" width="150" height="65" name="${name}" class="actor"/><text x="${x}" y="${y + 32}" dominant-baseline="central" class="actor" style="text-anchor: middle; font-size: 16px;"><tspan x="${x}" dy="0">${name}</tspan></text></g>`;
    const line = (x: number): string => `<line x1="${x}" y1="65" x2="${x}" y2="373" class="actor-line"/>`;
    const message = (text: string, y: number, from: number, to: number): string =>
      `<text x="200" y="${y}" text-anchor="middle" dy="1em" class="messageText">${text}</text><line x1="${from}" y1="${y + 33}" x2="${to}" y2="${y + 33}" class="messageLine0" marker-end="url(#arrowhead)"/>`;
    const document = await read(
      `${actor("Client", 75, 373)}${actor("Server", 325, 373)}<g>${line(75)}${actor("Client", 75, 0)}</g><g>${line(325)}${actor("Server", 325, 0)}</g>
       ${message("GET /", 80, 76, 320)}${message("index.html", 130, 324, 79)}`,
      'viewBox="-50 -10 450 458"',
    );
    expect(linesOf(document)).toEqual([
      "Client",
      "Server",
      "- Client → Server: GET /",
      "- Server → Client: index.html",
    ]);
  });

  test("Graphviz's say its nodes, edges, clusters and links", async () => {
    const text = (x: number, y: number, words: string): string =>
      `<text text-anchor="middle" x="${x}" y="${y}" font-size="14.00">${words}</text>`;
    const document = await read(
      `<g id="graph0" class="graph" transform="scale(1 1) rotate(0) translate(4 208)"><title>G</title>
       <polygon fill="white" points="-4,4 -4,-208 220,-208 220,4 -4,4"/>
       <g id="clust1" class="cluster"><title>cluster_0</title><polygon points="8,-8 8,-104 100,-104 100,-8 8,-8"/>${text(54, -88.8, "Back office")}</g>
       <g id="node1" class="node"><title>a-&gt;b</title><ellipse cx="54" cy="-177" rx="54" ry="27"/>${text(54, -180.3, "Order")}${text(54, -165.3, "service")}</g>
       <g id="node2" class="node"><title>pay</title><g><a xlink:href="https://example.org/pay"><polygon points="90,-52 18,-52 18,-16 90,-16 90,-52"/>${text(54, -30.3, "Payments")}</a></g></g>
       <g id="edge1" class="edge"><title>a-&gt;b:p-&gt;pay</title><path d="M54,-149C54,-125 54,-90 54,-62"/><polygon points="57,-62 54,-52 50,-62 57,-62"/>${text(75, -118, "charge")}</g></g>`,
      'width="224pt" height="212pt" viewBox="0.00 0.00 224.00 212.00"',
    );
    expect(linesOf(document)).toEqual([
      "Order service",
      "- Order service → Payments: charge",
      "## Back office",
      "Payments",
      "- Link of “Payments”: https://example.org/pay",
    ]);
    expectNear(boxOf(document, "Order service"), 4, 4, 108, 54);
  });

  test("draw.io's are read from the diagram that they hold", async () => {
    const content =
      '<mxfile><diagram name="Plan"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>' +
      '<mxCell id="2" value="Buy" vertex="1" parent="1"><mxGeometry width="80" height="40" as="geometry"/></mxCell>' +
      '<mxCell id="3" value="Sell" vertex="1" parent="1"><mxGeometry x="200" width="80" height="40" as="geometry"/></mxCell>' +
      '<mxCell id="4" value="later" edge="1" source="2" target="3" parent="1"><mxGeometry relative="1" as="geometry"/></mxCell></root></mxGraphModel></diagram></mxfile>';
    const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
    const document = await read("<text y='9'>shown</text>", `content="${escaped}" width="300" height="50"`);
    expect(linesOf(document)).toEqual(["## Plan", "Buy", "Sell", "- Buy → Sell: later"]);
  });

  test("draw.io's without it have their HTML labels once, where they stand", async () => {
    const document = await read(
      `<rect x="10" y="10" width="120" height="60"/><switch><foreignObject width="100%" height="100%" style="overflow: visible"><div xmlns="http://www.w3.org/1999/xhtml" style="display: flex; align-items: unsafe center; justify-content: unsafe center; width: 118px; height: 1px; padding-top: 40px; margin-left: 11px;"><div style="font-size: 12px">A long <b>label</b></div></div></foreignObject><text x="70" y="44">A long lab...</text></switch>`,
    );
    expect(linesOf(document)).toEqual(["A long label"]);
    expectNear(boxOf(document, "A long label"), 7.5, 7.5, 90, 45);
  });
});

test("what shows itself is shown no further", async () => {
  const loop = `<defs><g id="a"><text x="5" y="20">heron</text><use href="#b"/></g><g id="b"><use href="#a"/><use href="#a"/></g></defs><use href="#a"/>`;
  expect(linesOf(await read(loop))).toEqual(["heron"]);
});

test("a drawing is drawn as it is, its HTML too, without what it refers to outside of itself", async () => {
  const content = `<image href="file:///etc/passwd" width="100" height="100"/><image href="https://example.org/a.png" width="9" height="9"/>
    <style>@import url("https://example.org/a.css"); rect{fill:url(https://example.org/b#c)}</style><rect x="200" width="200" height="300" style="fill:#0000ff"/>
    <foreignObject x="0" y="100" width="200" height="100"><div xmlns="http://www.w3.org/1999/xhtml" style="font-size:90px;color:#000000">HTML</div></foreignObject>`;
  const highlight = [{ page: 1, x: 0, y: 200, width: 50, height: 20 }];
  const { png, width, height } = await renderPage(
    { name: "drawing.svg", bytes: bytesOf(content) },
    { page: 1, scale: 1, highlight },
  );
  expect([width, height]).toEqual([300, 225]);
  const canvas = createCanvas(width, height);
  canvas.getContext("2d").drawImage(await loadImage(Buffer.from(png)), 0, 0);
  const pixels = (x: number, y: number, across: number, down: number): Uint8ClampedArray =>
    canvas.getContext("2d").getImageData(x, y, across, down).data;
  expect([...pixels(250, 50, 1, 1)]).toEqual([0, 0, 255, 255]);
  expect(Math.min(...pixels(10, 80, 130, 60))).toBeLessThan(60);
  // Lit, and white but for that.
  expect([...pixels(20, 210, 1, 1)]).toEqual([255, 233, 77, 255]);
  expect([...pixels(50, 20, 1, 1)]).toEqual([255, 255, 255, 255]);
});
