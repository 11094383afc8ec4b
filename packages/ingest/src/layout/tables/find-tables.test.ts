import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import type { Rectangle } from "../geometry.ts";
import { toRows } from "../rows.ts";
import type { Segment } from "../segments.ts";
import { findTables } from "./find-tables.ts";
import type { Table } from "./grid.ts";

const SIZE = 10;
/** Points from one line to the next. */
const LEADING = 12;
const CHARACTER_WIDTH = 5;

interface Placed {
  readonly x: number;
  readonly text: string;
  readonly bold?: boolean;
  readonly size?: number;
}

/** Points. An en space stands for a gap between columns that is hardly wider than a space. */
const WIDTHS: Readonly<Record<string, number>> = { "\u2002": 8 };

/** Lines from top to bottom, each of pieces of text at their left edges; an empty line leaves a gap. */
function layOut(lines: readonly (readonly Placed[])[]): Segment[] {
  return lines.flatMap((line, index) =>
    line.map(({ x, text, bold = false, size = SIZE }): Segment => {
      const baseline = 100 + index * LEADING;
      let end = x;
      const edges = [...text].flatMap((character) => [end, (end += WIDTHS[character] ?? CHARACTER_WIDTH)]);
      return {
        text,
        edges: Float32Array.from(edges),
        x0: x,
        x1: end,
        y0: baseline - 8,
        y1: baseline + 2,
        baseline,
        size,
        bold,
        italic: false,
        monospace: false,
        angle: 0,
        order: index * 100 + x,
      };
    }),
  );
}

/** @param by points */
function lower(segments: readonly Segment[], by: number): Segment[] {
  return segments.map((one) => ({ ...one, y0: one.y0 + by, y1: one.y1 + by, baseline: one.baseline + by }));
}

function tablesIn(lines: readonly (readonly Placed[])[], ruledAbove: readonly number[] = []): Table[] {
  const rules = ruledAbove.map((line): Rectangle => ({
    x0: 40,
    x1: 500,
    y0: 100 + line * LEADING - 9.5,
    y1: 100 + line * LEADING - 9,
  }));
  return findTables(toRows(layOut(lines)), rules).filter((item) => "type" in item);
}

/** Rows as `column-span:text`. */
function cellsOf(table: Table): string[][] {
  return table.rows.map((row) =>
    row.cells.map(({ column, span, text }) => `${column}${span > 1 ? `-${column + span - 1}` : ""}:${text}`),
  );
}

const at = (x: number, text: string): Placed => ({ x, text });

