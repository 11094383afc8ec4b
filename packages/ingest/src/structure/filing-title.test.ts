import { expect, test } from "@jest/globals";

import { filingTitle } from "./filing-title.ts";

function titleOfCover(...texts: readonly string[]): string | undefined {
  const box = { page: 1, x: 0, y: 0, width: 0, height: 0 };
  const origin = { type: "text" } as const;
  const sentences = texts.map((text, index) => {
    const place = { page: 1, boxes: [], start: 0, end: text.length, origin };
    return { id: String(index), text, ...place };
  });
  return filingTitle([{ kind: "paragraph", page: 1, box, sentences }]);
}

const CHARTER = "(Exact name of registrant as specified in its charter)";

test("a filing is named by its registrant, form and period", () => {
  expect(
    titleOfCover(
      "UNITED STATES SECURITIES AND EXCHANGE COMMISSION",
      "FORM 10-K",
      "For the fiscal year ended June 30, 2023",
      "Commission file number 001-38932",
      "HARBOUR PLC",
      CHARTER,
    ),
  ).toBe("HARBOUR PLC: Form 10-K, fiscal year ended June 30, 2023");
});

test("a report of an event is named by its date", () => {
  expect(
    titleOfCover(
      "Form 8-K",
      "Date of Report (Date of earliest event reported): April 12, 2023",
      `Harbour Co. ${CHARTER}`,
    ),
  ).toBe("Harbour Co.: Form 8-K, April 12, 2023");
});

test("the name is left out where the cover shows it as a picture", () => {
  expect(
    titleOfCover("FORM 10-Q", "For the quarterly period ended July 2, 2023", "(Mark One)", CHARTER),
  ).toBe("Form 10-Q, quarterly period ended July 2, 2023");
});

test("a text that speaks of a form is no filing", () => {
  expect(titleOfCover("How to fill in Form 10-K", "Chapter 1")).toBeUndefined();
});
