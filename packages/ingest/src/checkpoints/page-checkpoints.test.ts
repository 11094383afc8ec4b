import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";
import { writePdf } from "@longdoc/fixtures";

import { renderPage } from "../draw/render-page.ts";
import { type IngestOptions, readDocument } from "../ingest.ts";
import { type PageCheckpoints, RANGE_PAGES } from "./page-checkpoints.ts";

const PAGES = 2 * RANGE_PAGES + 5;
/** A page that is a picture of text. */
const SCANNED = 20;

/** Ranges as a queue keeps them: as JSON. */
function kept(): PageCheckpoints & { readonly ranges: Map<number, string> } {
  const ranges = new Map<number, string>();
  return {
    ranges,
    load: async (firstPage) => {
      const range = ranges.get(firstPage);
      return range === undefined ? undefined : JSON.parse(range);
    },
    save: async (range) => void ranges.set(range.firstPage, JSON.stringify(range)),
  };
}

describe("a long document whose reading was cut off", () => {
  let bytes: Uint8Array;
  let undisturbed: Document;
  const read = (options: IngestOptions = {}): Promise<Document> =>
    readDocument({ name: "report.pdf", bytes }, options);

  beforeAll(async () => {
    const scan = await writePdf(
      (pdf) => pdf.fontSize(14).text("The heron stands on one leg. It waits for fish."),
      { size: [400, 100], margin: 30 },
    );
    const { png } = await renderPage({ name: "scan.pdf", bytes: scan }, { page: 1 });
    bytes = await writePdf((pdf) => {
      for (let page = 1; page <= PAGES; page++) {
        if (page > 1) pdf.addPage();
        if (page === SCANNED) {
          pdf.image(Buffer.from(png), 72, 100, { width: 400 });
          continue;
        }
        // Heads that change in the middle of the document, and paragraphs that go on over a page's end.
        pdf.fontSize(9).text(page < RANGE_PAGES + 5 ? "Annual report" : "Notes to the accounts", 72, 40);
        pdf.fontSize(page % 10 === 1 ? 20 : 11).text(`Part ${page}`, 72, 100);
        pdf.fontSize(11).text(`Herons were counted on bank ${page}. There were ${page * 7} of them, which`);
        pdf.text(`${page}`, 300, 690);
      }
    });
    undisturbed = await read();
  });

  test("goes on behind the ranges that were finished, and is the same document", async () => {
    const checkpoints = kept();
    const cut = new AbortController();
    const first = read({
      checkpoints: {
        ...checkpoints,
        save: async (range) => {
          await checkpoints.save(range);
          if (checkpoints.ranges.has(1) && checkpoints.ranges.size === 2) cut.abort();
        },
      },
      signal: cut.signal,
    });
    // The rest may have been read already when the second range is kept.
    await first.catch((error: { code: string }) => expect(error.code).toBe("file.cancelled"));
    expect([...checkpoints.ranges.keys()].toSorted((a, b) => a - b)).toEqual([1, 1 + RANGE_PAGES]);
    const saved: number[] = [];
    const progress: string[] = [];
    const document = await read({
      checkpoints: { ...checkpoints, save: async ({ firstPage }) => void saved.push(firstPage) },
      onProgress: ({ page, pages }) => progress.push(`${page}/${pages}`),
    });
    expect(document).toEqual(undisturbed);
    expect(saved).toEqual([]);
    expect(progress).toEqual(Array.from({ length: PAGES }, (_, index) => `${index + 1}/${PAGES}`));
  });

  test("recognises no page twice, and reads a range again that was lost", async () => {
    const checkpoints = kept();
    await read({ checkpoints });
    checkpoints.ranges.delete(1 + RANGE_PAGES);
    // Whatever is recognised now fails.
    expect(await read({ checkpoints, ocrTimeoutMs: 1 })).toEqual(undisturbed);
  });
});
