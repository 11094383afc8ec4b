import { existsSync, readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";

import type { Document, IngestError, Sentence } from "@longdoc/core";

import { chunk } from "../chunks/chunk.ts";
import type { TextMediaType } from "./media-types.ts";
import { readText, type TextGrid, textGrid } from "./read-text.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const markdown = (text: string): Promise<Document> =>
  readText({ bytes: encode(text), source: "/x/notes.md", mediaType: "text/markdown" });
const plain = (text: string): Promise<Document> =>
  readText({ bytes: encode(text), source: "/x/notes.txt", mediaType: "text/plain" });
const outline = (document: Document): unknown[] =>
  document.blocks.map(({ kind, level, sentences }) => [
    level === undefined ? kind : `${kind} ${level}`,
    ...sentences.map((sentence) => sentence.text),
  ]);
const codeOf = async (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => "none",
    (thrown: unknown) => (thrown as IngestError).code,
  );

/** What is drawn inside a sentence's boxes; ASCII only, where a column is a character. */
function drawnIn(sentence: Sentence, { lines }: TextGrid): string {
  return sentence.boxes
    .map((box) => {
      const line = lines.find(({ y }) => y === box.y)!;
      const column = (box.x - line.x) / 6;
      return line.text.slice(column, column + box.width / 6);
    })
    .join(" ");
}

describe("readText: Markdown", () => {
  test("reads headings, paragraphs and inline markup as text", async () => {
    const document = await markdown(
      "# The *big* `plan` &amp; more\n\nSee [the\nsite](http://x.org). An ![old map](m.png) too.<br>Next\\*.\n\nSetext\n------\n",
    );
    expect(outline(document)).toEqual([
      ["heading 1", "The big plan & more"],
      ["paragraph", "See the site.", "An old map too.", "Next*."],
      ["heading 2", "Setext"],
    ]);
    expect(document.title).toBe("The big plan & more");
  });

  test("reads lists with their nesting, numbers kept and bullets left out", async () => {
    const document = await markdown(
      "- one\n  - two\n- [x] three\n\n3. Third step.\n4. Fourth step. Take care.\n",
    );
    expect(outline(document)).toEqual([
      ["list-item", "one"],
      ["list-item", "two"],
      ["list-item", "[x] three"],
      ["list-item", "3. Third step."],
      ["list-item", "4. Fourth step.", "Take care."],
    ]);
    const [one, two] = document.blocks;
    expect(two!.box.x).toBeGreaterThan(one!.box.x);
  });

  test("reads a table's rows with their headers, a row's label first where its column has none", async () => {
    const source =
      "| | 2018 | 2019 |\n|---|--:|--:|\n| Sales | 5 | **6** |\n| Costs | | 2 |\n\n| Name | Price |\n|---|---|\n| A \\| B | $1 |\n";
    const document = await markdown(source);
    expect(outline(document)).toEqual([
      ["table", "Sales — 2018: 5; 2019: 6", "Costs — 2019: 2"],
      ["table", "Name: A | B; Price: $1"],
    ]);
    expect(document.blocks[0]?.markdown).toBe(source.split("\n\n")[0]);
    expect(document.text).toContain("2019: 6\nCosts");
  });

  test("keeps the lines and the indentation of code, and drops comments and markup of HTML", async () => {
    const document = await markdown(
      "```js\nif (x) {\n\n  y();\n}\n```\n\n<!-- secret -->\n<details><summary>More</summary>\n\ntext\n\n</details>\n\n<p>A <b>bold</b><br>move</p>\n",
    );
    expect(outline(document)).toEqual([
      ["code", "if (x) {", "  y();", "}"],
      ["paragraph", "More"],
      ["paragraph", "text"],
      ["paragraph", "A bold"],
      ["paragraph", "move"],
    ]);
  });

  test("cuts a line of code that is too long for one sentence", async () => {
    const document = await markdown(`\`\`\`\n${"f(x);".repeat(1_000)}\n\`\`\`\n`);
    const sentences = document.blocks[0]!.sentences;
    expect(sentences.length).toBe(4);
    for (const sentence of sentences) expect(sentence.text.length).toBeLessThanOrEqual(1_500);
  });

  test("takes the title from front matter, and keeps what else stands there", async () => {
    const document = await markdown(
      '---\ntitle: "Annual plan"\nauthor: Ann\n---\n# Other\n\n> Quoted. Twice.\n\n[^1]: One\n[^2]: The second note.\n',
    );
    expect(document.title).toBe("Annual plan");
    expect(outline(document)).toEqual([
      ["note", 'title: "Annual plan"', "author: Ann"],
      ["heading 1", "Other"],
      ["paragraph", "Quoted.", "Twice."],
      ["note", "[^1]: One"],
      ["note", "[^2]: The second note."],
    ]);
  });

  test.each([
    ["deep quotations", "> ".repeat(5_000)],
    ["deep lists", Array.from({ length: 500 }, (_, level) => `${"  ".repeat(level)}- `).join("x\n")],
    ["a long line", "_a".repeat(50_000)],
  ])("reads Markdown that would take no end as plain text, and says so: %s", async (_, source) => {
    const document = await markdown(`${source}last words\n`);
    expect(document.quality.warnings).toEqual([
      "Lines too long or nested too deep for Markdown; it was read as plain text.",
    ]);
    expect(document.text).toMatch(/last words$/);
  });

  test("leaves out pictures embedded in the text, and takes rules for rules", async () => {
    const document = await markdown(
      `A ![map](data:image/png;base64,${"QUJD".repeat(10_000)}) here.\n\n${"-".repeat(200)}\n\n${"- ".repeat(80)}\n`,
    );
    expect(outline(document)).toEqual([["paragraph", "A map here."]]);
    expect(document.quality.warnings).toEqual([]);
  });

  test("reads nesting as deep as any that people write", async () => {
    const document = await markdown(`${"> ".repeat(30)}deep\n\n${"- ".repeat(30)}item\n`);
    expect(outline(document)).toEqual([
      ["paragraph", "deep"],
      ["list-item", "item"],
    ]);
  });

  test("says so when there is no text besides markup", async () => {
    const document = await markdown("<!-- nothing -->\n");
    expect(document.text).toBe("");
    expect(document.quality.warnings).toEqual(["The file has no text besides its markup."]);
  });
});

describe("readText: plain text", () => {
  test("joins hard-wrapped lines and takes for headings only what is unmistakable", async () => {
    const document = await plain(
      "RISK FACTORS\n\nWe may\nlose money. It\nhappens.\n\n1.2 Results of Operations\n\nSummary\n=======\n\nI went home\n\n- first\n- second\n  goes on\n\nCHAPTER IV\n\nNOBODY CAME.\n",
    );
    expect(outline(document)).toEqual([
      ["heading 1", "RISK FACTORS"],
      ["paragraph", "We may lose money.", "It happens."],
      ["heading 2", "1.2 Results of Operations"],
      ["heading 1", "Summary"],
      ["paragraph", "I went home"],
      ["list-item", "- first"],
      ["list-item", "- second goes on"],
      ["heading 1", "CHAPTER IV"],
      ["paragraph", "NOBODY CAME."],
    ]);
  });

  test("joins lines of Japanese without a space", async () => {
    expect(outline(await plain("これは長い\n文です。次の\n文。\n"))).toEqual([
      ["paragraph", "これは長い文です。", "次の文。"],
    ]);
  });

  test("keeps columns set apart by spaces as lines", async () => {
    const document = await plain(
      "Year     Sales     Costs\n2018     5,209     4,100\n2019     5,409     4,300\n",
    );
    expect(outline(document)).toEqual([
      ["code", "Year     Sales     Costs", "2018     5,209     4,100", "2019     5,409     4,300"],
    ]);
  });

  test("takes its title from the first line, or from the file's name when that is a paragraph", async () => {
    expect((await plain("A short title\n\nText.")).title).toBe("A short title");
    expect((await plain(`${"long ".repeat(60)}\n`)).title).toBe("notes");
  });
});

describe("readText: encodings", () => {
  const TEXT = "Größe: 5 €. Ça va.";
  const utf16 = (littleEndian: boolean): Uint8Array => {
    const view = new DataView(new ArrayBuffer((TEXT.length + 1) * 2));
    for (const [index, char] of `\ufeff${TEXT}`.split("").entries())
      view.setUint16(index * 2, char.charCodeAt(0), littleEndian);
    return new Uint8Array(view.buffer);
  };
  test.each([
    ["UTF-8", encode(TEXT)],
    ["UTF-8 with a byte order mark", encode(`\ufeff${TEXT}`)],
    ["UTF-16, little-endian", utf16(true)],
    ["UTF-16, big-endian", utf16(false)],
  ])("reads %s", async (_, bytes) => {
    const document = await readText({ bytes, source: "a.txt", mediaType: "text/plain" });
    expect(document.text).toBe(TEXT);
    expect(document.quality.warnings).toEqual([]);
  });

  test("reads anything else as windows-1252, and says so", async () => {
    const bytes = Uint8Array.from([0x47, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x80, 0x35]);
    const document = await readText({ bytes, source: "a.txt", mediaType: "text/plain" });
    expect(document.text).toBe("Größe €5");
    expect(document.quality.warnings).toEqual(["The file is not in UTF-8; it was read as windows-1252."]);
  });

  test("refuses binary content, empty files and a cancelled read, each by its code", async () => {
    const read = (bytes: Uint8Array, signal?: AbortSignal): Promise<unknown> =>
      readText({ bytes, source: "a.txt", mediaType: "text/plain" }, signal && { signal });
    expect(await codeOf(read(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1])))).toBe("text.binary");
    expect(await codeOf(read(Uint8Array.from({ length: 50 }, (_, index) => (index % 8) + 1)))).toBe(
      "text.binary",
    );
    expect(await codeOf(read(encode(" \n\t\n")))).toBe("file.empty");
    expect(await codeOf(read(new Uint8Array()))).toBe("file.empty");
    expect(await codeOf(read(encode("text"), AbortSignal.abort()))).toBe("file.cancelled");
  });
});