describe("findTables", () => {
  test("joins the lines of rows that space sets apart, with their labels in the middle", () => {
    const row = (name: string, format: string): Placed[][] => [
      [at(200, "struct board *first"), at(420, "Solves a number")],
      [at(50, name), at(200, "struct solved *second"), at(360, format), at(420, "of hands in")],
      [at(200, "int chunk"), at(420, "parallel.")],
      [],
    ];
    const [table] = tablesIn([
      [at(50, "Function"), at(200, "Arguments"), at(360, "Form"), at(420, "Comment")],
      [],
      ...row("SolveAll", "text"),
      ...row("SolveSome", "binary"),
      ...row("SolveNone", "none"),
    ]);
    expect(
      table!.rows.slice(1).map(({ cells }) => cells.map(({ text }) => text.replaceAll("\n", " "))),
    ).toEqual(
      [
        ["SolveAll", "text"],
        ["SolveSome", "binary"],
        ["SolveNone", "none"],
      ].map(([name, format]) => [
        name,
        "struct board *first struct solved *second int chunk",
        format,
        "Solves a number of hands in parallel.",
      ]),
    );
  });

  test("leaves lines apart that each have a label, or figures, in groups that space sets apart", () => {
    const group = (name: string): Placed[][] => [
      [at(50, `${name} north`), at(200, "open"), at(300, "1,200")],
      [at(50, `${name} south`), at(200, "closed"), at(300, "3,400")],
      [],
    ];
    const [labels] = tablesIn([...group("Harbour"), ...group("Lock"), ...group("Bridge")]);
    expect(labels!.rows).toHaveLength(6);
    const shared = (name: string): Placed[][] => [
      [at(50, name), at(200, "2019"), at(300, "1,200")],
      [at(200, "2020"), at(300, "3,400")],
      [],
    ];
    const [figures] = tablesIn([...shared("Harbour"), ...shared("Lock"), ...shared("Bridge")]);
    expect(figures!.rows).toHaveLength(6);
  });

  test("ends a table above the notes in smaller type that follow it", () => {
    const note = (x: number, text: string): Placed => ({ x, text, size: 8 });
    const rows = [
      [at(50, "Harbour"), at(400, "1,200")],
      [at(50, "Lock"), at(400, "5,600")],
      [at(50, "Bridge"), at(400, "9,100")],
    ];
    const notes = [
      [note(60, "∗Please write to the"), note(300, "harbour master.")],
      [note(60, "office of the"), note(200, "old"), note(300, "harbour")],
    ];
    const [table] = tablesIn([...rows, ...notes]);
    expect(cellsOf(table!)).toHaveLength(3);
    const [starred] = tablesIn([...rows, [at(50, "∗Quay"), at(400, "2,300")]]);
    expect(cellsOf(starred!)).toHaveLength(4);
  });

  test("reads lines drawn with asterisks, however long", () => {
    const [table] = tablesIn([
      [at(50, "Harbour"), at(400, "1,200"), at(450, "3,400")],
      [at(50, "Lock 1"), at(400, "5,600"), at(450, `${"*".repeat(60)}.`)],
      [at(50, "Bridge"), at(400, "9,100"), at(450, "2,300")],
    ]);
    expect(cellsOf(table!)[1]).toEqual(["0:Lock 1", "1:5,600", `2:${"*".repeat(60)}.`]);
  });

  test("takes a displayed formula, whose exponents and indexes stand in lines of their own, for no table", () => {
    const small = (x: number, text: string): Placed => ({ x, text, size: 6 });
    expect(
      tablesIn([
        [small(120, "2"), small(160, "2")],
        [at(50, "P(Q) = (ρ − ρ)"), at(170, "F(Q) +"), at(400, "(4a)")],
        [small(110, "p"), small(130, "m"), small(200, "p")],
        [at(50, "2(ρ − ρ)"), at(120, "F(Q)"), at(400, "(4b)")],
        [small(110, "l"), small(130, "m"), small(200, "p")],
      ]),
    ).toEqual([]);
  });

  test("takes a numbered heading, and a line of justified text with a wide space below it, for no rows", () => {
    const text = "from the file menu, which lists the last of them first, as it did before, and ends";
    expect(
      tablesIn([
        [at(50, "2.1"), at(90, "Opening a drawing")],
        [],
        [at(50, "To open a drawing, go to the file menu and choose the first of the"), at(420, "entries")],
        [at(50, text.slice(0, 81))],
        [at(50, text)],
      ]),
    ).toEqual([]);
  });

  test("leaves the caption above and the remarks below to the text", () => {
    const [table] = tablesIn([
      [at(50, "Table 2:"), at(120, "Persons employed by sector")],
      [at(120, "and sex (in %)")],
      [at(150, "Men"), at(250, "Women")],
      [at(50, "1991"), at(150, "11.0"), at(250, "6.6")],
      [at(50, "1996"), at(150, "9.5"), at(250, "5.3")],
      [at(50, "Source:"), at(120, "Labour force survey")],
    ]);
    expect(cellsOf(table!)).toEqual([
      ["1:Men", "2:Women"],
      ["0:1991", "1:11.0", "2:6.6"],
      ["0:1996", "1:9.5", "2:5.3"],
    ]);
    expect(table!.rows.map((row) => row.header)).toEqual([true, false, false]);
  });

  test("takes the figures at the bars of a chart for no table", () => {
    const tables = tablesIn([
      [at(50, "80"), at(290, "80")],
      [at(170, "68.5"), at(225, "69.5"), at(410, "68.6")],
      [at(110, "67.9"), at(350, "68.4")],
      [at(50, "70"), at(290, "70"), at(465, "66.7")],
      [at(95, "62.1"), at(240, "63.3")],
      [at(155, "60.0"), at(380, "61.2")],
    ]);
    expect(tables).toEqual([]);
  });

  test("takes the parts of a displayed formula for no table", () => {
    const tables = tablesIn([
      [at(150, "∂f"), at(230, "∑"), at(300, "∫")],
      [at(120, "lim"), at(190, "="), at(260, "+ x"), at(330, "f(t) dt"), at(420, "(4)")],
      [at(150, "∂x"), at(230, "i=0"), at(300, "Ω")],
    ]);
    expect(tables).toEqual([]);
  });

  test("takes a table of signs and their meanings, and one of measurements, for tables", () => {
    const tables = tablesIn([
      [at(50, "α"), at(150, "learning rate")],
      [at(50, "∇f"), at(150, "gradient of the loss")],
      [at(50, "λ ≥ 0"), at(150, "weight of the penalty")],
      [],
      [],
      [],
      [],
      [at(50, "Line"), at(150, "flux"), at(250, "width")],
      [at(50, "Hα"), at(150, "3502±42"), at(250, "130±25")],
      [at(50, "Hβ"), at(150, "2028±80"), at(250, "357±94")],
    ]);
    expect(tables.map(({ rows }) => rows.length)).toEqual([3, 3]);
  });

  test("takes a sparse table for one: its labels are in a column", () => {
    const [table] = tablesIn([
      [at(50, "Richard Galanti"), at(200, "1993")],
      [at(50, "Jim Klauer"), at(290, "59")],
      [at(50, "Patrick Callans"), at(380, "2019")],
      [at(50, "Russ Miller"), at(470, "63")],
      [at(50, "Ron Vachris"), at(200, "2016")],
      [at(50, "Tim Rose"), at(290, "68")],
    ]);
    expect(table!.rows).toHaveLength(6);
  });

  test("joins a head that is set over several lines", () => {
    const [table] = tablesIn([
      [at(150, "Number of"), at(250, "Share of")],
      [at(150, "companies"), at(250, "all firms")],
      [at(50, "Banks"), at(150, "52"), at(250, "52%")],
      [at(50, "Insurers"), at(150, "28"), at(250, "28%")],
    ]);
    expect(cellsOf(table!)[0]).toEqual(["1:Number of companies", "2:Share of all firms"]);
  });

  test("lets a head that stands centred over several columns cover them", () => {
    const [table] = tablesIn([
      [at(175, "2007"), at(315, "2006")],
      [at(150, "n"), at(210, "share"), at(290, "n"), at(350, "share")],
      [at(50, "Austria"), at(150, "109"), at(210, "0.9"), at(290, "93"), at(350, "1.1")],
      [at(50, "Germany"), at(150, "123"), at(210, "0.8"), at(290, "290"), at(350, "0.7")],
    ]);
    expect(cellsOf(table!).slice(0, 2)).toEqual([
      ["1-2:2007", "3-4:2006"],
      ["1:n", "2:share", "3:n", "4:share"],
    ]);
  });

  test("takes a lone head above the columns into the table, over all of them", () => {
    const [table] = tablesIn([
      [at(235, "Year Ended")],
      [at(200, "2019"), at(300, "2018")],
      [at(50, "Cash"), at(200, "1,980"), at(300, "1,101")],
      [at(50, "Inventories"), at(200, "5,409"), at(300, "5,209")],
    ]);
    expect(cellsOf(table!).slice(0, 2)).toEqual([["1-2:Year Ended"], ["1:2019", "2:2018"]]);
  });

  test("takes no head for a table out of the one above it", () => {
    const tables = tablesIn([
      [at(200, "2019"), at(300, "2018")],
      [at(50, "Cash"), at(200, "1,980"), at(300, "1,101")],
      [at(50, "Inventories"), at(200, "5,409"), at(300, "5,209")],
      [at(210, "Unaudited")],
      [at(50, "Source:"), at(200, "books of the harbour")],
      [at(50, "JV"), at(200, "joint venture of two")],
      [at(50, "LOE"), at(200, "loss of exclusivity")],
    ]);
    const words = tables.flatMap((table) => cellsOf(table).flat()).join(" ");
    expect(words).toContain("Inventories");
    expect(words.match(/Unaudited/g)).toHaveLength(1);
  });

  test("leaves a line of text that ends above the columns out of the table", () => {
    const [table] = tablesIn([
      [at(50, "The year ended well.")],
      [at(200, "2019"), at(300, "2018")],
      [at(50, "Cash"), at(200, "1,980"), at(300, "1,101")],
      [at(50, "Inventories"), at(200, "5,409"), at(300, "5,209")],
    ]);
    expect(cellsOf(table!)[0]).toEqual(["1:2019", "2:2018"]);
  });

  test("names a section by the lone cell that stands over the columns below their heads", () => {
    const [table] = tablesIn([
      [at(50, "Source"), at(150, "Kind"), at(250, "Words"), at(330, "Files")],
      [at(180, "First collection")],
      [at(50, "Letters"), at(150, "Prose"), at(250, "3.71"), at(330, "2.95")],
      [at(50, "Ledgers"), at(150, "Lists"), at(250, "0.12"), at(330, "0.40")],
    ]);
    expect(cellsOf(table!)[1]).toEqual(["0-3:First collection"]);
    expect(table!.rows.map((row) => row.header)).toEqual([true, false, false, false]);
  });

  test("reads all lines between two rules as one row", () => {
    const lines = [
      [at(50, "Category"), at(150, "Description of it")],
      [at(50, "1a"), at(150, "Influence on the")],
      [at(150, "concept")],
      [at(50, "1b"), at(150, "No influence on")],
      [at(150, "the concept")],
      [at(50, "2a"), at(150, "Other")],
    ];
    const [table] = tablesIn(lines, [0, 1, 3, 5, 6]);
    expect(cellsOf(table!)).toEqual([
      ["0:Category", "1:Description of it"],
      ["0:1a", "1:Influence on the concept"],
      ["0:1b", "1:No influence on the concept"],
      ["0:2a", "1:Other"],
    ]);
  });

  test("keeps the rows of a statement that is ruled above its totals only", () => {
    const lines = [
      [at(200, "2019"), at(300, "2018")],
      [at(50, "Cash"), at(200, "1,980"), at(300, "1,101")],
      [at(50, "Inventories"), at(200, "5,409"), at(300, "5,209")],
      [at(50, "Total current assets"), at(200, "7,389"), at(300, "6,310")],
      [at(50, "Property"), at(200, "2,510"), at(300, "2,421")],
      [at(50, "Other assets"), at(200, "500"), at(300, "400")],
      [at(50, "Total assets"), at(200, "10,399"), at(300, "9,131")],
    ];
    const [table] = tablesIn(lines, [1, 3, 6]);
    expect(cellsOf(table!).map((row) => row[0])).toEqual([
      "1:2019",
      "0:Cash",
      "0:Inventories",
      "0:Total current assets",
      "0:Property",
      "0:Other assets",
      "0:Total assets",
    ]);
  });

  test("parts amounts whose currency signs stand close, under heads narrower than they are", () => {
    const [table] = tablesIn([
      [at(222, "28,"), at(292, "29,")],
      [at(220, "2023"), at(290, "2022")],
      [at(50, "Net sales"), at(190, "$"), at(205, "3,226.8 $ 2,729.4")],
      [at(50, "Earnings per share"), at(190, "$"), at(220, "6.68 $"), at(270, "5.41")],
      [at(50, "New stores"), at(230, "12"), at(285, "6")],
    ]);
    expect(cellsOf(table!).slice(1)).toEqual([
      ["0:Net sales", "1:$ 3,226.8", "2:$ 2,729.4"],
      ["0:Earnings per share", "1:$ 6.68", "2:$ 5.41"],
      ["0:New stores", "1:12", "2:6"],
    ]);
  });

  test("lets a period stand over all years, whose marks of notes do not make them figures", () => {
    const [table] = tablesIn([
      [at(250, "Year ended December 31,")],
      [at(200, "2017"), at(270, "2016 (6)"), at(350, "2015"), at(420, "2014")],
      [at(270, "(in thousands)")],
      [at(50, "Revenues"), at(200, "6,779"), at(270, "5,504"), at(350, "4,374"), at(420, "3,609")],
      [at(50, "Net income"), at(200, "1,122"), at(270, "1,266"), at(350, "1,112"), at(420, "1,017")],
    ]);
    expect(cellsOf(table!).slice(0, 3)).toEqual([
      ["1-4:Year ended December 31,"],
      ["1:2017", "2:2016 (6)", "3:2015", "4:2014"],
      ["1-4:(in thousands)"],
    ]);
    expect(table!.rows.map((row) => row.header)).toEqual([true, true, true, false, false]);
    expect(table!.unit).toBe("in thousands");
  });

  test("lets a year that stands between an amount and its share head both, and found no column", () => {
    const [table] = tablesIn([
      [at(50, "(in millions)"), at(222, "2021"), at(372, "2020")],
      [at(50, "Net sales"), at(180, "12,861"), at(245, "100.0%"), at(330, "12,468"), at(395, "100.0%")],
      [at(50, "Gross profit"), at(180, "2,732"), at(250, "21.2%"), at(330, "2,536"), at(400, "20.3%")],
    ]);
    expect(cellsOf(table!).slice(0, 2)).toEqual([
      ["0:(in millions)", "1-2:2021", "3-4:2020"],
      ["0:Net sales", "1:12,861", "2:100.0%", "3:12,468", "4:100.0%"],
    ]);
  });

  test("lets heads over the middle of three columns cover all three", () => {
    const [table] = tablesIn([
      [at(222, "2017"), at(432, "2016")],
      [
        at(150, "before"),
        at(220, "change"),
        at(290, "after"),
        at(360, "before"),
        at(430, "change"),
        at(500, "after"),
      ],
      [
        at(50, "Sales"),
        at(150, "93.1"),
        at(220, "0.6"),
        at(290, "94.3"),
        at(360, "94.5"),
        at(430, "1.0"),
        at(500, "93.4"),
      ],
      [
        at(50, "Costs"),
        at(150, "76.2"),
        at(220, "0.1"),
        at(290, "76.3"),
        at(360, "80.7"),
        at(430, "0.5"),
        at(500, "80.2"),
      ],
    ]);
    expect(cellsOf(table!)[0]).toEqual(["1-3:2017", "4-6:2016"]);
  });

  test("parts the tables that are set close below one another, each with its own years", () => {
    const tables = tablesIn([
      [at(200, "2017"), at(300, "2016"), at(400, "2015")],
      [at(50, "Impairments"), at(200, "13"), at(300, "45"), at(400, "162")],
      [at(50, "Property at December 31:")],
      [at(300, "2017"), at(400, "2016")],
      [at(50, "Land"), at(300, "530"), at(400, "535")],
      [at(50, "Buildings"), at(300, "14,125"), at(400, "13,796")],
    ]);
    expect(tables.map((table) => cellsOf(table)[0])).toEqual([
      ["1:2017", "2:2016", "3:2015"],
      ["1:2017", "2:2016"],
    ]);
  });

  test("takes years beside a label of their own for data", () => {
    const tables = tablesIn([
      [at(200, "Bond A"), at(300, "Bond B")],
      [at(50, "Amount"), at(200, "500"), at(300, "750")],
      [at(50, "Maturity"), at(200, "2027"), at(300, "2031")],
      [at(50, "Rate"), at(200, "2.5%"), at(300, "3.1%")],
    ]);
    expect(tables.map((table) => table.rows.length)).toEqual([4]);
  });

  test("joins heads with the figures that are set beside them, not below", () => {
    const [table] = tablesIn([
      [at(170, "2021"), at(270, "2020"), at(370, "2019")],
      [at(50, "Discount rate"), at(192, "2.1%"), at(292, "2.0%"), at(392, "2.5%")],
      [at(50, "Increase"), at(192, "1.7%"), at(292, "1.9%"), at(392, "2.1%")],
    ]);
    expect(cellsOf(table!).slice(0, 2)).toEqual([
      ["1:2021", "2:2020", "3:2019"],
      ["0:Discount rate", "1:2.1%", "2:2.0%", "3:2.5%"],
    ]);
  });

  test("keeps dashes that stand beside a column's figures in that column", () => {
    const [table] = tablesIn([
      [at(50, "Common stock"), at(200, "22"), at(300, "25")],
      [at(50, "Preferred stock"), at(212, "-"), at(312, "-")],
      [at(50, "Retained earnings"), at(200, "24"), at(300, "43")],
    ]);
    expect(cellsOf(table!)[1]).toEqual(["0:Preferred stock", "1:-", "2:-"]);
  });

  test("keeps a head over its own column where the next column has one more line of heads", () => {
    const [table] = tablesIn([
      [at(340, "Europe,"), at(445, "Latin")],
      [at(150, "States"), at(240, "Pacific"), at(335, "& Africa"), at(440, "Canada"), at(530, "Other")],
      [at(50, "Sales"), at(150, "3,183"), at(240, "2,453"), at(335, "1,577"), at(440, "735"), at(530, "3")],
      [at(50, "Costs"), at(150, "1,183"), at(240, "1,453"), at(335, "577"), at(440, "135"), at(530, "1")],
    ]);
    expect(cellsOf(table!)[0]).toEqual([
      "1:States",
      "2:Pacific",
      "3:Europe, & Africa",
      "4:Latin Canada",
      "5:Other",
    ]);
  });

  test("names a section by a word below two heads that stands in line with neither", () => {
    const [table] = tablesIn([
      [at(200, "December 31, 2022"), at(320, "December 31, 2021")],
      [at(270, "ASSETS")],
      [at(50, "Cash"), at(230, "5,911"), at(350, "4,703")],
      [at(50, "Inventories"), at(230, "126"), at(350, "96")],
    ]);
    expect(cellsOf(table!).slice(0, 2)).toEqual([
      ["1:December 31, 2022", "2:December 31, 2021"],
      ["0-2:ASSETS"],
    ]);
  });

  test("begins a statement at its heads, behind the item and the name that stand above them", () => {
    const [table] = tablesIn([
      [at(50, "Item 1."), at(120, "Financial Statements")],
      [at(50, "Condensed Balance Sheets")],
      [at(200, "July 29, 2023"), at(320, "July 30, 2022")],
      [at(50, "Cash"), at(220, "1,093"), at(340, "840")],
      [at(50, "Inventories"), at(220, "5,651"), at(340, "6,043")],
    ]);
    expect(cellsOf(table!)[0]).toEqual(["1:July 29, 2023", "2:July 30, 2022"]);
  });

  test("opens a section at a label that ends with a colon, though it begins with a bracket", () => {
    const [table] = tablesIn([
      [at(200, "2022"), at(320, "2021")],
      [at(50, "Total revenues"), at(200, "66,608"), at(320, "62,286")],
      [at(50, "(Loss)/earnings:")],
      [at(50, "Airplanes"), at(200, "(2,370)"), at(320, "(6,475)")],
    ]);
    expect(cellsOf(table!).map((row) => row[0])).toEqual([
      "1:2022",
      "0:Total revenues",
      "0:(Loss)/earnings:",
      "0:Airplanes",
    ]);
  });

  test.each([
    ["(Millions)", "Millions"],
    ["(MILLIONS, EXCEPT PER SHARE DATA)", "MILLIONS, EXCEPT PER SHARE DATA"],
    ["(dollars in millions)", "dollars in millions"],
  ])("knows what figures are counted in by %s", (label, unit) => {
    const [table] = tablesIn([
      [at(50, label), at(300, "2022"), at(400, "2021")],
      [at(50, "Revenues"), at(300, "66,608"), at(400, "62,286")],
    ]);
    expect(table!.unit).toBe(unit);
  });

  test("takes sizes for heads where they are set in bold above the first rule, and nothing below is", () => {
    const head = (bold: boolean): Placed[] => [
      { x: 50, text: "Configuration", bold },
      { x: 200, text: "7B", bold },
      { x: 300, text: "72B", bold },
    ];
    const data = ["Layers", "Heads"].map((text): Placed[] => [
      { x: 50, text },
      { x: 200, text: "28" },
      { x: 300, text: "80" },
    ]);
    const headers = (bold: boolean, ruledAbove: number[]): boolean[] =>
      tablesIn([head(bold), ...data], ruledAbove)[0]!.rows.map((row) => row.header);
    expect(headers(true, [1])).toEqual([true, false, false]);
    expect(headers(false, [1])).toEqual([false, false, false]);
    expect(headers(true, [])).toEqual([false, false, false]);
  });

  test("finds no heads in a glossary", () => {
    const [table] = tablesIn([
      [at(50, "JV"), at(150, "joint venture")],
      [at(50, "LOE"), at(150, "loss of exclusivity")],
      [at(50, "QTD"), at(150, "quarter to date")],
    ]);
    expect(table!.rows.some((row) => row.header)).toBe(false);
  });

  test("parts columns of figures that stand little more than a space apart, and the heads over them", () => {
    const [table] = tablesIn([
      [
        { x: 40, text: "Fuel" },
        { x: 195, text: "Level 2\u2002Total" },
      ],
      [
        { x: 40, text: "Coal" },
        { x: 200, text: "51,879\u200299.1" },
      ],
      [{ x: 42, text: "Wells that serve two districts\u200295,711\u200245.6" }],
      [
        { x: 40, text: "Lead" },
        { x: 205, text: "2,736\u200281.1" },
      ],
    ]);
    expect(cellsOf(table!)).toEqual([
      ["0:Fuel", "1:Level 2", "2:Total"],
      ["0:Coal", "1:51,879", "2:99.1"],
      ["0:Wells that serve two districts", "1:95,711", "2:45.6"],
      ["0:Lead", "1:2,736", "2:81.1"],
    ]);
  });

  test("parts heads of one word that are set close together over their columns", () => {
    const [table] = tablesIn([
      [
        { x: 40, text: "Year" },
        { x: 150, text: "Marquette\u2002Phillips\u2002Stockham" },
      ],
      [at(40, "1890"), at(160, "261"), at(215, "195"), at(263, "211")],
      [at(40, "1900"), at(160, "186"), at(215, "367"), at(263, "169")],
    ]);
    expect(cellsOf(table!)[0]).toEqual(["0:Year", "1:Marquette", "2:Phillips", "3:Stockham"]);
  });

  test("parts a figure that ends where its column does from the label that reaches it", () => {
    const [table] = tablesIn([
      [at(40, "Coal"), at(200, "51,879"), at(280, "99.1")],
      [at(40, "Wells which serve four two homes 8,711"), at(280, "45.6")],
      [at(40, "Lead"), at(205, "2,736"), at(280, "81.1")],
    ]);
    expect(cellsOf(table!)[1]).toEqual(["0:Wells which serve four two homes", "1:8,711", "2:45.6"]);
  });

  test("leaves numbers whole whose thousands stand apart, and matrices of digits", () => {
    const [table] = tablesIn([
      [
        { x: 200, text: "2021" },
        { x: 260, text: "2020" },
      ],
      ...["10\u2002000", "20\u2002500", "71\u2002250"].map((text) => [
        { x: 40, text: "Coal" },
        { x: 195, text },
        { x: 260, text: "99.1" },
      ]),
    ]);
    expect(cellsOf(table!)[1]).toEqual(["0:Coal", "1:10\u2002000", "2:99.1"]);
    const matrix = ["0\u20021\u20020", "1\u20020\u20021", "0\u20020\u20021"];
    expect(tablesIn(matrix.map((text) => [{ x: 40, text }]))).toEqual([]);
  });

  test("finds no table in running text", () => {
    const prose = "the harbour took in more ships than in any year before it, and";
    expect(tablesIn(Array.from({ length: 5 }, () => [at(50, prose)]))).toEqual([]);
  });

  /** Words from `left` to `right`, the spaces between them made equal. */
  const justified = (words: readonly string[], left = 50, right = 450): Placed[] => {
    const space = (right - left - CHARACTER_WIDTH * words.join("").length) / Math.max(1, words.length - 1);
    let x = left;
    return words.map((text) => {
      const placed = at(x, text);
      x += CHARACTER_WIDTH * text.length + space;
      return placed;
    });
  };

  test("leaves justified text alone, however wide its spaces are", () => {
    const text = [
      justified(["The margins that are defined in space are EndMargin3,", "Margin3 and BeginMargin3,"]),
      justified(["EndPenMargin2, PenMargin2 and", "BeginPenMargin3,", "EndPenMargin3 and others"]),
      justified(["DotMargin3, DotMargins3,", "BeginDotMargin3,", "EndDotMargin3 and TrueMargin3"]),
    ];
    expect(tablesIn(text)).toEqual([]);
  });

  test("keeps a table of words whose second column is justified", () => {
    const [table] = tablesIn([
      [at(50, "quad"), at(150, "Integrates with low accuracy, for nonsmooth integrands of size")],
      [at(50, "quadv"), at(150, "Integrates with medium accuracy for smooth integrands of size")],
      [at(50, "quadl"), at(150, "Integrates with medium accuracy, slower than quadgk by a lot")],
    ]);
    expect(table?.columns).toBe(2);
  });

  test("reads no table into an index, nor into notes of music; dots that lead to figures are a statement's", () => {
    const index = ["Margin", "margins", "Margin3", "marker"].map((word, line) => [
      at(50, `${word} .......... 1${line}`),
      at(250, `${word}s .......... 2${line}`),
    ]);
    expect(tablesIn(index)).toEqual([]);
    const notes = Array.from({ length: 4 }, () => [50, 120, 200].map((x) => at(x, "\ue12a .")));
    expect(tablesIn(notes)).toEqual([]);
    const statement = ["Revenue", "Costs", "Income"].map((word, line) => [
      at(50, `${word} .......... 8${line}`),
      at(250, `9${line}`),
      at(300, `7${line}`),
    ]);
    expect(tablesIn(statement)).toHaveLength(1);
  });

  test("takes lines of text that run over all columns for text, with the few among them that have a gap", () => {
    const line = "The sources are made again from the files of the folder, if the command is there.";
    expect(
      tablesIn([
        [at(50, "They can be had from the archive."), at(240, "The 4 packages of it are re-")],
        [at(50, line)],
        [at(50, "version 4"), at(120, "of it was found to be satisfactory here.")],
        [at(50, line)],
      ]),
    ).toEqual([]);
  });
});

