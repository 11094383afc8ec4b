import { expect, test } from "@jest/globals";
import { makeAnnualReport } from "@longdoc/fixtures";
import type { PDFPageProxy } from "pdfjs-dist";

import { forEachOperator, openPdf } from "./engine.ts";

async function onFirstPage(work: (page: PDFPageProxy) => Promise<void>): Promise<void> {
  const pdf = await openPdf(new Uint8Array(await makeAnnualReport()), "report.pdf", {
    purpose: "text",
  });
  try {
    await work(await pdf.document.getPage(1));
  } finally {
    await pdf.close();
  }
}

async function operatorsOf(page: PDFPageProxy): Promise<unknown[]> {
  const operators: unknown[] = [];
  await forEachOperator(page, (code, operands) => operators.push([code, operands]));
  return operators;
}

test("a page's operators are given in the order of its list, and its fonts are there", async () => {
  await onFirstPage(async (page) => {
    const { fnArray, argsArray } = await page.getOperatorList();
    page.cleanup();
    const list = fnArray.map((code, index) => [code, argsArray[index] ?? []]);
    expect(await operatorsOf(page)).toEqual(list);
    expect(list.length).toBeGreaterThan(10);
  });
});

test("operators that wait for a font come once the page is parsed", async () => {
  await onFirstPage(async (page) => {
    const before = await operatorsOf(page);
    page.cleanup();
    const { commonObjs } = page;
    Object.defineProperty(page, "commonObjs", { value: { ...commonObjs, has: () => false } });
    expect(await operatorsOf(page)).toEqual(before);
  });
});

test("what is thrown on an operator ends the page and not the process", async () => {
  await onFirstPage(async (page) => {
    let taken = 0;
    const reading = forEachOperator(page, () => {
      taken++;
      throw new Error("not this one");
    });
    await expect(reading).rejects.toThrow("not this one");
    expect(taken).toBe(1);
  });
});
