import { expect, test } from "@jest/globals";

import type { Rectangle } from "../geometry.ts";
import type { Segment } from "../segments.ts";
import { findBandedTables } from "./banded-tables.ts";

const CHARACTER_WIDTH = 5;

function at(x0: number, line: number, text: string): Segment {
  const baseline = 100 + 12 * line;
  const edges = [...text].flatMap((_, index) => [
    x0 + index * CHARACTER_WIDTH,
    x0 + (index + 1) * CHARACTER_WIDTH,
  ]);
  const x1 = x0 + text.length * CHARACTER_WIDTH;
  const style = { size: 10, bold: false, italic: false, monospace: false, angle: 0 as const, order: line };
  return {
    text,
    edges: Float32Array.from(edges),
    x0,
    x1,
    y0: baseline - 8,
    y1: baseline + 2,
    baseline,
    ...style,
  };
}

/** A rule over the whole table, above a line. */
const ruleAbove = (line: number): Rectangle => ({
  x0: 50,
  x1: 450,
  y0: 89 + 12 * line,
  y1: 89.5 + 12 * line,
});

const HEADS = [at(50, 0, "dataset"), at(110, 0, "Question"), at(280, 0, "Answer")];
const TEXT = [
  at(50, 1, "MuSiQue"),
  at(110, 1, "What year saw the creation of"),
  at(280, 1, "The county is in the east, which"),
  at(110, 2, "the region where the county"),
  at(280, 2, "is a region that was created in"),
  at(110, 3, "is located?"),
  at(280, 3, "the year 1994."),
];

test("text between rules, in columns that start where the heads do, is a table and no columns of the page", () => {
  // The label and the question stand so close that they are one piece of a line.
  const joined = at(50, 4, "StrategyQA  Would a bar cheer up a friend?");
  const { tables, rest } = findBandedTables(
    [...HEADS, ...TEXT, joined, at(280, 4, "No.")],
    [0, 1, 4, 5].map(ruleAbove),
  );
  expect(rest).toEqual([]);
  const [{ table }] = tables as [(typeof tables)[0]];
  expect(table.rows.map((row) => row.cells.map(({ text }) => text))).toEqual([
    ["dataset", "Question", "Answer"],
    [
      "MuSiQue",
      "What year saw the creation of the region where the county is located?",
      "The county is in the east, which is a region that was created in the year 1994.",
    ],
    ["StrategyQA", "Would a bar cheer up a friend?", "No."],
  ]);
  expect(table.rows.map((row) => row.header)).toEqual([true, false, false]);
});

test("words over the start of a column, and figures, are none", () => {
  const across = at(50, 1, "A line of text that runs over all the columns of the page and on");
  expect(findBandedTables([...HEADS, across, ...TEXT.slice(3)], [0, 1, 4].map(ruleAbove)).tables).toEqual([]);
  const figures = [1, 2, 3].flatMap((line) => [
    at(50, line, "Sales"),
    at(110, line, "1,203"),
    at(280, line, "998"),
  ]);
  expect(findBandedTables([...HEADS, ...figures], [0, 1, 4].map(ruleAbove)).tables).toEqual([]);
});
