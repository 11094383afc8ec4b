import { describe, expect, test } from "@jest/globals";
import { type PdfWriter, writePdf, type WriteOptions } from "@longdoc/fixtures";

import { ingest } from "../ingest.ts";

const PROSE =
  "The harbour was dredged in the spring of that year, and the sand was carried out to the open sea by barges which the town had hired for the summer. ";

async function readPage(draw: (pdf: PdfWriter) => void, options: WriteOptions = {}) {
  const { document, chunks } = await ingest({ name: "page.pdf", bytes: await writePdf(draw, options) });
  const text = document.text.replaceAll("\n", " ");
  return { document, text, chunked: chunks.flatMap((chunk) => chunk.sentences.map((one) => one.text)) };
}

describe("the layout of a page", () => {
  test("joins an initial to the word that it begins", async () => {
    const { text, document } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(36).text("O", 72, 96, { lineBreak: false });
      pdf.fontSize(11).text("ver the past three decades the harbour has grown to twice its", 102, 100);
      pdf.text("size, and the ships that call on it have grown with it, so that", 102, 113);
      pdf.text("the locks are too short for one in five of them.", 72, 126);
    });
    expect(text).toContain(
      "Over the past three decades the harbour has grown to twice its size, and the ships",
    );
    expect(document.blocks).toHaveLength(1);
    expect(document.blocks[0]!.sentences[0]!.boxes[0]!.x).toBeCloseTo(72, 0);
  });

  test("reads a sidebar apart from the text that it stands beside", async () => {
    const { text, document } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(11).text(PROSE.repeat(6), 220, 100, { width: 320, align: "justify" });
      pdf.font("Helvetica").fontSize(8);
      pdf.text("Correspondence to:\nDr Anna Falk\nOld Quay 6\nSouth Harbour\nfalk@example.com", 72, 123, {
        lineGap: 1.3,
      });
    });
    expect(document.blocks.map(({ kind }) => kind)).not.toContain("table");
    expect(text).toContain("Correspondence to: Dr Anna Falk Old Quay 6 South Harbour falk@example.com");
    expect(text).toContain(PROSE.trim());
  });

  test("reads the panels of a leaflet one after the other, also where they hold tables alone", async () => {
    const panels = ["Files", "Network", "Printing"];
    const { document } = await readPage(
      (pdf) => {
        pdf.font("Helvetica").fontSize(9);
        panels.forEach((panel, place) => {
          const left = 40 + place * 250;
          for (const half of [0, 1]) {
            const top = 60 + half * 200;
            pdf.text(`${panel} ${half + 1}`, left + 80, top, { lineBreak: false });
            for (let row = 0; row < 5; row++) {
              const y = top + 20 + row * 24;
              for (const [x, width] of [
                [left, 80],
                [left + 80, 130],
              ] as const) {
                pdf.rect(x, y, width, 24).stroke();
              }
              pdf.text(`name-${panel.toLowerCase()}-${row}`, left + 4, y + 4, { lineBreak: false });
              pdf.text("What it does is told", left + 84, y + 2, { lineBreak: false });
              pdf.text("here in two short lines", left + 84, y + 12, { lineBreak: false });
            }
          }
        });
      },
      { size: [792, 612] },
    );
    const order = document.blocks.map((block) =>
      block.kind === "table" ? /name-(\w+)/.exec(block.sentences[0]!.text)![1] : block.sentences[0]!.text,
    );
    expect(order).toEqual(
      panels.flatMap((panel) => [`${panel} 1`, panel.toLowerCase(), `${panel} 2`, panel.toLowerCase()]),
    );
  });

  test("takes a line in italics above a text that begins where it does for its heading, and no name for one", async () => {
    const { document } = await readPage((pdf) => {
      pdf.font("Helvetica-Oblique").fontSize(10).text("International Segment", 72, 100);
      pdf.font("Helvetica").text(PROSE, 72, 116, { width: 400 });
      pdf.font("Helvetica-Oblique").text("Richard Example", 72, 300);
      pdf.font("Helvetica").text("Director of the company", 72, 316);
    });
    expect(document.blocks.map(({ kind, sentences }) => [kind, sentences[0]!.text])).toEqual([
      ["heading", "International Segment"],
      ["paragraph", expect.stringMatching(/^\p{Lu}/u)],
      ["paragraph", "Richard Example"],
      ["paragraph", "Director of the company"],
    ]);
  });

  test("reads the columns of a sheet of specifications one after the other, each figure in a row of its own", async () => {
    const columns = [
      ["Engine", "Travel", "Winch"],
      ["Swing", "Pump", "Cooling"],
    ];
    const { document } = await readPage((pdf) => {
      pdf.font("Helvetica").fontSize(9);
      columns.forEach((groups, place) => {
        const left = 60 + place * 270;
        let y = 100 + place * 7;
        for (const [index, group] of groups.entries()) {
          for (const [row, unit] of ["kW", "rpm"].entries()) {
            pdf.text(`${group} ${unit}`, left, y, { lineBreak: false });
            pdf.text(`${10 * index + row + 1} ${unit}`, left + 160, y, { lineBreak: false });
            y += 12;
          }
          pdf.text(`${group} weight`, left, y + 3, { lineBreak: false });
          pdf.text(`${index + 4} kg`, left + 160, y + 3, { lineBreak: false });
          for (const rule of [y, y + 14])
            pdf
              .moveTo(left, rule)
              .lineTo(left + 230, rule)
              .stroke();
          y += 17;
        }
      });
    });
    const rows = document.blocks.flatMap(({ sentences }) => sentences.map(({ text }) => text));
    expect(rows).toEqual(
      columns
        .flat()
        .flatMap((group, index) => [
          `${group} kW — ${10 * (index % 3) + 1} kW`,
          `${group} rpm — ${10 * (index % 3) + 2} rpm`,
          `${group} weight — ${(index % 3) + 4} kg`,
        ]),
    );
  });

  test("reads both columns of an article before the title of the next one", async () => {
    const { text } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10);
      pdf.text(`${PROSE.repeat(3)}The first column ends here.`, 72, 72, { width: 220 });
      pdf.text(`${PROSE.repeat(3)}The second column ends here.`, 320, 72, { width: 220 });
      pdf.fontSize(18).text("Locks of the north", 72, 300);
      pdf.fontSize(10).text(PROSE.repeat(2), 72, 340, { width: 468 });
    });
    const order = ["The first column ends here.", "The second column ends here.", "Locks of the north"];
    expect(order.map((words) => text.indexOf(words))).toEqual(
      order.map((words) => text.indexOf(words)).toSorted((a, b) => a - b),
    );
  });

  test("parts a heading in capitals, and numbered entries, from what follows them", async () => {
    const { document } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10).text("SOURCES OF THE FIGURES", 72, 72);
      pdf.text(
        "1 Falk A. Harbours of the north. South Harbour: Quay Press, 2019, with tables of\nthe tides.",
        72,
        84,
      );
      pdf.text(
        "2 Lund B. Locks and their keepers, a history. Old Town: Weir Books, 2021, second\nedition.",
        72,
        107,
      );
    });
    expect(document.blocks.map(({ sentences }) => sentences[0]!.text.slice(0, 9))).toEqual([
      "SOURCES O",
      "1 Falk A.",
      "2 Lund B.",
    ]);
    expect(document.blocks[0]!.kind).toBe("heading");
  });

  test("takes lines that a drawn bullet stands before for the items of a list", async () => {
    const { document } = await readPage((pdf) => {
      pdf.font("Times-Italic").fontSize(11);
      const items = [
        "the wholesale cost of our products, which may rise;",
        "the weather; and",
        "other risks.",
      ];
      items.forEach((item, index) => {
        pdf.circle(79, 79 + 14 * index, 1.9).fill("#000000");
        pdf.text(item, 90, 74 + 14 * index, { lineBreak: false });
      });
    });
    expect(document.blocks.map(({ kind, sentences }) => [kind, sentences[0]!.text])).toEqual([
      ["list-item", "the wholesale cost of our products, which may rise;"],
      ["list-item", "the weather; and"],
      ["list-item", "other risks."],
    ]);
  });

  test("takes headings, and their levels, from the tags of a file that has them", async () => {
    const draw = (pdf: PdfWriter): void => {
      const tag = (role: string, text: string): void => {
        pdf.addStructure(pdf.struct(role, {}, () => pdf.text(text)));
        pdf.moveDown();
      };
      tag("H1", "the harbour and its locks, in the words of those who keep them.");
      tag("P", PROSE.repeat(3));
      tag("H3", "the lower lock");
      tag("P", PROSE.repeat(3));
    };
    const { document } = await readPage(draw, { tagged: true });
    const headings = document.blocks.filter(({ kind }) => kind === "heading");
    expect(headings.map(({ level, sentences }) => [level, sentences[0]!.text])).toEqual([
      [1, "the harbour and its locks, in the words of those who keep them."],
      [3, "the lower lock"],
    ]);
  });

  test("keeps stamps, addresses and page numbers at the edges of a single page out of the chunks, and its content in", async () => {
    const { document, chunked } = await readPage((pdf) => {
      pdf.font("Helvetica").fontSize(8).text("Downloaded from www.example.com on 3 May 2026", 72, 20);
      pdf.text("Harbours of the north", 72, 40, { lineBreak: false });
      pdf.text("212", 520, 40, { lineBreak: false });
      pdf.fontSize(11).text(PROSE.repeat(4), 72, 100);
      pdf.text("The lock is open from 6 to 22.", 72, 690);
      pdf.page.margins.bottom = 0;
      pdf.fontSize(8).text("© 2026 The harbour board", 72, 760, { lineBreak: false });
    });
    const kinds = document.blocks.map(({ kind, sentences }) => [
      kind,
      sentences.map(({ text }) => text).join(" "),
    ]);
    expect(kinds.filter(([kind]) => kind === "header").map(([, text]) => text)).toEqual([
      "Downloaded from www.example.com on 3 May 2026",
      "Harbours of the north 212",
    ]);
    expect(kinds.filter(([kind]) => kind === "footer").map(([, text]) => text)).toEqual([
      "© 2026 The harbour board",
    ]);
    expect(chunked).toContain("The lock is open from 6 to 22.");
    expect(chunked.join(" ")).not.toContain("Downloaded");
  });

  const COLUMNS = [260, 300, 340, 380];
  const HEADS = ["Procedure", "Completion", "Knowledge", "Dialogue"];

  function drawRows(pdf: PdfWriter): void {
    for (const [row, label] of ["Harbours", "Locks", "Lighthouses", "Dredgers"].entries()) {
      const y = 200 + row * 14;
      pdf.text(label, 72, y, { lineBreak: false });
      for (const [at, x] of COLUMNS.entries()) pdf.text(`0.${row + 1}${at}`, x, y, { lineBreak: false });
    }
  }

  /** Text whose base line begins at a point, turned against the clock. */
  function drawTurned(pdf: PdfWriter, text: string, at: { x: number; y: number; degrees: number }): void {
    pdf.save().rotate(-at.degrees, { origin: [at.x, at.y] });
    pdf.text(text, at.x, at.y, { lineBreak: false, baseline: "alphabetic" }).restore();
  }

  test.each([
    ["upright", 90, 9, 7],
    ["slanted", 45, 4, 30],
  ])("reads heads that stand %s over their columns", async (_, degrees, indent, width) => {
    const { document, chunked } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10).text("Task", 72, 182, { lineBreak: false });
      for (const [at, x] of COLUMNS.entries()) {
        drawTurned(pdf, HEADS[at]!, { x: x + indent, y: 189, degrees });
      }
      drawRows(pdf);
    });
    const table = document.blocks.find(({ kind }) => kind === "table")!;
    expect(table.markdown!.split("\n")[0]).toBe("| Task | Procedure | Completion | Knowledge | Dialogue |");
    expect(chunked).toContain("Locks — Procedure: 0.20; Completion: 0.21; Knowledge: 0.22; Dialogue: 0.23");
    const [, head] = table.sentences[0]!.boxes;
    expect(head!.y + head!.height).toBeLessThan(195);
    expect(head!.height).toBeGreaterThan(25);
    expect(head!.width).toBeGreaterThan(width);
  });

  test("reads the slanted names below an axis, of which no letter gets into other text", async () => {
    const { document } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10).text(PROSE.repeat(2), 72, 72, { width: 468 });
      for (const [at, x] of COLUMNS.entries()) drawTurned(pdf, HEADS[at]!, { x, y: 160, degrees: 45 });
      pdf.text(PROSE.repeat(2), 72, 200, { width: 468 });
    });
    const texts = document.blocks.flatMap(({ sentences }) => sentences.map(({ text }) => text));
    expect(texts).toEqual(expect.arrayContaining(HEADS));
    expect(texts.join(" ").replaceAll(/\s+/g, " ").split(PROSE.trim())).toHaveLength(5);
    const procedure = document.blocks
      .flatMap(({ sentences }) => sentences)
      .find(({ text }) => text === HEADS[0]);
    expect(procedure!.boxes[0]!.x).toBeGreaterThan(COLUMNS[0]! - 10);
    expect(procedure!.boxes[0]!.width).toBeLessThan(50);
    expect(procedure!.boxes[0]!.height).toBeGreaterThan(25);
  });

  test("keeps a bold head that runs over two lines into its text with it", async () => {
    const { document } = await readPage((pdf) => {
      const head = "Donations of leave to those who fell victim to the last great storm in the north.";
      pdf.font("Times-Bold").fontSize(10).text(`${head} `, 72, 72, { width: 250, continued: true });
      pdf.font("Times-Roman").text(PROSE);
    });
    expect(document.blocks.map(({ kind }) => kind)).toEqual(["paragraph"]);
  });

  test("reads a card that lies askew, line by line", async () => {
    const { chunked } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10).text(PROSE, 72, 72, { width: 468 });
      pdf.save().rotate(-5, { origin: [100, 300] });
      pdf.text(PROSE.repeat(3), 100, 300, { width: 250 }).restore();
    });
    const texts = chunked.map((sentence) => sentence.replaceAll(/\s+/g, " "));
    expect(texts).toEqual(Array(4).fill(PROSE.trim()));
  });

  test("keeps rows of heads as rows of the Markdown, each head over all of its columns", async () => {
    const { document } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10);
      pdf
        .text("North quay", 265, 168, { lineBreak: false })
        .text("South quay", 345, 168, { lineBreak: false });
      pdf.text("Task", 72, 182, { lineBreak: false });
      for (const [at, x] of COLUMNS.entries())
        pdf.text(at % 2 ? "Ships" : "Barges", x, 182, { lineBreak: false });
      drawRows(pdf);
    });
    const { markdown, sentences } = document.blocks.find(({ kind }) => kind === "table")!;
    expect(markdown!.split("\n").slice(0, 4)).toEqual([
      "|  | North quay | North quay | South quay | South quay |",
      "| --- | --- | --- | --- | --- |",
      "| Task | Barges | Ships | Barges | Ships |",
      "| Harbours | 0.10 | 0.11 | 0.12 | 0.13 |",
    ]);
    expect(sentences.map(({ text }) => text)).toContain(
      "Locks — North quay Barges: 0.20; North quay Ships: 0.21; South quay Barges: 0.22; South quay Ships: 0.23",
    );
  });

  test("tells a watermark, slanted across page after page, from the text", async () => {
    const { document } = await readPage((pdf) => {
      for (let page = 0; page < 5; page++) {
        if (page > 0) pdf.addPage();
        pdf
          .font("Times-Roman")
          .fontSize(10)
          .text(PROSE.repeat(20 + page), 72, 72, { width: 468 });
        drawTurned(pdf.fontSize(90), "DRAFT", { x: 150, y: 600, degrees: 50 });
      }
    });
    const drafts = document.blocks.filter(({ sentences }) =>
      sentences.some(({ text }) => text.includes("DRAFT")),
    );
    expect(drafts.map(({ kind }) => kind)).toEqual(Array(5).fill("header"));
  });

  test("keeps a heading's number with its title, of which the second line hangs below the first", async () => {
    const { document } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10).text(PROSE.repeat(5), 72, 72, { width: 220 });
      pdf.text(PROSE.repeat(2), 320, 72, { width: 220 });
      pdf.font("Times-Bold").fontSize(11).text("5.1", 320, 160, { lineBreak: false });
      pdf.text("Can the depth of a harbour be told\nfrom its ships?", 346, 160);
      pdf.font("Times-Roman").fontSize(10).text(PROSE.repeat(3), 320, 190, { width: 220 });
    });
    const headings = document.blocks.filter(({ kind }) => kind === "heading");
    expect(headings.map(({ sentences }) => sentences[0]!.text.replaceAll("\n", " "))).toEqual([
      "5.1 Can the depth of a harbour be told from its ships?",
    ]);
  });

  test("reads the short last line of a caption over both columns with the caption", async () => {
    const { text } = await readPage((pdf) => {
      pdf.font("Times-Bold").fontSize(9);
      pdf.text(
        "Table 5: Ships of more than forty metres that called on the harbour in the years of the war, by",
        72,
        72,
      );
      pdf.text("the length of their stay.", 72, 83);
      pdf.font("Times-Roman").fontSize(9).text(PROSE.repeat(5), 72, 110, { width: 220 });
      pdf.text(PROSE.repeat(5), 320, 110, { width: 220 });
    });
    expect(text).toContain("in the years of the war, by the length of their stay.");
  });

  test("repeats a label that stands between the two rows that it covers in both", async () => {
    const { chunked } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10);
      for (const [at, words] of ["Quay", "Kind", "Ships", "Days"].entries())
        pdf.text(words, 72 + at * 80, 100);
      for (const [group, label] of ["North", "South"].entries()) {
        pdf.text(label, 72, 122 + group * 28);
        for (const [row, kind] of ["Barges", "Ferries"].entries()) {
          const y = 116 + group * 28 + row * 12;
          pdf.text(kind, 152, y).text(`${group}${row}1`, 232, y).text(`${group}${row}2`, 312, y);
        }
      }
    });
    expect(chunked).toContain("North — Kind: Barges; Ships: 001; Days: 002");
    expect(chunked).toContain("South — Kind: Ferries; Ships: 111; Days: 112");
  });

  test("parts a ruled head from the heads of its columns that stand below it in the same cell", async () => {
    const { document } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10);
      const [xs, ys] = [
        [72, 152, 212, 272, 332, 392],
        [100, 130, 150, 170],
      ];
      for (const y of ys) pdf.moveTo(72, y).lineTo(392, y).stroke();
      for (const x of xs) {
        const top = x === 212 || x === 332 ? 130 : 100;
        pdf.moveTo(x, top).lineTo(x, 170).stroke();
      }
      pdf.text("Quay", 76, 116).text("In 1887", 195, 103).text("In 1931", 315, 103);
      for (const [at, x] of [156, 216, 276, 336].entries()) pdf.text(at % 2 ? "Days" : "Ships", x, 116);
      for (const [row, label] of ["North", "South"].entries()) {
        pdf.text(label, 76, 135 + row * 20);
        for (const [at, x] of [156, 216, 276, 336].entries()) pdf.text(`${row + 1}${at}`, x, 135 + row * 20);
      }
    });
    const { markdown } = document.blocks.find(({ kind }) => kind === "table")!;
    expect(markdown!.split("\n")).toEqual([
      "|  | In 1887 | In 1887 | In 1931 | In 1931 |",
      "| --- | --- | --- | --- | --- |",
      "| Quay | Ships | Days | Ships | Days |",
      "| North | 10 | 11 | 12 | 13 |",
      "| South | 20 | 21 | 22 | 23 |",
    ]);
  });

  test.each([
    ["row by row", [1, 2, 3, 4]],
    ["column by column", [1, 3, 2, 4]],
  ])("reads cards that are numbered %s in the order of their numbers", async (_, numbers) => {
    const { document } = await readPage((pdf) => {
      for (const [card, number] of numbers.entries()) {
        const [x, y] = [card % 2 ? 320 : 72, card < 2 ? 100 : 260];
        pdf.font("Times-Bold").fontSize(12).text(`${number}. Quay of the ships`, x, y, { width: 220 });
        pdf
          .font("Times-Roman")
          .fontSize(10)
          .text(PROSE.repeat(2), x, y + 22, { width: 220 });
      }
    });
    const headings = document.blocks.filter(({ kind }) => kind === "heading");
    expect(headings.map(({ sentences }) => sentences[0]!.text[0])).toEqual(["1", "2", "3", "4"]);
  });

  test("reads the columns above a heading before those below it, though it is no wider than its column", async () => {
    const { text } = await readPage((pdf) => {
      const column = (x: number, y: number, end: string): void =>
        void pdf
          .font("Times-Roman")
          .fontSize(10)
          .text(`${PROSE.repeat(2)}${end}`, x, y, { width: 220 });
      column(72, 72, "First.");
      column(320, 72, "Second.");
      pdf.font("Times-Bold").fontSize(14).text("Locks", 72, 190);
      column(72, 220, "Third.");
      column(320, 220, "Fourth.");
    });
    const places = ["First.", "Second.", "Locks", "Third.", "Fourth."].map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("reads three narrow columns of long words on common base lines one after the other", async () => {
    const words = "Transport administration of environmental organisations 1148. Comprehensive evaluation ";
    const { document, text } = await readPage((pdf) => {
      pdf.font("Helvetica").fontSize(9);
      for (const [at, end] of ["First.", "Second.", "Third."].entries()) {
        pdf.text(`${words.repeat(4)}${end}`, 72 + at * 170, 72, { width: 140 });
      }
    });
    expect(document.blocks.map(({ kind }) => kind)).toEqual(["paragraph", "paragraph", "paragraph"]);
    expect(text.indexOf("First.")).toBeLessThan(text.indexOf("Second."));
  });

  test("reads a scan's text layer in lines, whatever sizes its words and marks were recognised in", async () => {
    const { document } = await readPage((pdf) => {
      const place = (text: string, x: number, y: number, size: number, width?: number): void => {
        // Recognised text is set invisibly, and stretched to the width of its picture.
        const stretch = width === undefined ? 100 : (100 * width) / pdf.fontSize(size).widthOfString(text);
        pdf.addContent(
          `q 1 0 0 -1 0 792 cm BT 3 Tr /F1 ${size} Tf ${stretch} Tz ${x} ${792 - y} Td (${text}) Tj ET Q`,
        );
      };
      pdf.addContent("3 Tr").font("Courier").fontSize(10).text(" ", 72, 60);
      const lines = [
        "bone is known to consist of about equal parts of",
        "earth and of matter that was a living animal once",
        "the former chiefly composed of gypsum which is of",
        "so indestructible a nature as to have been termed",
      ];
      for (const [at, line] of lines.entries()) place(line, 72, 100 + at * 14, at === 2 ? 21 : 10, 290);
      place(";", 364, 115.5, 3);
    });
    expect(document.blocks.map(({ sentences }) => sentences[0]!.text.replaceAll("\n", " "))).toEqual([
      "bone is known to consist of about equal parts of earth and of matter that was a living animal once ; " +
        "the former chiefly composed of gypsum which is of so indestructible a nature as to have been termed",
    ]);
  });

  const LINES = Array.from(
    { length: 24 },
    (_, line) => `The log of day ${line + 301} tells of ships that came in at dawn,`,
  );

  test.each([
    ["small", 6, 50, 72],
    ["as large as the text", 10, 50, 72],
    ["small, in the right margin", 6, 540, 72],
  ])("tells the numbers of a draft's lines from its text: %s", async (_, size, x, textX) => {
    const { document, text, chunked } = await readPage((pdf) => {
      pdf.font("Times-Roman");
      for (const [at, line] of LINES.entries()) {
        const y = 100 + at * 20;
        pdf.fontSize(10).text(line, textX, y, { lineBreak: false, baseline: "alphabetic" });
        pdf.fontSize(size).text(String(at + 7), x, y, { lineBreak: false, baseline: "alphabetic" });
      }
    });
    expect(document.blocks.map(({ kind }) => kind)).not.toContain("table");
    expect(chunked.join(" ").replaceAll("\n", " ")).toContain(LINES.slice(0, 3).join(" "));
    // They are set apart, and not lost.
    const header = document.blocks.find(({ kind }) => kind === "header")!;
    expect(header.sentences.map((sentence) => sentence.text).join(" ")).toMatch(/^7 8 9 10 .* 30$/);
    expect(text).toContain(LINES[23]);
  });

  test.each([
    ["each line in the outer margins", 9, 1, [46, 556]],
    ["every fifth line, at the left of its column", 6, 5, [46, 302]],
    ["every fifth line, in the gutter", 10, 5, [302]],
  ])("tells the numbers of the lines in two columns: %s", async (_, size, step, places) => {
    const lines = LINES.map((line) => line.slice(0, 48));
    const { document, chunked } = await readPage((pdf) => {
      pdf.font("Times-Roman");
      for (const x of [72, 324])
        for (const [at, line] of [...lines, ...lines].entries())
          pdf.fontSize(10).text(line, x, 100 + at * 12, { lineBreak: false, baseline: "alphabetic" });
      for (const [column, x] of places.entries())
        for (let line = step; line <= 48; line += step) {
          const number = String(column * Math.floor(48 / step) * step + line);
          const y = 100 + (line - 1) * 12;
          pdf.fontSize(size).text(number, x, y, { lineBreak: false, baseline: "alphabetic" });
        }
    });
    expect(document.blocks.map(({ kind }) => kind)).not.toContain("table");
    expect(chunked.join(" ").replaceAll("\n", " ")).toContain(lines.slice(0, 3).join(" "));
    const headers = document.blocks.filter(({ kind }) => kind === "header");
    expect(headers).toHaveLength(places.length);
  });

  describe("where words are stretched to the width of their column", () => {
    type Place = (text: string, x: number, y: number, width?: number) => void;
    const stretcher = (pdf: PdfWriter): Place => {
      pdf.font("Times-Roman").fontSize(10);
      return (text, x, y, width) => {
        const spaces = text.split(" ").length - 1;
        const wordSpacing = width === undefined ? 0 : (width - pdf.widthOfString(text)) / spaces;
        pdf.text(text, x, y, { lineBreak: false, wordSpacing });
      };
    };

    test("keeps a line of a cell together", async () => {
      const { document } = await readPage((pdf) => {
        const place = stretcher(pdf);
        const rows: [string, string, string][] = [
          ["Ferry", "Sails at dawn from the old harbour on the north", "coast."],
          ["Barge", "Carries coal and grain, and", "timber-and-stone-quarried-on-islands up the river."],
          ["Yacht", "Is moored beside the quay through all the winter", "months."],
        ];
        for (const [at, [name, first, second]] of rows.entries()) {
          const y = 100 + at * 26;
          place(name, 72, y);
          place(first, 200, y, 200);
          place(second, 200, y + 12);
        }
      });
      const [table] = document.blocks.filter(({ kind }) => kind === "table");
      const texts = table!.sentences.map(({ text }) => text.replaceAll("\n", " "));
      expect(texts).toContainEqual(
        expect.stringContaining(
          "Carries coal and grain, and timber-and-stone-quarried-on-islands up the river.",
        ),
      );
    });

    test("keeps a line of three words together, and one that is set in, beside lines that fill the column", async () => {
      const { document } = await readPage((pdf) => {
        const place = stretcher(pdf);
        const lines: [string, number][] = [
          ["(d) The harbour master", 20],
          ["may close the northern basin whenever", 0],
          ["the wind rises above all that the old", 0],
          ["signals foresaw, and any of the ships", 0],
          ["counter-signalled, forewarned and", 0],
        ];
        for (const [at, [text, indent]] of lines.entries()) {
          place(text, 72 + indent, 100 + 12 * at, 170 - indent);
        }
        place("named below excepted:", 72, 160);
        for (const [at, name] of ["Alma", "Berta", "Clara", "Dora"].entries()) {
          place(`${name} ....................`, 72, 180 + 12 * at);
          place(String(9737 + at), 220, 180 + 12 * at);
        }
      });
      expect(document.blocks.map(({ kind }) => kind)).toEqual(["list-item", "table"]);
      expect(document.blocks[0]!.sentences[0]!.text).toMatch(/^\(d\) The harbour master.*\s+excepted:$/s);
    });
  });

  test("keeps the numbers of rows whose last cells are figures", async () => {
    const { chunked } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10);
      for (const [at, line] of LINES.entries()) {
        const y = 100 + at * 16;
        const place = (text: string, x: number): void => void pdf.text(text, x, y, { lineBreak: false });
        place(String(at + 1), 72);
        place(line.slice(0, 40), 100);
        place(String(at * 31 + 7), 400);
      }
    });
    expect(chunked.some((sentence) => /^3\b.*303.*\b69\b/.test(sentence.replaceAll("\n", " ")))).toBe(true);
  });

  test("keeps the marks of notes with their text, and a table's numbers in its rows", async () => {
    const { text, chunked } = await readPage((pdf) => {
      pdf.font("Times-Roman").fontSize(10).text(PROSE.repeat(2), 72, 72, { width: 468 });
      for (let row = 1; row <= 12; row++) {
        const y = 140 + row * 14;
        pdf
          .fontSize(10)
          .text(String(row), 72, y, { lineBreak: false })
          .text(`Quay ${row}`, 100, y, { lineBreak: false });
        pdf.text(`${row * 31}`, 200, y, { lineBreak: false });
      }
      for (let note = 1; note <= 9; note++) {
        const y = 400 + note * 14;
        pdf.fontSize(6).text(String(note), 72, y - 3, { lineBreak: false, baseline: "alphabetic" });
        pdf
          .fontSize(8)
          .text(`See the log of 18${note}7.`, 84, y, { lineBreak: false, baseline: "alphabetic" });
      }
    });
    expect(chunked.some((sentence) => sentence.startsWith("7 — Quay 7; 217"))).toBe(true);
    expect(text.replaceAll(/\s+/g, " ")).toContain("9 See the log of 1897.");
  });
});