describe("what figures are counted in", () => {
  const rows = [
    [at(50, "Granted"), at(200, "1"), at(300, "11.62")],
    [at(50, "Vested"), at(200, "2"), at(300, "12.34")],
  ];

  test("one column's unit is not the table's", () => {
    const [table] = tablesIn([[at(190, "Number"), at(290, "Price")], [at(175, "(in millions)")], ...rows]);
    expect(table?.unit).toBeUndefined();
  });

  test("nor is that of some rows", () => {
    const [table] = tablesIn([
      [at(195, "2022"), at(295, "2021")],
      [at(50, "Awards ($ in millions)")],
      ...rows,
    ]);
    expect(table?.unit).toBeUndefined();
  });
});

describe("what belongs to one row", () => {
  test("a text that reaches the end of its column goes on in the row below, one that ends early does not", () => {
    const [table] = tablesIn([
      [at(50, "10.1"), at(100, "Form of an agreement, incorporated by reference to")],
      [at(100, "Exhibit 4 of the report for the year 2020")],
      [at(50, "10.2"), at(100, "Consent of the accounting firm")],
      [at(50, "10.3"), at(100, "Certification by the officer")],
    ]);
    expect(cellsOf(table!)).toEqual([
      [
        "0:10.1",
        "1:Form of an agreement, incorporated by reference to Exhibit 4 of the report for the year 2020",
      ],
      ["0:10.2", "1:Consent of the accounting firm"],
      ["0:10.3", "1:Certification by the officer"],
    ]);
  });

  test("a text that stands in a column by itself goes on however many lines it has, be the last one a year", () => {
    const long = "Separation and Distribution Agreement by the Company, dated as of May 29, 2020, by both";
    const [table, ...others] = tablesIn([
      [at(50, "2.1"), at(100, long)],
      ...Array.from({ length: 5 }, () => [at(100, long)]),
      [at(100, "2020.")],
      [at(50, "2.2"), at(100, "Business Combination Agreement")],
      [at(50, "2.3"), at(100, long)],
      [at(100, "is filed with this report.")],
    ]);
    expect(others).toEqual([]);
    expect(cellsOf(table!)).toEqual([
      ["0:2.1", `1:${Array.from({ length: 6 }, () => long).join(" ")} 2020.`],
      ["0:2.2", "1:Business Combination Agreement"],
      ["0:2.3", `1:${long} is filed with this report.`],
    ]);
  });

  test("a text behind narrow labels goes on where its sentence does, and a list in the same place does not", () => {
    const rows = [
      [at(50, "T0"), at(80, "No tumor that is found")],
      [at(50, "T1"), at(80, "A tumor that is limited to the gland")],
      [at(50, "T2"), at(80, "A tumor that reaches the muscles of the neck")],
    ];
    const texts = (...below: string[]): string[] =>
      tablesIn([...rows, ...below.map((line) => [at(80, line)])])[0]!.rows.map(
        (row) => row.cells.at(-1)!.text,
      );
    expect(
      texts("and encases the artery or any of its vessels there", "from a source of any size").at(-1),
    ).toBe(
      "A tumor that reaches the muscles of the neck and encases the artery or any of its vessels there from a source of any size",
    );
    expect(texts("(a) An item of a list which begins below the table")).toHaveLength(3);
  });

  test("a text behind a number goes on where its lines hang below it, further left", () => {
    const [table] = tablesIn([
      [at(50, "1308.01"), at(100, "Scope of the part.")],
      [at(50, "1308.02"), at(100, "Application for exclusion of")],
      [at(75, "substances; records of them.")],
      [at(50, "1308.03"), at(100, "Registration and renewal and")],
      [at(75, "withdrawal.")],
      [at(50, "1308.04"), at(100, "Hearings.")],
    ]);
    expect(cellsOf(table!)).toEqual([
      ["0:1308.01", "1:Scope of the part."],
      ["0:1308.02", "1:Application for exclusion of substances; records of them."],
      ["0:1308.03", "1:Registration and renewal and withdrawal."],
      ["0:1308.04", "1:Hearings."],
    ]);
  });

  test("a text whose label and figures stand at its last line begins above them", () => {
    const [table] = tablesIn([
      [at(50, "Country"), at(140, "Plans"), at(200, "Comment")],
      [at(200, "3 plans are closed to new entrants, 2 plans are open; 2")],
      [at(50, "France"), at(150, "32"), at(200, "of them are partially indemnified")],
      [at(200, "12 plans are closed to new entrants, 1 is open; 6 of the")],
      [at(50, "Germany"), at(150, "11"), at(200, "plans are indemnified")],
    ]);
    expect(cellsOf(table!).slice(1)).toEqual([
      [
        "0:France",
        "1:32",
        "2:3 plans are closed to new entrants, 2 plans are open; 2 of them are partially indemnified",
      ],
      [
        "0:Germany",
        "1:11",
        "2:12 plans are closed to new entrants, 1 is open; 6 of the plans are indemnified",
      ],
    ]);
  });

  test("cells of more lines and fewer stand in the middle of their row", () => {
    const half = LEADING / 2;
    const segments = [
      ...layOut([
        [at(200, "Standard"), at(280, "Margin of")],
        [at(205, "error"), at(290, "error")],
      ]),
      ...lower(layOut([[at(50, "Item"), at(140, "Estimate")]]), half),
      ...lower(layOut([[at(50, "Crops that are")], [at(50, "sown in autumn")]]), 4 * LEADING),
      ...lower(layOut([[at(150, "28.1"), at(210, "12.5"), at(290, "18.4")]]), 4 * LEADING + half),
      ...lower(layOut([[at(50, "Corn")], [at(50, "Wheat")]]), 7 * LEADING),
      ...lower(
        layOut([
          [at(150, "43.8"), at(210, "56.2"), at(290, "94.2")],
          [at(150, "35.4"), at(210, "42.6"), at(290, "95.6")],
        ]),
        7 * LEADING + 4.5,
      ),
    ];
    const [table] = findTables(toRows(segments), []).filter((item) => "type" in item);
    expect(cellsOf(table!)).toEqual([
      ["0:Item", "1:Estimate", "2:Standard error", "3:Margin of error"],
      ["0:Crops that are sown in autumn", "1:28.1", "2:12.5", "3:18.4"],
      ["0:Corn", "1:43.8", "2:56.2", "3:94.2"],
      ["0:Wheat", "1:35.4", "2:42.6", "3:95.6"],
    ]);
  });

  test("a label goes on with the texts beside it where all of them reached the ends of their columns", () => {
    const [table] = tablesIn([
      [at(50, "Control"), at(160, "Respondents who left"), at(300, "The first report was filed")],
      [at(50, "Selling costs and"), at(160, "As shown below, most"), at(300, "The committee wants the re")],
      [at(50, "overheads"), at(160, "of them"), at(300, "port")],
      [at(50, "Crime"), at(160, "Estimates vary"), at(300, "Small differences occur")],
    ]);
    expect(cellsOf(table!)[1]).toEqual([
      "0:Selling costs and overheads",
      "1:As shown below, most of them",
      "2:The committee wants the re port",
    ]);
    expect(table!.rows).toHaveLength(3);
  });

  test("a label that is cut at a word that cannot end it goes on below its figures", () => {
    const [table] = tablesIn([
      [at(300, "2022"), at(400, "2021")],
      [at(50, "Net of tax of $(598), $(156), and"), at(300, "10"), at(400, "11")],
      [at(50, "$(697), respectively")],
      [at(50, "Income"), at(300, "20"), at(400, "21")],
    ]);
    expect(
      cellsOf(table!)
        .slice(1)
        .map(([label]) => label),
    ).toEqual(["0:Net of tax of $(598), $(156), and $(697), respectively", "0:Income"]);
  });

  test("a link's underline ends no row", () => {
    const rows = [
      [at(50, "3.1"), at(100, "Certificate of Incorporation, filed with the report on Form 8")],
      [at(100, "of May 1, 2006)")],
      [at(50, "3.2"), at(100, "By-Laws of the Company, as amended, filed with the report of 8")],
      [at(100, "of July 1, 2007)")],
      [at(50, "3.3"), at(100, "Description of the Securities, filed with the report on Form 8")],
      [at(100, "of June 1, 2008)")],
    ];
    const underlines = [0, 2, 4].map((line): Rectangle => ({
      x0: 150,
      x1: 405,
      y0: 101 + line * LEADING,
      y1: 101.5 + line * LEADING,
    }));
    const [table] = findTables(toRows(layOut(rows)), underlines).filter((item) => "type" in item);
    expect(cellsOf(table!)[1]).toEqual([
      "0:3.2",
      "1:By-Laws of the Company, as amended, filed with the report of 8 of July 1, 2007)",
    ]);
  });

  test("lines between two rules are rows where no text runs on from one to the next", () => {
    const rows = ["Self-Refine", "Clinical", "Reflexion", "RCI"].map((name) => [
      at(50, name),
      at(200, "Language Model"),
      at(400, "NL"),
    ]);
    const [table] = tablesIn(
      [
        [at(50, "Method"), at(200, "Source"), at(400, "Format")],
        ...rows,
        [at(50, "Last"), at(200, "Tool"), at(400, "NL")],
      ],
      [0, 1, 5, 6],
    );
    expect(table!.rows.map(({ cells, header }) => `${header ? "head " : ""}${cells[0]!.text}`)).toEqual([
      "head Method",
      "Self-Refine",
      "Clinical",
      "Reflexion",
      "RCI",
      "Last",
    ]);
  });
});

