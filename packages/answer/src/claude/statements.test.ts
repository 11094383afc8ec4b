import { describe, expect, test } from "@jest/globals";

import { statementsOf } from "./statements.ts";

describe("statementsOf", () => {
  test.each([
    ["a sentence of five words", "The company has many rivals.", ["The company has many rivals."]],
    ["a short sentence with a figure", "Sales rose 4.5 %.", ["Sales rose 4.5 %."]],
    [
      "each of two sentences",
      "Sales rose 4 %. Costs fell by a third.",
      ["Sales rose 4 %.", "Costs fell by a third."],
    ],
    ["a list item with a figure, without its mark", "\n- Revenue: $5 million\n", ["Revenue: $5 million"]],
    [
      "a long line without a full stop",
      "Revenue and costs both went up\n",
      ["Revenue and costs both went up"],
    ],
    ["a Chinese sentence", "公司的营业收入大幅增长。", ["公司的营业收入大幅增长。"]],
    [
      "a sentence that ends in a quotation mark",
      "He called it “a very good year.”",
      ["He called it “a very good year.”"],
    ],
  ])("takes %s for a statement", (_, text, statements) => {
    expect(statementsOf(text)).toEqual(statements);
  });

  test.each([
    ["the beginning of a sentence that goes on in a cited block", "Based on the report for 2023, "],
    ["the end of one", ". "],
    ["an announcement", "The main points of the year 2023 are:\n\n"],
    ["a heading", "## The results of the fiscal year 2023\n"],
    ["a list mark before a cited block", "\n\n2. "],
    ["a word that joins", " Moreover, "],
  ])("takes %s for none", (_, text) => {
    expect(statementsOf(text)).toEqual([]);
  });

  test("takes all that has letters when asked to", () => {
    expect(statementsOf("Yes, it did\n---", true)).toEqual(["Yes, it did"]);
  });
});
