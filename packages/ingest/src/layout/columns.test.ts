import { expect, test } from "@jest/globals";

import { splitColumns } from "./columns.ts";
import type { Segment } from "./segments.ts";

interface Placed {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly baseline: number;
}

function segment({ text, x0, x1, baseline }: Placed, order: number): Segment {
  return {
    text,
    x0,
    x1,
    y0: baseline - 8,
    y1: baseline + 2,
    baseline,
    size: 10,
    edges: new Float32Array(2 * text.length),
    bold: false,
    italic: false,
    monospace: false,
    angle: 0,
    order,
  };
}

const PROSE = "some words of a line that fills its column";

test("lines of one column that end by a hair apart are no columns of their own", () => {
  const lines = Array.from({ length: 12 }, (_, index) => [
    {
      text: `left ${index} ${PROSE}`,
      x0: 72,
      x1: index % 3 === 0 ? 290.2 : 290.3,
      baseline: 100 + 13 * index,
    },
    { text: `right ${index} ${PROSE}`, x0: 307, x1: 525, baseline: 100 + 13 * index },
  ]).flat();
  const regions = splitColumns(lines.map(segment)).filter((region) => region.length > 0);
  expect(regions.map((region) => region.map(({ text }) => text.split(" ")[0]))).toEqual([
    Array.from({ length: 12 }, () => "left"),
    Array.from({ length: 12 }, () => "right"),
  ]);
});

test("a list of contents in two columns is parted between them, and not before its figures or behind its numbers", () => {
  const column = (x: number, chapter: number): Placed[] =>
    Array.from({ length: 10 }, (_, index) => [
      { text: `${chapter}.${index}`, x0: x, x1: x + 14, baseline: 100 + 13 * index },
      { text: "Signs of wear ........................", x0: x + 22, x1: x + 180, baseline: 100 + 13 * index },
      { text: `${10 * chapter + index}`, x0: x + 188, x1: x + 198, baseline: 100 + 13 * index },
    ]).flat();
  const regions = splitColumns([...column(72, 1), ...column(310, 2)].map(segment));
  const firsts = regions
    .filter((region) => region.length > 0)
    .map((region) => region.map(({ text }) => text[0]));
  expect(firsts).toEqual([
    Array.from({ length: 10 }, () => ["1", "S", "1"]).flat(),
    Array.from({ length: 10 }, () => ["2", "S", "2"]).flat(),
  ]);
});

test("a column of text and lists with leaders is one beside another", () => {
  const column = (x: number, side: string): Placed[] =>
    Array.from({ length: 16 }, (_, index) =>
      index % 8 < 3
        ? [{ text: `${side} ${PROSE}`, x0: x, x1: x + 218, baseline: 100 + 13 * index }]
        : [
            {
              text: "Codeine ....................................",
              x0: x,
              x1: x + 190,
              baseline: 100 + 13 * index,
            },
            { text: `${9000 + index}`, x0: x + 198, x1: x + 218, baseline: 100 + 13 * index },
          ],
    ).flat();
  const regions = splitColumns([...column(72, "left"), ...column(307, "right")].map(segment));
  const sides = regions.map((region) => new Set(region.map(({ x0 }) => (x0 < 300 ? "left" : "right"))));
  expect(sides.filter(({ size }) => size > 0)).toEqual([new Set(["left"]), new Set(["right"])]);
});

test("cells of one table stay together", () => {
  const rows = Array.from({ length: 10 }, (_, index) =>
    [30, 120, 300, 390].map((x) => ({
      text: "some words",
      x0: x,
      x1: x + 60,
      baseline: 100 + 13 * index,
    })),
  ).flat();
  expect(splitColumns(rows.map(segment))).toHaveLength(1);
});

test("a table's last column of words stays with it, though lines of text above and below end before it", () => {
  const cell = (x0: number, text: string, baseline: number): Placed => ({
    text,
    x0,
    x1: x0 + 6 * text.length,
    baseline,
  });
  const lines = [
    cell(66, "Errors are handled as follows:", 93),
    ...["error", "not attached", "no paper", "read error"].flatMap((label, row) => [
      cell(102, label, 115 + 13 * row),
      cell(210, String(row), 115 + 13 * row),
      cell(282, "report error and stop", 115 + 13 * row),
    ]),
    cell(66, "The Clock and What It Counts", 190),
  ];
  expect(splitColumns(lines.map(segment)).filter((region) => region.length > 0)).toHaveLength(1);
});