test("a dash at the edge of a column of figures founds no column beside it", () => {
  const [table] = tablesIn([
    [at(200, "Stores"), at(300, "Closed")],
    [at(50, "Best Buy"), at(225, "-"), at(325, "(1)")],
    [at(50, "Outlet"), at(220, "5"), at(325, "(2)")],
  ]);
  expect(table!.columns).toBe(3);
});

test("the first line of a middle head covers that column alone where other heads cover all of its neighbours", () => {
  const [table] = tablesIn([
    [at(205, "2017"), at(405, "2016")],
    [],
    [at(185, "Impact of New"), at(385, "Impact of New")],
    [
      at(140, "Reported"),
      at(195, "Standards"),
      at(260, "Restated"),
      at(340, "Reported"),
      at(395, "Standards"),
      at(460, "Restated"),
    ],
    [
      at(50, "Sales"),
      at(150, "83,204"),
      at(210, "536"),
      at(270, "83,740"),
      at(350, "84,399"),
      at(410, "201"),
      at(470, "84,600"),
    ],
    [
      at(50, "Costs"),
      at(150, "13,204"),
      at(210, "236"),
      at(270, "13,440"),
      at(350, "14,399"),
      at(410, "101"),
      at(470, "14,500"),
    ],
  ]);
  expect(cellsOf(table!).slice(0, 2)).toEqual([
    ["1-3:2017", "4-6:2016"],
    [
      "1:Reported",
      "2:Impact of New Standards",
      "3:Restated",
      "4:Reported",
      "5:Impact of New Standards",
      "6:Restated",
    ],
  ]);
});

