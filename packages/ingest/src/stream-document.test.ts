import { expect, test } from "@jest/globals";
import { makeAnnualReport, makeLongTable, writePdf } from "@longdoc/fixtures";

import { toDocument } from "./document-parts.ts";
import { readDocument, streamDocument } from "./ingest.ts";

const LONG_PAGES = 150;

/** Longer than what the body type and the language are told from; each page begins a section, and ends in one's middle. */
const longReport = (): Promise<Uint8Array> =>
  writePdf((pdf) => {
    for (let page = 1; page <= LONG_PAGES; page++) {
      if (page > 1) pdf.addPage();
      pdf.fontSize(page % 10 === 1 ? 20 : 14).text(`${page}. The year ${1800 + page}`, 72, 72);
      pdf.fontSize(11).text(`In ${1800 + page} the harbour took ${page * 31} ships. None was lost.`, 72, 120);
      pdf.text(`The log of the year goes on with storm number ${page}, which`, 72, 700);
    }
  });

const inputs = {
  "a PDF of a few pages": async () => ({ name: "report.pdf", bytes: await makeAnnualReport() }),
  "a table over pages": async () => ({ name: "table.pdf", bytes: await makeLongTable() }),
  "a long PDF": async () => ({ name: "long.pdf", bytes: await longReport() }),
  "a text file": async () => ({
    name: "notes.md",
    bytes: Buffer.from("# Harbour\n\nIt opened in 1887. It closed in 1931."),
  }),
};

test.each(Object.entries(inputs))("the parts of a document are the document: %s", async (_, make) => {
  const input = await make();
  expect(await toDocument(streamDocument(input))).toEqual(await readDocument(input));
});

test("a long PDF's first blocks come before its last page is read, and none comes twice", async () => {
  const bytes = await longReport();
  let pages = 0;
  const seen: number[] = [];
  const ids: string[] = [];
  for await (const part of streamDocument({ name: "long.pdf", bytes }, { onProgress: () => pages++ })) {
    if (part.type === "end") continue;
    seen.push(pages);
    for (const { sentences } of part.blocks) ids.push(...sentences.map(({ id }) => id));
  }
  expect(seen[0]).toBeLessThan(LONG_PAGES);
  expect(seen.length).toBeGreaterThan(50);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a reader that stops early may read the file again at once", async () => {
  const input = { name: "long.pdf", bytes: await longReport() };
  for await (const part of streamDocument(input)) {
    expect(part.type).toBe("blocks");
    break;
  }
  expect((await readDocument(input)).pages).toHaveLength(LONG_PAGES);
});
