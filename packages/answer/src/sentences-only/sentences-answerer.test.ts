import { describe, expect, test } from "@jest/globals";
import type { ContextPlan, Sentence } from "@longdoc/core";

import { ask } from "../ask.ts";
import { sentencesAnswerer } from "./sentences-answerer.ts";

const SECTIONS: readonly (readonly [heading: string, ...sentences: string[]])[] = [
  [
    "Balance sheet",
    "Current assets: Inventories — January 31, 2026: 176.4; February 1, 2025: 152.9 (in millions of dollars)",
    "Current assets: Trade receivables — January 31, 2026: 148.8; February 1, 2025: 139.0 (in millions of dollars)",
    "Total assets — January 31, 2026: 998.5; February 1, 2025: 915.2 (in millions of dollars)",
  ],
  [
    "Results of operations",
    "Net revenue grew by 12.4 percent to $918.6 million in fiscal 2025.",
    "Research and development expenses were $101.0 million, or 11.0 percent of net revenue.",
    "Halden Instruments reviews its inventories every quarter.",
  ],
  [
    "Risk factors",
    "We buy optical cells from a single supplier.",
    "An interruption of more than five months would stop most of our production.",
    "The balance sheet of a customer may weaken.",
    "A fail-\nure of the furnace would end the melting of glass.",
  ],
];

function planFor(question: string): ContextPlan {
  let count = 0;
  const sentence = (text: string): Sentence => ({
    id: `0123456789abcdef-s${count++}-00000000`,
    text,
    page: 3,
    boxes: [{ page: 3, x: 72, y: 100 + 12 * count, width: 200, height: 10 }],
    start: 0,
    end: text.length,
    origin: { type: "text" },
  });
  return {
    question,
    model: "claude-sonnet-5-5",
    budget: 10_000,
    used: 500,
    strategy: "whole",
    images: [],
    dropped: [],
    documents: [
      {
        document: {
          id: "0123456789abcdef",
          version: "0".repeat(64),
          title: "Halden Instruments Annual Report 2025",
          source: "/reports/halden-2025.pdf",
          mediaType: "application/pdf",
          language: "en",
          pages: 9,
          quality: {
            pagesRead: 8,
            failedPages: [{ page: 9, code: "pdf.page-damaged", reason: "The page is damaged." }],
            warnings: [],
          },
        },
        chunks: SECTIONS.map(([heading, ...texts], ordinal) => ({
          id: `0123456789abcdef-c${ordinal}-00000000`,
          ordinal,
          headingPath: [heading],
          score: 0,
          sentences: texts.map(sentence),
        })),
      },
    ],
  };
}

const answerTo = (question: string) => ask(planFor(question), { answerer: sentencesAnswerer() });

describe("sentencesAnswerer", () => {
  test.each([
    ["What were the inventories at January 31, 2026?", "Inventories — January 31, 2026"],
    ["How much did Halden Instruments spend on R&D?", "Research and development expenses"],
    ["By what percentage did net revenue grow?", "Net revenue grew by 12.4 percent"],
    ["Who supplies the optical cells?", "optical cells from a single supplier"],
    ["What are total assets according to the balance sheet? Answer in USD millions.", "Total assets"],
  ])("answers %j with the sentence that says it", async (question, words) => {
    const answer = await answerTo(question);
    expect(answer.status).toBe("answered");
    expect(answer.claims[0]!.text).toContain(words);
  });

  test.each(["Who won the football world cup in 1998?", "What is the capital of France?", "???"])(
    "says that the documents do not hold the answer to %j",
    async (question) => {
      const answer = await answerTo(question);
      expect(answer).toMatchObject({ status: "not_found", text: "", claims: [], citations: [] });
    },
  );

  test("cites each claim with its sentence, word for word, at its offsets", async () => {
    const answer = await answerTo("What were the inventories at January 31, 2026?");
    for (const claim of answer.claims) {
      expect(answer.text.slice(claim.start, claim.end)).toBe(claim.text);
      const citation = answer.citations[claim.citations[0]!]!;
      expect(citation.quote).toBe(claim.text);
      expect(citation).toMatchObject({
        page: 3,
        source: "/reports/halden-2025.pdf",
        checks: { pointer: "valid", quote: "exact" },
      });
      expect(citation.sentenceIds).toHaveLength(1);
    }
  });

  test("joins a word that a line's end parts, and quotes it as it stands", async () => {
    const answer = await answerTo("What would end the melting of glass?");
    expect(answer.text).toBe("A failure of the furnace would end the melting of glass.");
    expect(answer.citations[0]!.quote).toBe("A fail-\nure of the furnace would end the melting of glass.");
  });

  test("says that no model was used, what it cost, and which pages could not be read", async () => {
    const answer = await answerTo("What were the inventories?");
    expect(answer.model).toBe("none");
    expect(answer.cost).toBe(0);
    expect(answer.warnings.join(" ")).toMatch(/no model was used.*could not be read: 9/is);
  });

  test("gives the text in the pieces that it streams", async () => {
    const plan = planFor("What were net revenue and inventories?");
    let streamed = "";
    const answer = await ask(plan, {
      answerer: sentencesAnswerer({ maxSentences: 2 }),
      onEvent: (event) => {
        if (event.type === "text") streamed += event.text;
      },
    });
    expect(answer.claims.length).toBeLessThanOrEqual(2);
    expect(streamed).toBe(answer.text);
  });
});