test("no word is lost, whatever stands beside and above what", () => {
  const piece = fc.record({
    column: fc.nat(5),
    /** Points by which a piece is off its column and its row. */
    right: fc.constantFrom(0, 0, 0, 7, 20),
    down: fc.constantFrom(0, 0, 0, 3, 6),
    words: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom("word", "Word", "figure", "year", "(mark)"),
    space: fc.constantFrom(" ", "\u2002"),
  });
  const rows = fc.array(fc.array(piece, { maxLength: 6 }), { minLength: 2, maxLength: 14 });
  fc.assert(
    fc.property(rows, fc.array(fc.nat(14), { maxLength: 5 }), (lines, ruled) => {
      let count = 0;
      const shapes = {
        word: () => `w${count++}a`,
        Word: () => `W${count++}a`,
        figure: () => `${100 + count++}.5`,
        year: () => String(1900 + count++),
        "(mark)": () => `(${count++})`,
      };
      const segments = lines.flatMap((line, index) =>
        line.flatMap(({ column, right, down, words, kind, space }) => {
          const text = Array.from({ length: words }, () => shapes[kind]()).join(space);
          return lower(layOut([[at(40 + column * 80 + right, text)]]), index * LEADING + down);
        }),
      );
      if (segments.length === 0) return;
      const rules = ruled.map((line): Rectangle => ({
        x0: 40,
        x1: 500,
        y0: 90.5 + line * LEADING,
        y1: 91 + line * LEADING,
      }));
      const found = findTables(toRows(segments), rules).flatMap(
        (item): readonly { readonly text: string }[] =>
          "type" in item ? item.rows.flatMap((row) => row.cells) : item.segments,
      );
      const wordsOf = (texts: readonly { readonly text: string }[]): string[] =>
        texts.flatMap(({ text }) => text.split(/\s+/));
      const kept = new Set(wordsOf(found));
      expect(wordsOf(segments).filter((word) => !kept.has(word))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
