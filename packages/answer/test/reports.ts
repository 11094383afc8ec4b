import type { SaidBlock, StandIn } from "@longdoc/claude-stand-in";
import type { ContextPlan, Sentence } from "@longdoc/core";

import type { Answerer } from "../src/answerer.ts";
import { claudeAnswerer, type ClaudeAnswererOptions } from "../src/claude/claude-answerer.ts";

function sentence(id: string, text: string): Sentence {
  return {
    id,
    text,
    page: 3,
    boxes: [{ page: 3, x: 1, y: 2, width: 3, height: 4 }],
    start: 0,
    end: text.length,
    origin: { type: "text" },
  };
}

/** A plan of documents, each given as its sentences. */
export function planOf(...documents: readonly (readonly string[])[]): ContextPlan {
  return {
    question: "What was revenue?",
    model: "claude-sonnet-5-5",
    budget: 10_000,
    used: 100,
    strategy: "chunks",
    images: [],
    dropped: [],
    documents: documents.map((texts, at) => ({
      document: {
        id: `d${at}`,
        version: "v",
        title: `Report ${at}`,
        source: `/reports/${at}.pdf`,
        mediaType: "application/pdf",
        language: "en",
        pages: 9,
        quality: {
          pagesRead: 8,
          failedPages: [{ page: 7, code: "pdf.page-timeout", reason: "It took too long." }],
          warnings: [],
        },
      },
      chunks: [
        {
          id: `c${at}`,
          ordinal: 0,
          headingPath: [],
          score: 1,
          sentences: texts.map((text, index) => sentence(`d${at}s${index}`, text)),
        },
      ],
    })),
  };
}

export const plan: ContextPlan = planOf(
  ["Revenue was $5 million.", "Costs were $3 million."],
  ["Profit 😀 was up.", "Staff grew to 90."],
);

/** What may be said of the plan: one citation, several, none, and text that leads from one to the next. */
export const GOOD: readonly SaidBlock[] = [
  {
    text: "Revenue was $5 million and costs were $3 million",
    cites: [
      [0, 0, 2],
      [0, 0, 1],
    ],
  },
  { text: ". " },
  { text: "Profit rose", cites: [[1, 0, 1]] },
  { text: ", on revenue of " },
  { text: "$5 million", cites: [[0, 0, 1]] },
  { text: ". The market grew by 4 % as well." },
];

/** Claude as the stand-in plays it; what fails is not sent again unless it is wanted. */
export function answererAt(standIn: StandIn, options: ClaudeAnswererOptions = {}): Answerer {
  return claudeAnswerer({ apiKey: "test", baseURL: standIn.url, maxRetries: 0, ...options });
}
