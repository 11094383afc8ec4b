import { afterEach, describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";
import { makeDeck, textShape } from "@longdoc/fixtures";
import { createCanvas, loadImage } from "@napi-rs/canvas";

import { renderPage } from "../../draw/render-page.ts";
import { ingest } from "../../ingest.ts";
import { findOffice } from "../../libreoffice/find-office.ts";

const AREA = { x: 100, y: 100, width: 400, height: 100 };
const DECK = {
  name: "deck.pptx",
  bytes: makeDeck([
    { shapes: textShape(["Hidden slides have their pages."], { area: AREA }), attributes: 'show="0"' },
    { shapes: textShape(["The heron sleeps on one leg."], { area: AREA }) },
  ]),
};

/** Shares of a box's pixels that are lit, and that are ink. */
async function look(document: Document): Promise<{ lit: number; ink: number }> {
  const block = document.blocks.find(({ page, kind }) => page === 2 && kind === "paragraph")!;
  const [box] = block.sentences[0]!.boxes;
  const { png, width, height } = await renderPage(DECK, { page: 2, scale: 2, highlight: [box!] });
  expect([width, height]).toEqual([1440, 1080]);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(await loadImage(Buffer.from(png)), 0, 0);
  const { data } = context.getImageData(box!.x * 2, box!.y * 2, box!.width * 2, box!.height * 2);
  let [lit, ink] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at]! > 200 && data[at + 2]! < 120) lit += 1;
    if (data[at]! < 100) ink += 1;
  }
  return { lit: lit / (data.length / 4), ink: ink / (data.length / 4) };
}

describe("drawing a slide", () => {
  afterEach(() => {
    delete process.env["LONGDOC_SOFFICE"];
  });

  test("lights the sentence where its text is drawn, without LibreOffice", async () => {
    process.env["LONGDOC_SOFFICE"] = "none";
    const { document } = await ingest(DECK);
    const { lit, ink } = await look(document);
    expect(lit).toBeGreaterThan(0.5);
    expect(ink).toBeGreaterThan(0.05);
  });

  const withOffice = findOffice() === undefined ? test.skip : test;

  withOffice("lights the same sentence where LibreOffice draws it", async () => {
    const { document } = await ingest(DECK);
    const { lit, ink } = await look(document);
    expect(lit).toBeGreaterThan(0.5);
    expect(ink).toBeGreaterThan(0.05);
  });

  test("draws plainly where LibreOffice fails", async () => {
    process.env["LONGDOC_SOFFICE"] = "/bin/false";
    const bytes = makeDeck([{ shapes: textShape(["Not seen before."], { area: AREA }) }]);
    const { width } = await renderPage({ name: "other.pptx", bytes }, { page: 1, scale: 1 });
    expect(width).toBe(720);
  });

  test("has no slide beyond the last", async () => {
    await expect(renderPage(DECK, { page: 3 })).rejects.toMatchObject({ code: "file.no-such-page" });
  });
});
