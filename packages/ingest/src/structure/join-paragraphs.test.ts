import { expect, test } from "@jest/globals";

import { createParagraphJoiner } from "./join-paragraphs.ts";
import type { Part } from "./parts.ts";

interface Where {
  readonly page?: number;
  readonly x0?: number;
  readonly y0: number;
  /** Right edge, points. */
  readonly x1?: number;
}

function paragraph(texts: readonly string[], { page = 1, x0 = 50, y0, x1 = 250 }: Where): Part {
  const lines = texts.map((text, index) => ({
    page,
    angle: 0 as const,
    width: 600,
    height: 800,
    line: {
      text,
      x0,
      x1,
      y0: y0 + 12 * index,
      y1: y0 + 12 * index + 10,
      baseline: y0 + 12 * index + 8,
      size: 10,
      bold: false,
      italic: false,
      monospace: false,
      order: index,
      edges: new Float32Array(2 * text.length),
    },
  }));
  return { type: "text", kind: "paragraph", lines, scanned: false };
}

const FIGURE: Part = {
  type: "figure",
  figure: { type: "figure", box: { x0: 50, y0: 100, x1: 250, y1: 300 }, labels: [] },
  place: { page: 1, angle: 0, width: 600, height: 800 },
  scanned: false,
};

function textsOf(parts: readonly Part[]): string[] {
  const joiner = createParagraphJoiner();
  return [...joiner.join(parts), ...joiner.end()].map((part) =>
    part.type === "text" ? part.lines.map(({ line }) => line.text).join(" ") : part.type,
  );
}

const BEGUN = [
  "A paragraph of two lines that both reach the right margin of",
  "their column and that is illustrated by the conceptual",
];

test("a paragraph goes on behind the figure that interrupts it", () => {
  const parts = [paragraph(BEGUN, { y0: 60 }), FIGURE, paragraph(["framework below it."], { y0: 310 })];
  expect(textsOf(parts)).toEqual([`${BEGUN.join(" ")} framework below it.`, "figure"]);
});

test("and over the figure at the head of the next page", () => {
  const parts = [
    paragraph(BEGUN, { y0: 700 }),
    FIGURE,
    paragraph(["framework below it."], { page: 2, y0: 310 }),
  ];
  expect(textsOf(parts)).toEqual([`${BEGUN.join(" ")} framework below it.`, "figure"]);
});

test("a label beside a figure does not go on behind it", () => {
  const label = paragraph(["is less than"], { y0: 60, x1: 110 });
  const parts = [label, FIGURE, paragraph(["or equal to"], { y0: 310 })];
  expect(textsOf(parts)).toEqual(["is less than", "figure", "or equal to"]);
});

test("a paragraph that has ended does not go on", () => {
  const ended = paragraph([BEGUN[0]!, "their column and that has come to its end here for good."], {
    y0: 60,
  });
  const parts = [ended, FIGURE, paragraph(["iPhones are sold below it."], { y0: 310 })];
  expect(textsOf(parts)).toHaveLength(3);
});
