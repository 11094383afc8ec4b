import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { makeDocx, wordParagraph as paragraph, wordTable } from "@longdoc/fixtures";

import { temporaryFolder } from "./support/folder.ts";
import { errorLines, json, longdoc } from "./support/longdoc.ts";
import { readPicture } from "./support/picture.ts";
import type { AnswerJson, ErrorJson } from "./support/shapes.ts";

const NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>';
const WORD = makeDocx(
  paragraph("Care of the river garden.") +
    paragraph("Prune the old willow in February.", undefined, NUMBERED) +
    paragraph("Feed the goldfish twice weekly.", undefined, NUMBERED) +
    wordTable([
      ["Plant", "Height", "Flowering month"],
      ["Marsh iris", "90 cm", "June"],
      ["Water mint", "40 cm", "August"],
    ]),
  {
    numbering:
      '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
  },
);
const PAGE = `<!doctype html><title>River garden</title><nav>Home</nav><main><p>Care of the river garden.</p>
  <ol><li>Prune the old willow in February.<li>Feed the goldfish twice weekly.</ol>
  <table><tr><th>Plant<th>Height<th>Flowering month<tr><td>Marsh iris<td>90 cm<td>June<tr><td>Water mint<td>40 cm<td>August</table>
  </main>`;

describe("documents of word processors and pages of HTML on the command line", () => {
  test.each([
    ["garden.docx", WORD, "1) Prune the old willow in February."],
    ["garden.html", PAGE, "1. Prune the old willow in February."],
  ])("are asked, and shown with the cited cell or item lit: %s", async (name, content, item) => {
    await using folder = await temporaryFolder();
    await folder.write(name, content);
    const cited = [
      [
        "What is the flowering month of the water mint?",
        "Plant: Water mint; Height: 40 cm; Flowering month: August",
      ],
      ["When is the old willow pruned?", item],
    ] as const;
    for (const [question, quote] of cited) {
      const asked = await longdoc(["ask", question, name, "--json"], { cwd: folder.path });
      const [citation] = json<AnswerJson>(asked).citations;
      expect(citation).toMatchObject({ page: 1, quote });
      const shown = await longdoc(["show", "1", "--output", "page.png"], { cwd: folder.path });
      expect(shown.code).toBe(0);
      const picture = await readPicture(join(folder.path, "page.png"));
      const { x, y, width, height } = citation!.boxes[0]!;
      const [, , blueInside] = picture.mean(x * 2, y * 2, width * 2, height * 2);
      const [, , blueBelow] = picture.mean(0, picture.height - 40, picture.width, 40);
      // What is lit is yellow: it has less blue than the paper.
      expect(blueInside).toBeLessThan(blueBelow - 40);
    }
  });

  test("that are protected or no documents are one line", async () => {
    await using folder = await temporaryFolder();
    await folder.write(
      "locked.docx",
      Buffer.concat([
        Buffer.from("d0cf11e0a1b11ae1", "hex"),
        Buffer.alloc(512),
        Buffer.from("EncryptedPackage", "utf16le"),
      ]),
    );
    await folder.write("letter.docx", "Dear Ada.");
    await folder.write("deep.html", "<div>".repeat(100_000));
    for (const [name, code] of [
      ["locked.docx", "docx.password-required"],
      ["letter.docx", "docx.invalid"],
      ["deep.html", "html.too-large"],
    ] as const) {
      const result = await longdoc(["inspect", name, "--json"], { cwd: folder.path });
      expect(result.code).toBe(1);
      expect(json<{ error: ErrorJson }>(result).error.code).toBe(code);
      expect(errorLines(result)).toHaveLength(1);
    }
  });
});
