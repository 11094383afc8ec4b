import { describe, expect, test } from "@jest/globals";
import { makeKeynote } from "@longdoc/fixtures";

import { ingest } from "../ingest.ts";
import { findOffice } from "../libreoffice/find-office.ts";

const DECK = {
  name: "harbour.key",
  bytes: makeKeynote([
    { title: "Harbour review", body: ["The crane lifts ninety tonnes."], notes: "Thank the pilots." },
    { title: "Ferries", body: ["The ferry leaves at noon.", "Bring a coat."] },
  ]),
};

describe("a Keynote presentation", () => {
  const withOffice = findOffice() === undefined ? test.skip : test;

  withOffice("is read through LibreOffice, with its notes, each text in its place", async () => {
    const { document } = await ingest(DECK);
    expect(document.pages).toHaveLength(2);
    const sentences = document.blocks.flatMap((block) => block.sentences);
    expect(
      sentences.filter(({ origin }) => origin.type === "text").map(({ text, page }) => `${page} ${text}`),
    ).toEqual([
      "1 Harbour review",
      "1 The crane lifts ninety tonnes.",
      "1 Thank the pilots.",
      "2 Ferries",
      "2 The ferry leaves at noon.",
      "2 Bring a coat.",
    ]);
    const [crane] = sentences.filter(({ text }) => text.startsWith("The crane"));
    const { width, height } = document.pages[0]!;
    const { x, y } = crane!.boxes[0]!;
    expect(x / width).toBeCloseTo(80 / 1024, 1);
    expect(y / height).toBeCloseTo(220 / 768, 1);
  });

  test("says what it needs where LibreOffice is not installed", async () => {
    process.env["LONGDOC_SOFFICE"] = "none";
    try {
      await expect(ingest(DECK)).rejects.toMatchObject({ code: "file.needs-libreoffice" });
    } finally {
      delete process.env["LONGDOC_SOFFICE"];
    }
  });
});
