import { describe, expect, test } from "@jest/globals";
import { type PdfWriter, writePdf } from "@longdoc/fixtures";

import { ingest } from "../../ingest.ts";

interface CellText {
  readonly text: string;
  /** Columns and rows that the cell covers. Default 1. */
  readonly columns?: number;
  readonly rows?: number;
}

/** Draws a grid with a border around every cell. Widths and heights in points. */
function drawGrid(
  pdf: PdfWriter,
  grid: { readonly widths: readonly number[]; readonly heights: readonly number[] },
  cells: Readonly<Record<string, CellText | string>>,
): void {
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  for (const [place, content] of Object.entries(cells)) {
    const [row = 0, column = 0] = place.split(",").map(Number);
    const { text, columns = 1, rows = 1 } = typeof content === "string" ? { text: content } : content;
    const [x, y] = [72 + sum(grid.widths.slice(0, column)), 72 + sum(grid.heights.slice(0, row))];
    const width = sum(grid.widths.slice(column, column + columns));
    const height = sum(grid.heights.slice(row, row + rows));
    pdf.rect(x, y, width, height).stroke();
    pdf.fontSize(10).text(text, x + 4, y + 4, { width: width - 8 });
  }
}

async function tablesOf(draw: (pdf: PdfWriter) => void) {
  const { document } = await ingest({ name: "page.pdf", bytes: await writePdf(draw) });
  return document.blocks.filter(({ kind }) => kind === "table");
}

describe("tables ruled on all sides", () => {
  test("take all lines of a cell for one, and columns of prose for cells", async () => {
    const [table, ...others] = await tablesOf((pdf) =>
      drawGrid(
        pdf,
        { widths: [80, 190, 190], heights: [20, 60, 60] },
        {
          "0,0": "Button",
          "0,1": "Effect",
          "0,2": "Remarks",
          "1,0": "Up",
          "1,1":
            "Wakes the screen when it is off, and brings up the list of all programs that are installed.",
          "1,2": "While a workout is being recorded the screen stays as it is until the workout has ended.",
          "2,0": "Down",
          "2,1": "Opens the measurement of the blood pressure, unless another program was chosen for it.",
          "2,2": "Which program is opened can be changed in the settings of the watch, under its buttons.",
        },
      ),
    );
    expect(others).toEqual([]);
    expect(table!.sentences.map(({ text }) => text)).toEqual([
      "Button | Effect | Remarks",
      "Up — Effect: Wakes the screen when it is off, and brings up the list of all programs that are installed.; " +
        "Remarks: While a workout is being recorded the screen stays as it is until the workout has ended.",
      "Down — Effect: Opens the measurement of the blood pressure, unless another program was chosen for it.; " +
        "Remarks: Which program is opened can be changed in the settings of the watch, under its buttons.",
    ]);
  });

  test("let cells cover several columns and several rows", async () => {
    const [table] = await tablesOf((pdf) =>
      drawGrid(
        pdf,
        { widths: [90, 80, 80, 80], heights: [20, 20, 20, 20] },
        {
          "0,0": { text: "Harbour", rows: 2 },
          "0,1": { text: "Kind", rows: 2 },
          "0,2": { text: "Ships", columns: 2 },
          "1,2": "2024",
          "1,3": "2025",
          "2,0": { text: "Old Quay", rows: 2 },
          "2,1": "Ferries",
          "2,2": "310",
          "2,3": "342",
          "3,1": "Freight",
          "3,2": "87",
          "3,3": "95",
        },
      ),
    );
    expect(table!.sentences.map(({ text }) => text).slice(-2)).toEqual([
      "Old Quay — Kind: Ferries; Ships 2024: 310; Ships 2025: 342",
      "Old Quay — Kind: Freight; Ships 2024: 87; Ships 2025: 95",
    ]);
  });

  test("are no frames around text, and no boxes that stand apart", async () => {
    const tables = await tablesOf((pdf) => {
      pdf.rect(60, 60, 400, 200).stroke();
      pdf
        .fontSize(10)
        .text("Box 4: The mechanism is based on two articles, and was set up in the spring.", 70, 70);
      pdf.rect(60, 300, 100, 30).stroke().rect(200, 300, 100, 30).stroke().rect(340, 300, 100, 30).stroke();
      pdf.text("Taxes", 70, 310).text("State budget", 210, 310).text("Ministry", 350, 310);
    });
    expect(tables).toEqual([]);
  });

  test("part the labels that stand beside figures with rules above their totals only", async () => {
    const [table] = await tablesOf((pdf) => {
      drawGrid(
        pdf,
        { widths: [140, 80, 80], heights: [20, 40, 50] },
        {
          "0,0": "",
          "0,1": "2021",
          "0,2": "2020",
          "1,0": { text: "", rows: 2 },
          "1,1": "",
          "1,2": "",
          "2,1": "",
          "2,2": "",
        },
      );
      const rows: [number, ...string[]][] = [
        [98, "Inventories", "16,408", "91,638"],
        [114, "Cash", "6,767", "1,450"],
        [138, "Total assets", "23,175", "93,088"],
        [154, "Receivables, net of", "1,002", "2,001"],
        [166, "allowances"],
      ];
      for (const [y, ...cells] of rows)
        cells.forEach((text, column) => pdf.text(text, [76, 240, 320][column]!, y, { lineBreak: false }));
    });
    expect(table!.sentences.map(({ text }) => text.replaceAll("\n", " "))).toEqual([
      "2021 | 2020",
      "Inventories — 2021: 16,408; 2020: 91,638",
      "Cash — 2021: 6,767; 2020: 1,450",
      "Total assets — 2021: 23,175; 2020: 93,088",
      "Receivables, net of allowances — 2021: 1,002; 2020: 2,001",
    ]);
  });

  test("are told by their base lines where rules part the columns and not the rows", async () => {
    const [table] = await tablesOf((pdf) => {
      drawGrid(
        pdf,
        { widths: [120, 80, 80], heights: [20, 64] },
        { "0,0": "", "0,1": "2024", "0,2": "2025", "1,0": "", "1,1": "", "1,2": "" },
      );
      const rows = [
        ["Ferries", "310", "342"],
        ["Freight", "87", "95"],
        ["Fishing", "41", "38"],
      ];
      rows.forEach((cells, row) =>
        cells.forEach((text, column) =>
          pdf.text(text, [76, 240, 320][column]!, 98 + 18 * row, { lineBreak: false }),
        ),
      );
    });
    expect(table!.sentences.map(({ text }) => text)).toEqual([
      "2024 | 2025",
      "Ferries — 2024: 310; 2025: 342",
      "Freight — 2024: 87; 2025: 95",
      "Fishing — 2024: 41; 2025: 38",
    ]);
  });
});
