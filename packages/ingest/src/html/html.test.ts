import { describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";
import * as fc from "fast-check";

import { ingest } from "../ingest.ts";
import { readText, textGrid } from "../text/read-text.ts";
import { toMarkdown } from "../to-markdown.ts";

const inputOf = (html: string | Uint8Array) => ({
  bytes: typeof html === "string" ? Buffer.from(html) : html,
  source: "/x/page.html",
  mediaType: "text/html" as const,
});
const read = (html: string | Uint8Array): Promise<Document> => readText(inputOf(html));
const outline = async (html: string): Promise<string[][]> =>
  (await read(html)).blocks.map(({ kind, level, sentences }) => [
    level === undefined ? kind : `${kind} ${level}`,
    ...sentences.map(({ text }) => text),
  ]);

describe("a page of HTML", () => {
  test("is read as headings, paragraphs, quotations and code, with white space as browsers have it", async () => {
    expect(
      await outline(`<title>T</title><h1>Birds<a href="#b">¶</a></h1><p>One
        line,   <b>bold</b>&nbsp;&amp; <i>more</i>.<br>Next.<br><br>Apart.</p><pre>
a  b
  c</pre><blockquote>Said.</blockquote><h3>東京
タワー</h3>`),
    ).toEqual([
      ["heading 1", "Birds"],
      ["paragraph", "One line, bold\u00a0& more.", "Next."],
      ["paragraph", "Apart."],
      ["code", "a  b", "  c"],
      ["paragraph", "Said."],
      ["heading 3", "東京タワー"],
    ]);
  });

  test("gives list items their numbers, as it writes them, and bullets as marks", async () => {
    const html = `<ol start="3" type="a"><li>Third<ul><li>deep<li>deeper</ul><li value="9"><p>Ninth</p><p>goes on</p></ol>`;
    expect(await outline(html)).toEqual([
      ["list-item", "c. Third"],
      ["list-item", "deep"],
      ["list-item", "deeper"],
      ["list-item", "i. Ninth"],
      ["list-item", "goes on"],
    ]);
    const { lines } = await textGrid(inputOf(html));
    expect(lines.map(({ text, x }) => [text, x])).toEqual([
      ["c. Third", 60],
      ["• deep", 72],
      ["• deeper", 72],
      ["i. Ninth", 60],
      ["goes on", 60],
    ]);
  });

  test("says a table's rows with their headers, under headers of several rows and beside merged cells", async () => {
    const document = await read(`<table><caption>Pairs</caption>
      <thead><tr><th rowspan="2">Bird<th colspan="2">Pairs<tr><th>2024<th>2025</thead>
      <tr><td rowspan="2">Heron<td>12<td>14<tr><td>13<td><ul><li>15</ul><tr><td colspan="3">All in May</table>`);
    expect(document.text).toBe(
      "Pairs\n\nBird | Pairs\nBird | 2024 | 2025\nBird: Heron; Pairs 2024: 12; Pairs 2025: 14\n" +
        "Bird: Heron; Pairs 2024: 13; Pairs 2025: 15\nBird: All in May",
    );
    expect(toMarkdown(document)).toContain("| Bird | Pairs 2024 | Pairs 2025 |");
  });

  test("joins the signs that accounts set in cells of their own, and says what section a row is in", async () => {
    const figure = (sign: string, number: string, end: string) => `<td>${sign}<td>${number}<td>${end}`;
    expect(
      (
        await read(`<table><tr><td><td colspan=3>2024<td colspan=3>2023<tr><td>Current assets:
          <tr><td>Inventories${figure("$", "5,409", "")}${figure("$", "5,209", "")}
          <tr><td>Allowances${figure("", "(12", ")")}${figure("", "4", "%")}
          <tr><td>Total current assets${figure("$", "5,397", "")}${figure("$", "5,213", "")}</table>`)
      ).text.split("\n"),
    ).toEqual([
      "2024 | 2023",
      "Current assets:",
      "Current assets: Inventories — 2024: $5,409; 2023: $5,209",
      "Current assets: Allowances — 2024: (12); 2023: 4%",
      "Total current assets — 2024: $5,397; 2023: $5,213",
    ]);
  });

  test("takes a first row of names or years for a table's header, and none where there is none", async () => {
    const rows = async (table: string) => (await read(`<table>${table}</table>`)).text;
    expect(await rows("<tr><td>Item<td>2024<td>2025<tr><td>Cost<td>5<td>6")).toContain(
      "Item: Cost; 2024: 5; 2025: 6",
    );
    expect(await rows("<tr><td>Built<td>1998<tr><td>Opened<td>2001")).toBe("Built — 1998\nOpened — 2001");
  });

  test("reads a table that only lays the page out as what its cells hold", async () => {
    expect(
      await outline(
        `<table><tr><td><h2>Left</h2><td><table><tr><th>A<th>B<tr><td>1<td>2</table><tr><td>x<td>y</table>`,
      ),
    ).toEqual([
      ["heading 2", "Left"],
      ["table", "A | B", "A: 1; B: 2"],
      ["paragraph", "x"],
      ["paragraph", "y"],
    ]);
  });

  test("keeps navigation, page header and footer out of the body where the page says what its content is", async () => {
    const around = (content: string) =>
      `<header>Site</header><nav><ul><li>Menu</ul></nav>${content}<aside>Ad</aside><footer>Imprint</footer>`;
    expect(
      await outline(
        around("<main><header><h1>Title</h1></header><p>Text.</p><aside>Mind this.</aside></main>"),
      ),
    ).toEqual([
      ["header", "Site"],
      ["header", "Menu"],
      ["heading 1", "Title"],
      ["paragraph", "Text."],
      ["paragraph", "Mind this."],
      ["footer", "Ad"],
      ["footer", "Imprint"],
    ]);
    for (const content of ["<div>Text.</div>", "<main></main>"]) {
      const kinds = (await outline(around(content))).map(([kind]) => kind);
      expect(kinds).not.toContain("header");
      expect(kinds).not.toContain("footer");
    }
  });

  test("leaves out what a reader does not see, and says so", async () => {
    const document = await read(
      `<p>Seen.<span hidden>A</span><i aria-hidden="true">B</i><b style="color:red; display: none">C</b></p>
       <script>D</script><style>E</style><template>F</template><noscript>G</noscript><dialog>H</dialog><!-- I -->
       <p style="visibility:hidden">J</p><details><summary>More</summary>Inside.</details>`,
    );
    expect(document.text).toBe("Seen.\n\nMore\n\nInside.");
    expect(document.quality.warnings).toEqual(["Text that the page hides from its readers was left out."]);
    expect((await read('<body style="display:none"><p style="opacity:0">Faded in.</p>')).text).toBe(
      "Faded in.",
    );
    expect((await read("<p>All seen.</p>")).quality.warnings).toEqual([]);
  });

  test("reads pictures by their descriptions, captions, terms, readings, formulas and fields", async () => {
    expect(
      await outline(`<figure><img alt="A heron"><figcaption>Figure 1</figcaption></figure><p>See <img alt="icon"> it</p>
        <dl><dt>Bank<dd>A side.</dl><p><ruby>漢<rt>kan</ruby></p><p>10<sup>6</sup> of them<sup><a href="#n">2</a></sup></p>
        <math display="block"><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><msup><mi>c</mi><mn>2</mn></msup></mfrac></math>
        <p>Name <input value="Ada"> <select><option>No<option selected>Yes</select> <input type="checkbox" checked> agreed</p>
        <section role="doc-endnotes"><ol><li>A note.</ol></section>`),
    ).toEqual([
      ["figure", "Picture: A heron"],
      ["caption", "Figure 1"],
      ["paragraph", "See icon it"],
      ["paragraph", "Bank"],
      ["paragraph", "A side."],
      ["paragraph", "漢(kan)"],
      ["paragraph", "10^6 of them[2]"],
      ["formula", "(a+b)/(c^2)"],
      ["paragraph", "Name Ada Yes [x] agreed"],
      ["note", "1. A note."],
    ]);
  });

  test("names its title and its language", async () => {
    const document = await read(`<html lang="de-AT"><title> Der
      Reiher </title><h1>Andere</h1><p>x</p>`);
    expect([document.title, document.language]).toEqual(["Der Reiher", "de"]);
    expect((await read("<h1>Only heading</h1>")).title).toBe("Only heading");
  });

  test.each([
    ["a meta element", '<meta charset="windows-1251"><p>\xcf\xf2\xe8\xf6\xe0</p>', "Птица"],
    [
      "its older form",
      '<meta http-equiv="Content-Type" content="text/html; charset=shift_jis"><p>\x92\xb9</p>',
      "鳥",
    ],
    ["an XML declaration", '<?xml version="1.0" encoding="ISO-8859-2"?><html><p>\xb3</p></html>', "ł"],
    ["nothing", "<p>\xe9</p>", "é"],
  ])("is decoded by %s", async (_name, bytes, text) => {
    expect((await read(Buffer.from(bytes, "latin1"))).text).toBe(text);
  });

  test("is known by its content where its name says nothing", async () => {
    const bytes = Buffer.from("\uFEFF<!-- saved --> <!DOCTYPE html><p>Text.</p>");
    expect((await ingest({ name: "page", bytes })).document.mediaType).toBe("text/html");
  });
});

describe("whatever the page", () => {
  const TAGS =
    "p div span b i em a ul ol li dl dt dd section article main nav header footer aside h1 h2 pre code blockquote table tr td th thead tbody caption figure figcaption button label q sup math svg details summary center font custom-element form select".split(
      " ",
    );

  /** Every word is another, so that each can be looked for. */
  const page = fc
    .array(
      fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...TAGS).map((tag) => `<${tag}>`) },
        { weight: 3, arbitrary: fc.constantFrom(...TAGS).map((tag) => `</${tag}>`) },
        { weight: 6, arbitrary: fc.constant("word") },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            "<br>",
            "&amp;",
            "<!-- no -->",
            "\n",
            "<i hidden>hidden</i>",
            "<td colspan=3>",
          ),
        },
      ),
      { maxLength: 60 },
    )
    .map((pieces) => {
      let words = 0;
      // Apart from its neighbours, as a word is.
      const html = pieces.map((piece) => (piece === "word" ? ` w${(words += 1)}. ` : piece)).join("");
      return { html, words };
    });

  test("every visible word is read once, in its box, and nothing hidden is", async () => {
    await fc.assert(
      fc.asyncProperty(page, async ({ html, words }) => {
        const expected = Array.from({ length: words }, (_, index) => `w${index + 1}`);
        const document = await read(`<!doctype html><p>first</p>${html}`);
        const { lines } = await textGrid(inputOf(`<!doctype html><p>first</p>${html}`));
        const counts = new Map<string, number>();
        for (const [word] of document.text.matchAll(/w\d+/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
        if (!/<select|<t[hdr]|<table|<caption/.test(html)) {
          for (const word of expected) expect([word, counts.get(word)]).toEqual([word, 1]);
        } else if (!html.includes("<select")) {
          // Browsers drop what stands in a select and is no option; a table's headers and merged cells are said with each row.
          for (const word of expected) expect([word, counts.has(word)]).toEqual([word, true]);
        }
        expect(document.text).not.toContain("hidden");
        const { width, height } = document.pages[0]!;
        for (const { text, start, end, boxes } of document.blocks.flatMap((block) => block.sentences)) {
          expect(document.text.slice(start, end)).toBe(text);
          expect(boxes.length).toBeGreaterThan(0);
          const drawn = boxes.map((box) => {
            const line = lines.find(({ y, x }) => y === box.y && x <= box.x)!;
            expect(box.x + box.width <= width && box.y + box.height <= height).toBe(true);
            return line.text.slice((box.x - line.x) / 6, (box.x - line.x + box.width) / 6);
          });
          expect(drawn.join(" ").replace(/\s+/g, " ").trim()).toBe(text.replace(/\s+/g, " ").trim());
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a page that was built to stall a reader", () => {
  const bytesOf = (html: string) => ({ name: "page.html", bytes: Buffer.from(html) });

  test.each([
    ["is nested without end", "<div>".repeat(100_000)],
    ["opens 50 megabytes of bold", "<b>".repeat(17_000_000)],
    ["has hundreds of thousands of elements", "<b>x</b>".repeat(700_000)],
    [
      "has an element of thousands of attributes",
      `<p${Array.from({ length: 5000 }, (_, at) => ` a${at}`).join("")}>x`,
    ],
    [
      "grows by reopening what it never closes",
      `<p>${Array.from({ length: 900 }, (_, index) => `<b a=${index}>`).join("")}${"x</p><p>".repeat(2000)}`,
    ],
  ])("that %s is refused", async (_name, html) => {
    await expect(ingest(bytesOf(html))).rejects.toMatchObject({
      code: "html.too-large",
      hint: expect.stringMatching(/\w/),
    });
  });

  test.each([
    [
      "columns by the billion",
      `<table>${"<tr><th colspan=1000000000 rowspan=1000000000>a<td colspan=1000000000>b".repeat(500)}</table>`,
    ],
    ["an attribute of ten megabytes", `<p title="${"a ".repeat(5_000_000)}">a</p>`],
    ["white space without end", `<p>a${" ".repeat(5_000_000)}\n${"\u00a0".repeat(1_000_000)}</p>`],
    [
      "a header of a megabyte over a thousand rows",
      `<table><tr><th>${"a".repeat(1_000_000)}<th>b${"<tr><td>1<td>2".repeat(1000)}</table>`,
    ],
    [
      "a thousand cells over all rows",
      `<table><tr>${"<td rowspan=65534>a".repeat(1000)}${"<tr>".repeat(20_000)}</table>`,
    ],
  ])("that has %s is read", async (_name, html) => {
    const { document } = await ingest(bytesOf(html));
    expect(document.text).toContain("a");
    expect(document.text.length).toBeLessThan(20_000_000);
  });
});
