import { expect, test } from "@jest/globals";

import type { Angle } from "./geometry.ts";
import { headCandidates, partRunningHeads } from "./running-heads.ts";
import type { Segment } from "./segments.ts";

const WIDTH = 600;
const HEIGHT = 800;

/** Text set from `x0` on a base line, half an em for each character; of the page turned back by `angle`. */
function set(text: string, x0: number, baseline: number, { size = 10, angle = 0 as Angle } = {}): Segment {
  const x1 = x0 + (text.length * size) / 2;
  const style = { size, bold: false, italic: false, monospace: false, angle, order: baseline };
  const edges = new Float32Array(2 * text.length);
  return { text, edges, baseline, x0, x1, y0: baseline - 0.9 * size, y1: baseline + 0.2 * size, ...style };
}

/** Thirty lines of text, no two of them the same on two pages. */
const body = (page = 0): Segment[] =>
  Array.from({ length: 30 }, (_, line) => {
    const word = "abcdefghijklmnopqrstuvwxyz".slice((line + 5 * page) % 20);
    return set(`The harbour took in ships of ${word} in that year.`, 60, 100 + 12 * line);
  });

/** What is parted from the pages' text; the first is the one looked at. */
function heads(...pages: readonly (readonly Segment[])[]): string[] {
  const candidates = pages.map((segments, index) =>
    headCandidates({ number: index + 1, width: WIDTH, height: HEIGHT, segments }),
  );
  const { headers, footers } = partRunningHeads(candidates[0]!, candidates);
  return [...headers, ...footers].map(({ segments }) => segments.map(({ text }) => text).join(" "));
}

test.each([
  ["a short line at the very edge", [set("Woodworth: Brief Notices", 60, 25)], "Woodworth: Brief Notices"],
  [
    "a page number with a title in capitals",
    [set("400", 60, 80), set("BRITISH HUSBANDRY", 250, 80)],
    "400 BRITISH HUSBANDRY",
  ],
  [
    "a revision, low on the page",
    [set("Revision: 2.4", 60, 720), set("P/N 119", 300, 720)],
    "Revision: 2.4 P/N 119",
  ],
  ["a number in the middle, far below the text", [set("62", 295, 560)], "62"],
])("of a page alone: %s", (_, lines, text) => {
  expect(heads([...lines, ...body()])).toEqual([text]);
});

test.each([
  ["a title, which is larger than the text", [set("Brief Notices", 60, 25, { size: 18 })]],
  ["a sentence at the edge", [set("All of it was sold.", 60, 25)]],
  ["a number that is not in the middle", [set("62", 400, 560)]],
  ["a line with a number that is no title", [set("Ships in 1887", 60, 80), set("62", 400, 80)]],
])("of a page alone, text stays text: %s", (_, lines) => {
  expect(heads([...lines, ...body()])).toEqual([]);
});

test("the only line of a page, and labels at the edges of a picture, stay text", () => {
  expect(heads([set("See https://harbour.example", 60, 25)])).toEqual([]);
  expect(heads([set("Ships", 60, 25), set("Year", 280, 780), ...body().slice(0, 4)])).toEqual([]);
});

test("what runs along the edges of pages is told by its text or by the pages around", () => {
  const along = (text: string): Segment => set(text, 100, 20, { angle: 90 });
  const stamp = "Downloaded from the archive by guest on 1 May 2026";
  expect(heads([along(stamp), ...body()])).toEqual([stamp]);
  const page = (number: number): Segment[] => [along("Harbour Studies"), ...body(number)];
  expect(heads(page(0), page(1), page(2), page(3))).toEqual(["Harbour Studies"]);
  expect(heads(page(0), body(1), body(2), body(3))).toEqual([]);
});

test("titles of slides stay text, though they stand in one place and differ in a number", () => {
  const slides = [1, 2, 3, 4, 5, 6].map((number) => [
    set(`Good practice (${number}/6)`, 60, 30, { size: 18 }),
    ...body(number),
  ]);
  expect(heads(...slides)).toEqual([]);
});

test("heads of a book that is printed on larger paper are told by what the pages around repeat, its chapters' numbers are not", () => {
  const lower = (segments: readonly Segment[], by: number): Segment[] =>
    segments.map((one) => ({ ...one, y0: one.y0 + by, y1: one.y1 + by, baseline: one.baseline + by }));
  const left = set("Drugs and Justice § 1308.12", 60, 180);
  const right = set("21 CFR (4-1-00 Edition)", 60, 180);
  const pages = [left, right, left, right, left, right].map((head, number) => [
    head,
    ...lower(body(number), 100),
  ]);
  expect(heads(...pages)).toEqual(["Drugs and Justice § 1308.12"]);
  const chapters = [1, 2, 3, 4, 5, 6].map((number) => [
    set(number % 2 === 1 ? `Chapter ${(number + 1) / 2}` : `The year of ${"abcdef"[number]}`, 60, 180),
    ...lower(body(number), 100),
  ]);
  expect(heads(...chapters)).toEqual([]);
});

test("the numbers of exhibits and chapters at the top are no running heads, those that count the pages are", () => {
  const pages = (name: string, of: (page: number) => string): Segment[][] =>
    [1, 2, 3, 4, 5, 6].map((page) => [set(`${name} ${of(page)}`, 60, 60), ...body(page)]);
  expect(heads(...pages("Exhibit", (page) => `${10 * page + 1}.1`))).toEqual([]);
  expect(heads(...pages("Sheet", (page) => String(page + 4)))).toEqual(["Sheet 5"]);
  expect(heads(...pages("Chapter", () => "3"))).toEqual(["Chapter 3"]);
});
