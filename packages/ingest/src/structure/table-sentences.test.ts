import { expect, test } from "@jest/globals";

import { row, table } from "../../test/tables.ts";
import type { TableRow } from "../layout/tables/grid.ts";
import { rowSentences } from "./table-sentences.ts";

const PLACE = { page: 1, angle: 0, width: 600, height: 800 } as const;

function sentencesOf(rows: readonly TableRow[], unit?: string): string[] {
  return rowSentences(table(rows), PLACE, { unit, language: "en" }).map(({ text }) => text);
}

const YEARS = row([undefined, "2022", "2021"], { header: true });

test("a share of something is not counted in millions, nor is an amount per share", () => {
  const texts = sentencesOf(
    [
      YEARS,
      row(["Revenue", "$10,329", "$11,640"]),
      row(["Growth", "(11.3)%", "4.1%"]),
      row(["Diluted EPS", "$1.35", "$2.98"]),
    ],
    "$ in millions",
  );
  expect(texts.slice(1)).toEqual([
    "Revenue — 2022: $10,329; 2021: $11,640 ($ in millions)",
    "Growth — 2022: (11.3)%; 2021: 4.1%",
    "Diluted EPS — 2022: $1.35; 2021: $2.98",
  ]);
});

test("an exception is said where a row may be one", () => {
  const texts = sentencesOf(
    [YEARS, row(["Revenue", "$10,329", "$11,640"]), row(["Basic earnings per share", "$1.36", "$3.02"])],
    "in millions, except per share data",
  );
  expect(texts.slice(1)).toEqual([
    "Revenue — 2022: $10,329; 2021: $11,640 (in millions)",
    "Basic earnings per share — 2022: $1.36; 2021: $3.02 (in millions, except per share data)",
  ]);
});

test("a period that stands over the labels is said with each year", () => {
  const heads = row(["Years ended December 31,", "2022", "2021"], { header: true });
  expect(sentencesOf([heads, row(["Revenue", "10", "11"])])[1]).toBe(
    "Revenue — Years ended December 31, 2022: 10; Years ended December 31, 2021: 11",
  );
});

test("a row that holds a long text is cited sentence by sentence, each with its label, on the lines of both", () => {
  const heads = row([undefined, "Question", "Answer"], { header: true });
  const short = row(["StrategyQA", "Would it?"]);
  const texts = Array.from(
    { length: 12 },
    (_, index) => `Line ${index} ends the sentence begun. It begins the next one with`,
  );
  const lines = texts.map((text, index) => ({
    ...short.cells[1]!.lines[0]!,
    text,
    edges: Float32Array.from([...text].flatMap((_, at) => [5 * at, 5 * at + 5])),
    y0: 12 * index,
    y1: 12 * index + 10,
  }));
  const answer = { text: texts.join(" "), lines, column: 2, span: 1 };
  const sentences = rowSentences(table([heads, { ...short, cells: [...short.cells, answer] }]), PLACE, {
    unit: undefined,
    language: "en",
  });
  // Behind the label's box, those of the words themselves: five points a character.
  const widths = sentences
    .slice(2, 4)
    .map(({ text, boxes }) => [text, boxes.slice(1).map(({ width }) => width)]);
  expect(sentences[1]!.text).toBe("StrategyQA — Question: Would it?");
  expect(widths).toEqual([
    ["StrategyQA — Answer: Line 0 ends the sentence begun.", [5 * 31]],
    ["StrategyQA — Answer: It begins the next one with Line 1 ends the sentence begun.", [5 * 27, 5 * 31]],
  ]);
});

test("the unit of one column stays with its head", () => {
  const heads = row([undefined, "Number", "Price"], { header: true });
  const units = row([undefined, "(in millions)", "(in dollars)"], { header: true });
  expect(sentencesOf([heads, units, row(["Granted", "1", "11.62"])])[2]).toBe(
    "Granted — Number (in millions): 1; Price (in dollars): 11.62",
  );
});

test("a head of thousands of letters without a space is read at once", () => {
  const texts = sentencesOf([
    row(["a".repeat(5_000), "2022"], { header: true }),
    row(["Revenue", "$10,329"]),
  ]);
  expect(texts.at(-1)).toBe("Revenue — 2022: $10,329");
});
