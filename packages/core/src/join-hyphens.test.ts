import { expect, test } from "@jest/globals";

import { hyphenJoiner } from "./join-hyphens.ts";

const join = (text: string): string => hyphenJoiner(text)(text);

test.each([
  ["a word that nothing is known of", "many organi-\nsations took part", "many organisations took part"],
  ["a soft hyphen", "many organi\u00ad\nsations", "many organisations"],
  [
    "a word that is written whole elsewhere",
    "Overall it fell. Over all it rose over-\nall.",
    "Overall it fell. Over all it rose overall.",
  ],
  [
    "a compound that is written elsewhere",
    "A non-binding vote was non-\nbinding.",
    "A non-binding vote was non-binding.",
  ],
  ["two words that stand elsewhere", "A long term: the long-\nterm debt", "A long term: the long-term debt"],
  [
    "a second hyphen",
    "the state-of-\nthe art of the state-of-the",
    "the state-of-the art of the state-of-the",
  ],
  ["figures", "pages 12-\n14", "pages 12-\n14"],
])("joins what a line's end parts: %s", (_, text, joined) => {
  expect(join(text)).toBe(joined);
});
