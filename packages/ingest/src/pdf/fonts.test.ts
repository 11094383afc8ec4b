import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { expect, test } from "@jest/globals";
import { writePdf } from "@longdoc/fixtures";

import { ingest } from "../ingest.ts";
import { describeFont, emHeight } from "./fonts.ts";

const BOLD = [
  "ABCDEF+NimbusRomNo9L-Medi",
  "LinLibertineTB",
  "LinBiolinumTBO",
  "SFBX1000",
  "CMBX12",
  "DINNeuzeitGroteskStd-BdCond",
  "Arial,Bold",
];
const ITALIC = ["NimbusRomNo9L-ReguItal", "LinLibertineTI", "MyriadPro-It", "MyriadPro-BoldIt", "CMTI10"];
const REGULAR = [
  "NimbusRomNo9L-Regu",
  "LinLibertineT",
  "FranklinGothic-Medium",
  "Helvetica",
  "Digital-Regular",
];

test.each(BOLD)("tells that %s is bold", (name) => {
  expect(describeFont({ name }).bold).toBe(true);
});

test.each(ITALIC)("tells that %s is italic", (name) => {
  expect(describeFont({ name }).italic).toBe(true);
});

test.each(REGULAR)("tells that %s is neither bold nor italic", (name) => {
  expect(describeFont({ name })).toMatchObject({ bold: false, italic: false });
});

test("a Type 3 font has a height also where a space is all that is shown of it first", () => {
  const font = { isType3Font: true, fontMatrix: [0.001, 0, 0, 0.001, 0, 0], bbox: [0, -217, 1060, 903] };
  const space = { unicode: " ", width: 250, isSpace: true };
  expect(emHeight(font, [space, -20])).toBeCloseTo(1);
  expect(emHeight({ ...font, bbox: [0, 0, 0, 0] }, [space])).toBeCloseTo(1);
});

test("a heading is told by its font's own header, where the name that the PDF gives it says nothing", async () => {
  const fonts = join(
    dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json")),
    "standard_fonts",
  );
  const bytes = await writePdf((pdf) => {
    pdf.font(join(fonts, "LiberationSans-Bold.ttf")).fontSize(11).text("Harbour dues", 72, 72);
    pdf.font(join(fonts, "LiberationSans-Regular.ttf")).fontSize(11);
    pdf.text(
      "Ships of more than forty metres pay by their length, and all others by the day.".repeat(8),
      72,
      96,
    );
  });
  const nameless = Buffer.from(
    Buffer.from(bytes)
      .toString("latin1")
      .replaceAll("LiberationSans-Bold", "CIDFont-F2---------")
      .replaceAll("LiberationSans", "CIDFont-F1----"),
    "latin1",
  );
  const { document } = await ingest({ name: "dues.pdf", bytes: nameless });
  expect(document.blocks[0]).toMatchObject({ kind: "heading", sentences: [{ text: "Harbour dues" }] });
  expect(document.blocks[1]!.kind).toBe("paragraph");
});
