import { expect, test } from "@jest/globals";

import { joinTexts } from "./line-ends.ts";

const join = (...lines: string[]): string => joinTexts(lines.map((text) => ({ text }))).text;

test("keeps a line's end where a hyphen may be its own", () => {
  expect(join("an ef-", "ficient way")).toBe("an ef-\nficient way");
  expect(join("VIA AB-", "STRACTION IN")).toBe("VIA AB-\nSTRACTION IN");
});

test("puts no space behind a hyphen or dash that ties a word or a range", () => {
  expect(join("of the COVID-", "19 pandemic")).toBe("of the COVID-19 pandemic");
  expect(join("Jheng-", "Hong Yang")).toBe("Jheng-Hong Yang");
  expect(join("pages 2116–", "2129")).toBe("pages 2116–2129");
});

test("keeps the space around a dash that stands alone, and between words", () => {
  expect(join("one —", "two")).toBe("one — two");
  expect(join("one", "two")).toBe("one two");
});

test("joins an address that a line's end parts, and ends it where a sentence goes on", () => {
  expect(join("see https://doi.org/10.", "1016/j.eswa.2021")).toBe("see https://doi.org/10.1016/j.eswa.2021");
  expect(join("at https://wiki.debian.org/", "Packages of it")).toBe(
    "at https://wiki.debian.org/Packages of it",
  );
  expect(join("at https://wiki.debian.org.", "Then go on")).toBe("at https://wiki.debian.org. Then go on");
  expect(join("input and/", "or output")).toBe("input and/ or output");
});