describe("readText: the page", () => {
  test("holds a paragraph of more than a hundred thousand lines", async () => {
    const bytes = encode("heron ".repeat(2_200_000));
    const { lines } = await textGrid({ bytes, source: "/x/log.txt", mediaType: "text/plain" });
    expect(lines.length).toBeGreaterThan(130_000);
  });

  test("boxes lie on the words that the grid draws, line by line", async () => {
    const source = `# Title\n\n${"Some words of a long sentence that wraps. Another one follows it here! ".repeat(6)}\n\n- an item\n  - ${"deep ".repeat(40)}\n\n> A quotation.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\`\`\`\n  code here\n\`\`\`\n`;
    const bytes = encode(source);
    const document = await markdown(source);
    const page = document.pages[0]!;
    expect(page.width).toBe(672);
    const grid = await textGrid({ bytes, source: "a.md", mediaType: "text/markdown" });
    for (const sentence of document.blocks.flatMap((block) => block.sentences)) {
      expect(drawnIn(sentence, grid).replace(/\s+/g, " ").trim()).toBe(
        sentence.text.replace(/\s+/g, " ").trim(),
      );
      for (const box of sentence.boxes) {
        expect(box.x).toBeGreaterThanOrEqual(36);
        expect(box.x + box.width).toBeLessThanOrEqual(636);
        expect(box.y + box.height).toBeLessThanOrEqual(page.height - 36);
      }
    }
    expect(page.height).toBe(grid.lines.at(-1)!.y + 12 + 36);
  });

  const PIECES = [
    "# ",
    "- ",
    "1. ",
    "\n",
    "\n\n",
    "word. ",
    "Word ",
    "`",
    "```\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "> ",
    "<b>",
    "<!--",
    "**",
    "[x](y)",
    "😀",
    "漢字。",
    "\t",
    "---\n",
    "    ",
    "&amp;",
    "\\",
    "\u0000x",
    "\ud800",
  ];

  test("whatever the text: offsets are exact, every sentence has its boxes and one chunk, ids are stable", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({
          unit: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 4 })),
          maxLength: 40,
        }),
        fc.constantFrom<TextMediaType>("text/plain", "text/markdown"),
        async (text, mediaType) => {
          const read = (): Promise<Document | undefined> =>
            readText({ bytes: encode(text), source: "a", mediaType }).catch((thrown: unknown) => {
              expect(["text.binary", "file.empty"]).toContain((thrown as IngestError).code);
              return undefined;
            });
          const document = await read();
          if (!document) return;
          const sentences = document.blocks.flatMap((block) => block.sentences);
          for (const sentence of sentences) {
            expect(document.text.slice(sentence.start, sentence.end)).toBe(sentence.text);
            expect(sentence.boxes.length).toBeGreaterThan(0);
          }
          expect(chunk(document).flatMap((chunk) => chunk.sentences)).toEqual(sentences);
          expect(await read()).toEqual(document);
        },
      ),
      { numRuns: 300 },
    );
  });

  const essays = new URL("../../../../../shared/data/needles/", import.meta.url);
  const run = existsSync(essays) ? test : test.skip;
  run("reads essays with exact offsets and keeps every word of them", async () => {
    for (const name of readdirSync(essays).slice(0, 8)) {
      const bytes = readFileSync(new URL(name, essays));
      const document = await readText({ bytes, source: name, mediaType: "text/plain" });
      expect(document.language).toBe("en");
      expect(document.text.replace(/\s+/g, "")).toBe(bytes.toString("utf8").replace(/\s+/g, ""));
    }
  });
});
