import { expect, test } from "@jest/globals";
import type { ContextPlan } from "@longdoc/core";

import { planWarnings } from "./plan-warnings.ts";

function planWithFailures(pages: readonly number[]): ContextPlan {
  return {
    question: "?",
    model: "none",
    budget: 0,
    used: 0,
    strategy: "chunks",
    images: [],
    dropped: [],
    documents: [
      {
        document: {
          id: "d",
          version: "v",
          title: "Annual report",
          source: "/report.pdf",
          mediaType: "application/pdf",
          language: "en",
          pages: 20,
          quality: {
            pagesRead: 20 - pages.length,
            failedPages: pages.map((page) => ({
              page,
              code: "pdf.page-timeout",
              reason: "It took too long.",
            })),
            warnings: [],
          },
        },
        chunks: [],
      },
    ],
  };
}

test("a document that was read whole needs no warning", () => {
  expect(planWarnings(planWithFailures([]))).toEqual([]);
});

test("pages that could not be read are named with their reason", () => {
  expect(planWarnings(planWithFailures([7]))).toEqual([
    'A page of "Annual report" could not be read: 7 (It took too long).',
  ]);
  expect(planWarnings(planWithFailures([7, 9]))).toEqual([
    '2 pages of "Annual report" could not be read: 7 (It took too long), 9 (It took too long).',
  ]);
});

test("of many failed pages the first are named and all are counted", () => {
  const [warning] = planWarnings(planWithFailures([1, 2, 3, 4, 5, 6, 7, 8]));
  expect(warning).toMatch(/^8 pages of .* 5 \(It took too long\) and 3 more\.$/);
});
