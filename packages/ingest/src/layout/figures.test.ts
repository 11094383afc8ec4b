import { describe, expect, it } from "@jest/globals";

import { type Drawings, findFigures, NO_DRAWINGS } from "./figures.ts";
import type { Rectangle } from "./geometry.ts";
import type { Segment } from "./segments.ts";

const PAGE = { width: 612, height: 792, rules: [] };

function rectangle(x0: number, y0: number, x1: number, y1: number): Rectangle {
  return { x0, y0, x1, y1 };
}

function fill(box: Rectangle): Drawings["fills"][number] {
  return { ...box, color: "#cceeff" };
}

/** A text that begins at (x, base line y), 5 points a character. */
function segment(text: string, x: number, y: number): Segment {
  const x1 = x + 5 * text.length;
  return {
    text,
    x0: x,
    x1,
    y0: y - 9,
    y1: y + 2,
    baseline: y,
    size: 10,
    edges: Float32Array.from([...text].flatMap((_, index) => [x + 5 * index, x + 5 * index + 5])),
    bold: false,
    italic: false,
    monospace: false,
    angle: 0,
    order: 0,
  };
}

function labels(found: ReturnType<typeof findFigures>): string[][] {
  return found.figures.map((figure) => figure.labels.map((label) => label.text));
}

describe("findFigures", () => {
  it("takes a picture for a figure, and the text beside it for text", () => {
    const prose = segment("The depot opened in March and serves four regions of the country.", 72, 90);
    const found = findFigures(PAGE, { ...NO_DRAWINGS, images: [rectangle(72, 200, 400, 400)] }, [prose]);
    expect(found.figures.map(({ box }) => box)).toEqual([rectangle(72, 200, 400, 400)]);
    expect(found.rest).toEqual([prose]);
  });

  it("takes the names around a drawing into the figure, and leaves its caption to the text", () => {
    const curves = Array.from({ length: 8 }, (_, index) =>
      rectangle(100 + 30 * index, 220, 130 + 30 * index, 280),
    );
    const year = segment("2019", 150, 295);
    const caption = segment("Figure 2: Sales by region", 100, 330);
    const found = findFigures(PAGE, { ...NO_DRAWINGS, curves }, [year, caption]);
    expect(labels(found)).toEqual([["2019"]]);
    expect(found.rest).toEqual([caption]);
  });

  it("takes a chart of one line into the figure, with all that its frame holds, and no brace", () => {
    const frame = [rectangle(90, 190, 400, 190), rectangle(90, 380, 400, 380)];
    const line = { ...rectangle(120, 220, 380, 330), isPlotted: true };
    const brace = { ...rectangle(90, 500, 400, 508), isPlotted: true };
    const title = segment("Ethanol, in dollars", 150, 202);
    const month = segment("January", 150, 345);
    const beside = segment("1.27", 60, 260);
    const held = segment("five values", 200, 495);
    const page = { ...PAGE, rules: [...frame, rectangle(120, 240, 380, 240), rectangle(120, 300, 380, 300)] };
    const found = findFigures(page, { ...NO_DRAWINGS, curves: [line, brace] }, [title, month, beside, held]);
    expect(found.figures.map(({ box }) => box)).toEqual([rectangle(90, 190, 400, 380)]);
    expect(labels(found)).toEqual([["Ethanol, in dollars", "January"]]);
    expect(found.rest).toEqual([beside, held]);
  });

  it("leaves the headline beside a logo, and a sentence beside a label, to the text", () => {
    const headline = { ...segment("Company reports results", 180, 215), size: 16 };
    const label = segment("Since 1902", 110, 290);
    const beside = [
      segment("The company sells in four regions of the country,", 180, 290),
      segment("and in some others.", 180, 302),
    ];
    const images = [rectangle(100, 200, 170, 270)];
    const found = findFigures(PAGE, { ...NO_DRAWINGS, images }, [headline, label, ...beside]);
    expect(labels(found)).toEqual([["Since 1902"]]);
    expect(found.rest).toEqual([headline, ...beside]);
  });

  it("takes bars that stand on one line for a chart", () => {
    const fills = [120, 60, 90, 30].map((height, index) =>
      fill(rectangle(100 + 40 * index, 400 - height, 120 + 40 * index, 400)),
    );
    const found = findFigures(PAGE, { ...NO_DRAWINGS, fills }, [
      segment("Q1", 104, 412),
      segment("Q2", 144, 412),
    ]);
    expect(labels(found)).toEqual([["Q1 Q2"]]);
  });

  it("takes the shaded rows of a table for no chart, though they are drawn cell by cell", () => {
    const fills = Array.from({ length: 10 }, (_, row) =>
      [rectangle(18, 0, 335, 14), rectangle(335, 0, 410, 14), rectangle(412, 0, 500 + 4 * (row % 3), 14)].map(
        (box) => fill({ ...box, y0: 100 + 27 * row, y1: 114 + 27 * row }),
      ),
    ).flat();
    const rows = Array.from({ length: 20 }, (_, row) => [
      segment(`Revenue of division ${row}`, 20, 110 + 13.5 * row),
      segment("1,204", 340, 110 + 13.5 * row),
      segment("998", 430, 110 + 13.5 * row),
    ]).flat();
    expect(findFigures(PAGE, { ...NO_DRAWINGS, fills }, rows)).toEqual({ figures: [], rest: rows });
  });

  it("takes pictures behind running text, and pictures that tile the page, for no figures", () => {
    const prose = Array.from({ length: 12 }, (_, line) =>
      segment("A sentence that goes on over the whole width of the column.", 90, 220 + 14 * line),
    );
    const tiles = Array.from({ length: 8 }, (_, index) => rectangle(0, 99 * index, 612, 99 * (index + 1)));
    const behind = rectangle(72, 200, 500, 400);
    for (const images of [tiles, [behind]]) {
      expect(findFigures(PAGE, { ...NO_DRAWINGS, images }, prose)).toEqual({ figures: [], rest: prose });
    }
  });

  it("takes ornaments for no figures", () => {
    const images = [rectangle(72, 100, 90, 118)];
    const curves = [rectangle(300, 300, 500, 500)];
    expect(findFigures(PAGE, { ...NO_DRAWINGS, images, curves }, []).figures).toEqual([]);
  });

  it("loses no text", () => {
    const texts = Array.from({ length: 30 }, (_, index) =>
      segment(`label ${index}`, 80 + 45 * (index % 10), 210 + 40 * Math.floor(index / 10)),
    );
    const found = findFigures(PAGE, { ...NO_DRAWINGS, images: [rectangle(60, 200, 300, 320)] }, texts);
    const inside = labels(found)
      .flat()
      .join(" ")
      .split(/(?<=\d) /);
    expect([...inside, ...found.rest.map(({ text }) => text)].sort()).toEqual(
      texts.map(({ text }) => text).sort(),
    );
  });
});
