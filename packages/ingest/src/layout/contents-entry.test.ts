import { expect, test } from "@jest/globals";

import { endsInLeader, isContentsEntry, isIndexEntry } from "./contents-entry.ts";

test.each([
  "natural ......... 98",
  "Margins .... 15, 146",
  "Preface . . . . . . . ix",
  "2.1 UNIX binary distributions.......................... 3",
])("is an entry of a list of contents: %s", (text) => {
  expect(isContentsEntry(text)).toBe(true);
});

test.each(["Wait ... 3 days", "It rose by 4.5", "and so on....", "Net sales ........ 1,234.5"])(
  "is none: %s",
  (text) => {
    expect(isContentsEntry(text)).toBe(false);
  },
);

test.each(["clip, 24, 81, 137", "error state, 44", "pages, 12–14"])("is an entry of an index: %s", (text) => {
  expect(isIndexEntry(text)).toBe(true);
});

test.each(["at December 31, 2022", "24, 81", "in 2021, 12 ships came"])("is none: %s", (text) => {
  expect(isIndexEntry(text)).toBe(false);
});

test.each(["Codeine ........", "Preface . . . . ."])("ends in a leader: %s", (text) => {
  expect(endsInLeader(text)).toBe(true);
});

test.each(["and so on...", "Codeine ........ 9050"])("ends in none: %s", (text) => {
  expect(endsInLeader(text)).toBe(false);
});
