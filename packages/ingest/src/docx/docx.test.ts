import { describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";
import {
  compoundFile,
  docxParts,
  type DocxParts,
  makeDocx,
  wordParagraph as paragraph,
  wordRun as run,
  wordTable,
  zipParts,
} from "@longdoc/fixtures";
import * as fc from "fast-check";

import { ingest } from "../ingest.ts";
import { DOCX } from "../text/media-types.ts";
import { readText, textGrid } from "../text/read-text.ts";
import { toMarkdown } from "../to-markdown.ts";

const inputOf = (bytes: Uint8Array) => ({ bytes, source: "/x/letter.docx", mediaType: DOCX }) as const;
const read = (body: string, parts: DocxParts = {}): Promise<Document> =>
  readText(inputOf(makeDocx(body, parts)));
const outlineOf = (document: Document): string[][] =>
  document.blocks.map(({ kind, level, sentences }) => [
    level === undefined ? kind : `${kind} ${level}`,
    ...sentences.map(({ text }) => text),
  ]);
const outline = async (body: string, parts: DocxParts = {}): Promise<string[][]> =>
  outlineOf(await read(body, parts));

const style = (id: string, name: string, rest = ""): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${rest}</w:style>`;
const level = (at: number, format: string, text: string, rest = ""): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${rest}</w:lvl>`;
const numbered = (list: number, at: number): string =>
  `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${list}"/></w:numPr>`;
const list = (id: number, levels: string, rest = ""): string =>
  `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum><w:num w:numId="${id}"><w:abstractNumId w:val="${id}"/>${rest}</w:num>`;

describe("a DOCX", () => {
  test("is read by what its styles are, in whatever language they are called", async () => {
    const styles = [
      style("Titel", "Title"),
      style("berschrift1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
      style("Eigene", "Mein Abschnitt", '<w:basedOn w:val="Unter"/>'),
      style("Unter", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
      style("Beschriftung", "caption"),
      style("Code", "HTML Preformatted"),
    ].join("");
    const document = await read(
      paragraph("The Agreement", "Titel") +
        paragraph("Scope", "berschrift1") +
        paragraph("It is short. It is clear.") +
        paragraph("Details", "Eigene") +
        paragraph("Figure 1. A heron.", "Beschriftung") +
        paragraph("if x:", "Code") +
        paragraph("  return  y", "Code"),
      { styles },
    );
    expect(outlineOf(document)).toEqual([
      ["title", "The Agreement"],
      ["heading 1", "Scope"],
      ["paragraph", "It is short.", "It is clear."],
      ["heading 2", "Details"],
      ["caption", "Figure 1. A heron."],
      ["code", "if x:", "  return  y"],
    ]);
    expect(document.title).toBe("The Agreement");
  });

  test("counts its lists as Word does", async () => {
    const numbering =
      list(1, level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")) +
      list(2, level(0, "bullet", "\uF0B7")) +
      '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>';
    const item = (text: string, id: number, at: number) => paragraph(text, undefined, numbered(id, at));
    const body = [
      item("Term", 1, 0),
      item("Length", 1, 1),
      item("unless ended;", 1, 2),
      item("or extended.", 1, 2),
      item("Notice", 1, 1),
      item("by letter", 1, 2),
      item("Price", 1, 0),
      item("Fixed", 1, 1),
      item("a bullet", 2, 0),
      item("Anew", 3, 0),
      item("not in a list", 0, 0),
      `<w:p><w:pPr>${numbered(1, 0)}</w:pPr></w:p>`,
    ].join("");
    expect((await outline(body, { numbering })).map(([kind, text]) => `${kind}: ${text}`)).toEqual([
      "list-item: 1. Term",
      "list-item: 1.1 Length",
      "list-item: (a) unless ended;",
      "list-item: (b) or extended.",
      "list-item: 1.2 Notice",
      "list-item: (a) by letter",
      "list-item: 2. Price",
      "list-item: 2.1 Fixed",
      "list-item: a bullet",
      "list-item: 4. Anew",
      "paragraph: not in a list",
    ]);
    const { lines } = await textGrid(inputOf(makeDocx(body, { numbering })));
    expect(lines.map(({ text }) => text)).toContain("• a bullet");
  });

  test("numbers its headings where their style is numbered", async () => {
    const styles = style("H1", "heading 1", `<w:pPr>${numbered(1, 0)}<w:outlineLvl w:val="0"/></w:pPr>`);
    const numbering = list(1, level(0, "upperRoman", "Article %1", '<w:suff w:val="space"/>'));
    expect(await outline(paragraph("Scope", "H1") + paragraph("Term", "H1"), { styles, numbering })).toEqual([
      ["heading 1", "Article I Scope"],
      ["heading 1", "Article II Term"],
    ]);
  });

  test("shows what was inserted and not what was deleted, and leaves hidden text out", async () => {
    const document = await read(
      `<w:p>${run("Kept ")}<w:ins>${run("inserted ")}</w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:moveFrom>${run("from")}</w:moveFrom><w:moveTo>${run("moved")}</w:moveTo>${run("secret", "<w:vanish/>")}${run(".", '<w:vanish w:val="0"/>')}</w:p>` +
        paragraph(run("First half "), undefined, "<w:rPr><w:del/></w:rPr>") +
        paragraph("and second.") +
        wordTable([
          ["a", "b"],
          ["c", "d"],
        ]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"),
    );
    expect(outlineOf(document)).toEqual([
      ["paragraph", "Kept inserted moved."],
      ["paragraph", "First half and second."],
      ["paragraph", "c"],
      ["paragraph", "d"],
    ]);
    expect(document.quality.warnings).toEqual([
      "Text that the document hides from its readers was left out.",
    ]);
  });

  test("sets notes and comments behind the paragraph that they are on, headers and footers apart", async () => {
    const note = (name: string, id: number, text: string, rest = "") =>
      `<w:${name} w:id="${id}" ${rest}>${paragraph(text)}</w:${name}>`;
    expect(
      await outline(
        `<w:p>${run("Claimed")}<w:r><w:footnoteReference w:id="7"/></w:r>${run(" and ended")}<w:r><w:endnoteReference w:id="3"/></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>` +
          paragraph("Next."),
        {
          footnotes: note("footnote", -1, "line", 'w:type="separator"') + note("footnote", 7, "The source."),
          endnotes: note("endnote", 3, "At the end."),
          comments: note("comment", 0, "Really?", 'w:author="Ada"'),
          header: paragraph("Confidential"),
          footer: paragraph("Page 1"),
        },
      ),
    ).toEqual([
      ["header", "Confidential"],
      ["paragraph", "Claimed[1] and ended[i]"],
      ["note", "[1] The source."],
      ["note", "Comment by Ada: Really?"],
      ["paragraph", "Next."],
      ["note", "[i] At the end."],
      ["footer", "Page 1"],
    ]);
  });

  test("says a table's rows with their headers, beside merged cells", async () => {
    const cell = (text: string, properties: string) =>
      `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(text)}</w:tc>`;
    const document = await read(
      wordTable([
        ["Bird", "2024", "2025"],
        [cell("Heron", '<w:vMerge w:val="restart"/>'), "12", `${paragraph("14")}${paragraph("or 15")}`],
        [cell("", "<w:vMerge/>"), cell("none", '<w:gridSpan w:val="2"/>')],
      ]),
    );
    expect(document.text).toBe(
      "Bird | 2024 | 2025\nBird: Heron; 2024: 12; 2025: 14 or 15\nBird: Heron; 2024: none",
    );
    expect(toMarkdown(document)).toContain("| Heron | 12 | 14 or 15 |");
  });

  test("takes a row for a header that is marked as one, or that the table's style sets apart", async () => {
    const rows = [
      ["1", "2"],
      ["3", "4"],
    ];
    const marked = wordTable(rows).replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>");
    const styled = wordTable(rows).replace(
      "<w:tbl>",
      '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:val="04A0"/></w:tblPr>',
    );
    const grid = (parts: string) =>
      `<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/>${parts}</w:style>`;
    expect((await read(marked)).text).toBe("1 | 2\n1: 3; 2: 4");
    expect((await read(styled, { styles: grid('<w:tblStylePr w:type="firstRow"/>') })).text).toBe(
      "1 | 2\n1: 3; 2: 4",
    );
    expect((await read(styled, { styles: grid("") })).text).toBe("1; 2\n3; 4");
  });

  test("reads text boxes once, pictures by their descriptions, formulas, fields and symbols", async () => {
    const box = `<w:txbxContent>${paragraph("Boxed.")}</w:txbxContent>`;
    const field = (content: string) =>
      `<w:r><w:fldChar w:fldCharType="begin">${content}</w:fldChar></w:r><w:r><w:instrText>DATE</w:instrText></w:r>`;
    expect(
      await outline(
        `<w:p>${run("Beside")}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="A heron at dawn"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>${box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>${box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
          `<w:p>${run("10")}${run("6", '<w:vertAlign w:val="superscript"/>')}${run(" is ")}<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>` +
          `<w:p>${field("")}<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run("May 3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>${run(" ")}${field("<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>")}<w:r><w:fldChar w:fldCharType="end"/></w:r>${run(" agreed ")}<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>` +
          `<w:sdt><w:sdtContent>${paragraph("Controlled.")}</w:sdtContent></w:sdt>`,
      ),
    ).toEqual([
      ["paragraph", "Beside"],
      ["figure", "Picture: A heron at dawn"],
      ["paragraph", "Boxed."],
      ["paragraph", "10^6 is (a+b)/2"],
      ["paragraph", "May 3 [x] agreed ✓"],
      ["paragraph", "Controlled."],
    ]);
  });

  test("reads a page of HTML that stands inside", async () => {
    const others = { "part.html": { type: "aFChunk", content: "<p>From <b>HTML</b>.</p>" } };
    expect(await outline(`${paragraph("Before.")}<w:altChunk r:id="part.html"/>`, { others })).toEqual([
      ["paragraph", "Before."],
      ["paragraph", "From HTML."],
    ]);
  });

  test("is known by its content where its name says nothing", async () => {
    const { document } = await ingest({ name: "letter", bytes: makeDocx(paragraph("Dear Ada.")) });
    expect([document.mediaType, document.text]).toEqual([DOCX, "Dear Ada."]);
  });
});

describe("whatever the document", () => {
  interface Part {
    readonly xml: string;
    readonly words: readonly string[];
  }
  let next = 0;
  const word = fc.constant(null).map((): Part => {
    const name = `w${(next += 1)}.`;
    return { xml: run(`${name} `), words: [name] };
  });
  const wrapped = (part: fc.Arbitrary<Part>, open: string, close: string, kept = true) =>
    part.map(({ xml, words }): Part => ({ xml: open + xml + close, words: kept ? words : [] }));
  const inline = fc.oneof(
    { weight: 6, arbitrary: word },
    wrapped(word, "<w:ins>", "</w:ins>"),
    wrapped(word, "<w:del>", "</w:del>", false),
    wrapped(word, "<w:hyperlink>", "</w:hyperlink>"),
    wrapped(word, "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    wrapped(word, "<w:smartTag>", "</w:smartTag>"),
    wrapped(word, '<w:fldSimple w:instr="PAGE">', "</w:fldSimple>"),
  );
  const joined = (parts: readonly Part[], open: string, close: string): Part => ({
    xml: open + parts.map(({ xml }) => xml).join("") + close,
    words: parts.flatMap(({ words }) => words),
  });
  const line = fc
    .tuple(fc.array(inline, { maxLength: 4 }), fc.constantFrom("", "H1", "Title", "caption", "Code"))
    .map(([parts, name]) => joined(parts, `<w:p><w:pPr><w:pStyle w:val="${name}"/></w:pPr>`, "</w:p>"));
  const { block } = fc.letrec<{ block: Part }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      line,
      fc
        .array(tie("block"), { maxLength: 3 })
        .map((parts) => joined(parts, "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")),
      fc
        .array(fc.array(tie("block"), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
        .map((rows) =>
          joined(
            rows.map((cells) =>
              joined(
                cells.map((cell) => joined([cell], "<w:tc>", "</w:tc>")),
                "<w:tr>",
                "</w:tr>",
              ),
            ),
            "<w:tbl>",
            "</w:tbl>",
          ),
        ),
    ),
  }));

  test("every word that is shown is read, in its box, and nothing that was deleted is", async () => {
    const styles =
      style("H1", "heading 1") +
      style("Title", "Title") +
      style("caption", "caption") +
      style("Code", "Code");
    await fc.assert(
      fc.asyncProperty(fc.array(block, { maxLength: 6 }), async (parts) => {
        const { xml, words } = joined(parts, "", "");
        const document = await read(xml, { styles });
        const found = document.text.match(/w\d+\./g) ?? [];
        expect([...new Set(found)].toSorted()).toEqual([...new Set(words)].toSorted());
        // A table's headers are said with each row.
        if (!xml.includes("<w:tbl>")) expect(found).toHaveLength(words.length);
        const { width, height } = document.pages[0]!;
        for (const { text, start, end, boxes } of document.blocks.flatMap((one) => one.sentences)) {
          expect(document.text.slice(start, end)).toBe(text);
          expect(boxes.length).toBeGreaterThan(0);
          expect(boxes.every((box) => box.x + box.width <= width && box.y + box.height <= height)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("a DOCX that is none, or that was built to stall a reader", () => {
  const bomb = (): Uint8Array => {
    const bytes = makeDocx(paragraph("x"), {
      others: { "a.bin": { type: "image", content: "a".repeat(1000) } },
    });
    new DataView(bytes.buffer).setUint32(Buffer.from(bytes).lastIndexOf("PK\x01\x02") + 24, 0xf0000000, true);
    return bytes;
  };
  const withDocument = (xml: string): Uint8Array => zipParts({ ...docxParts(""), "word/document.xml": xml });

  test.each<[string, string, () => Uint8Array]>([
    ["unpacks to gigabytes", "archive.too-large", bomb],
    [
      "names parts outside of itself",
      "archive.unsafe-name",
      () => zipParts({ ...docxParts(""), "../../etc/x": "y" }),
    ],
    ["is protected with a password", "docx.password-required", () => compoundFile("EncryptedPackage")],
    ["is a damaged DOC", "docx.invalid", () => compoundFile("WordDocum")],
    ["is text", "docx.invalid", () => Buffer.from("Not a document at all.")],
    ["is another kind of archive", "docx.invalid", () => zipParts({ "a.txt": "a" })],
    ["is cut in half", "archive.invalid", () => makeDocx(paragraph("x")).slice(0, 600)],
    ["expands entities", "xml.entities", () => withDocument('<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')],
    ["is nested without end", "xml.too-large", () => withDocument("<w:sdt>".repeat(100_000))],
    ["has a part of a hundred megabytes", "docx.too-large", () => withDocument(" ".repeat(70_000_000))],
  ])("that %s is refused: %s", async (_name, code, make) => {
    await expect(ingest({ name: "letter.docx", bytes: make() })).rejects.toMatchObject({
      code,
      message: expect.stringContaining("letter.docx"),
      hint: expect.stringMatching(/\w/),
    });
  });

  test("styles, lists and notes that go round in circles, and parts that are missing, cost nothing but themselves", async () => {
    const circle =
      style("A", "a", `<w:basedOn w:val="B"/><w:pPr>${numbered(1, 0)}</w:pPr>`) +
      style("B", "b", '<w:basedOn w:val="A"/>');
    const reference = '<w:r><w:footnoteReference w:id="1"/></w:r>';
    const parts = docxParts(
      paragraph(run("Circular.") + reference, "A") +
        paragraph(
          run("Picture.") +
            '<w:r><w:drawing><a:graphic><a:graphicData><c:chart r:id="none"/></a:graphicData></a:graphic></w:drawing></w:r>',
        ),
      {
        styles: circle,
        numbering:
          '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        footnotes: `<w:footnote w:id="1">${paragraph(run("Round.") + reference)}</w:footnote>`,
        comments: "",
      },
    );
    delete parts["word/comments.xml"];
    const { document } = await ingest({ name: "letter.docx", bytes: zipParts(parts) });
    expect(document.text).toMatch(/^Circular\.\[1\]\n\n\[1\] Round\.\[2\]\n\nPicture\.$/);
    expect(document.quality.warnings).toEqual([
      expect.stringContaining("Its comments could not be read"),
      expect.stringContaining("A chart could not be read"),
    ]);
  });

  test("columns by the billion are a thousand at most", async () => {
    const wide = `<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>${paragraph("a")}</w:tc>`;
    const rows = Array.from({ length: 500 }, () => [wide, "b"]);
    const { document } = await ingest({ name: "letter.docx", bytes: makeDocx(wordTable(rows)) });
    expect(document.blocks[0]!.sentences).toHaveLength(500);
  });
});

describe("documents of other word processors", () => {
  test.each([
    ["letter.doc", compoundFile("WordDocument")],
    ["letter.odt", zipParts({ mimetype: "application/vnd.oasis.opendocument.text", "content.xml": "<x/>" })],
    ["letter.rtf", Buffer.from("{\\rtf1 Dear Ada.}")],
  ])("say that they need LibreOffice where there is none: %s", async (name, bytes) => {
    process.env["LONGDOC_SOFFICE"] = "none";
    try {
      await expect(ingest({ name, bytes })).rejects.toMatchObject({
        code: "file.needs-libreoffice",
        hint: expect.stringContaining("DOCX"),
      });
    } finally {
      delete process.env["LONGDOC_SOFFICE"];
    }
  });
});
