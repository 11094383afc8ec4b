import { existsSync, readFileSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";

import { splitSentences } from "./split.ts";

function sentencesOf(text: string, language: string): string[] {
  return splitSentences(text, language).map((span) => text.slice(span.start, span.end));
}

/** Texts by language; `‖` stands where a sentence begins and is no part of the text. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  en: [
    "Ann Smith and Bob Jones. 2019a. ‖A new method. ‖CoRR, abs/2211.12588.",
    "B2. Did you discuss the terms? ‖Not applicable.",
    "Growth was strong.[12] ‖Next we see more.",
    "Growth was strong. [12] ‖Next we see more. [3, 4] ‖Then it fell.",
    "See Note 5. ‖The Company sold it.",
    "See Item 1A. Risk Factors for more. ‖We agree.",
    "Item 1A. Risk Factors",
    "Item 7. Management’s Discussion and Analysis of Financial Condition",
    "See No. 5 and Fig. 3 below. ‖No. ‖It is not.",
    "Apple Inc. reported sales. ‖Apple Inc. Reports were late at Best Buy Co., Inc. ‖The stock rose.",
    "Apple Inc. (the “Company”) sells phones. ‖It grew.",
    "“Stop!” John said. ‖He left.",
    "“Is it?” she asked. ‖“Yes.” ‖He left.",
    "J. K. Rowling wrote it. ‖J. R. R. Tolkien did not.",
    "I bought it. ‖iPhone sales grew. ‖eBay did too.",
    "We had 3.5 million in 2018. ‖45 countries joined. ‖2019 was better.",
    "Use e.g. a knife, i.e. the sharp one, etc. ‖Then cut.",
    "The U.S. Securities and Exchange Commission, Washington, D.C. 20549 sent it.",
    "Open config.yaml or main.c. ‖See https://x.org/a.b?c=d&e=F.g for more.",
    "Smith et al. (2019) show this. ‖Jones et al. ‖The former is wrong.",
    "Deep residual learning. ‖K. He, X. Zhang, S. Ren, and J. Sun. ‖In CVPR, 2016.",
    "It was sold.12 ‖The rest remained.",
    "At 9 a.m. Eastern Time we met. ‖It ended at 5 p.m. ‖Everyone left at 6 p.m. Monday.",
    "The value is approx. 5 mm. ‖Do not exceed Max. 10 V.",
    "(a) The first thing",
    "(a) The first thing happened. ‖(b) The second thing",
    "• The first thing ‖• The second thing",
    "(See Note 3.) ‖We continue.",
    "He waited… ‖Then he left. ‖Well… maybe.",
    "Risk Factors ................ 12",
    "Total revenue increased 5%\nin 2019. ‖Net income\nfell. ‖In 2018,\nit rose.",
    "Press Ctrl+C to stop. ‖Warning! ‖Do not open. ‖Is it on? ‖If not, call us.",
    "Form 10-K for fiscal year ended Feb. 2, 2019 was filed. ‖On Jan. 5 it closed. ‖It was Feb. ‖We left.",
    "Dr. Smith and Mrs. Jones met Lt. Col. Brown on Main St. ‖The end.",
    "Q. What is it? ‖A. It is a pump.",
    "Section 13(a) of the Act. ‖See 17 C.F.R. § 240.12b-2. ‖Check one.",
    "Roe v. Wade, 410 U.S. 113 (1973), was decided. ‖It stood.",
    "The p-value was .05. ‖The mean was 3. ‖We stopped.",
    'He said "no." ‖She said "yes." ‖They left.',
    "The “Plan B. Option” is long. ‖We take vitamin C. ‖The dose is low.",
    "George W. Bush and John F. Kennedy were presidents.",
    "1. Remove the cover. ‖2. Unscrew the bolts. ‖3. Lift.",
    "1. Remove the cover. ‖Set it aside.",
    "We offer: (i) loans; (ii) deposits; and (iii) cards. ‖All are free.",
    "Model No. ABC-12. ‖Ships in the U.K. and the E.U. ‖They are made in the U.S.A.",
    "Total 5,409 5,209",
    "“We did it. We won,” he said. ‖They cheered.",
    "It works (e.g. in v. 2.0). ‖Yes.",
    "Prices rose to $5.00. ‖$6.00 was the peak. ‖€7 is next.",
    '"A. The cat" is a title.',
    "Mr. and Mrs. Smith vs. State. ‖No decision.",
    "Published by Wiley & Sons, Inc. ‖All rights reserved.",
    "The Company’s fiscal year ends on the Saturday nearest the end of January. ‖Fiscal 2019, 2018 and 2017 included 52 weeks.",
    "We call this “deep learning.” ‖It is new. ‖[Figure 3 omitted.] ‖Next.",
    'Yes! ‖We can. ‖"Can we?" ‖"Yes."',
    "She was ill. ‖Doctors came. ‖Tighten to 5 mm. ‖Remove the bolt.",
    "It was 5 p.m. ‖I left. ‖No. ‖I did not.",
    "Call us at Tel. 555-1234. ‖Thanks.",
    "A study [5]. ‖Another study [6, 7]. ‖The end [8].",
    "[1] Smith, A. Title. ‖Journal, 2019. ‖[2] Jones, B. Other title.",
  ],
  de: [
    "Am 3. Oktober 1990 war es so weit. ‖Der 19. Jahrhundert-Stil endete. ‖Er kam am 5. ‖Die Firma blieb.",
    "Das gilt z. B. Die Zeit, d. h. immer. ‖Siehe Abb. 3 und Nr. 5. ‖Die Fa. Müller GmbH kam.",
    "„Komm!“, rief er. ‖„Nein.“ ‖Sie ging.",
  ],
  fr: [
    "M. Dupont est arrivé. ‖« Bonjour ! » ‖Il est parti. ‖Que faire ? ‖Rien.",
    "Il a dit : « Je viens. » ‖Elle est partie.",
    "M. Le Pen est venu le 3 sept. 2019. ‖Il est sept. ‖Paul dort.",
  ],
  es: [
    "¿Qué hora es? ‖¡Tarde! ‖El Sr. García y la Dra. Ruiz viven en EE. UU. desde 1990. ‖La empresa S.A. creció.",
    "Fue al mar. ‖Juan nadó.",
  ],
  ja: [
    "「すごい。本当に。」と彼は言った。‖彼は帰った。",
    "彼は「行く。」と言った。‖そして（注：省略。）去った。‖終わり！‖本当？‖はい。",
  ],
  zh: [
    "他说：“我很好。你呢？”‖她笑了。‖“你好。”他说。‖今年收入为3.5亿元。‖增长很快！",
    "公司（以下简称“公司”。）成立于1990年。‖它很大。",
    "公司成立于1990年（简称“公司”）。‖“很好。”‖他走了。",
  ],
  ar: ["كيف حالك؟ ‖أنا بخير. ‖شكرا لك. ‖د. محمد هنا."],
  hi: ["यह पहला वाक्य है। ‖यह दूसरा है। ‖डॉ. शर्मा आए।"],
  ru: ["Г-н Иванов живёт на ул. Ленина. ‖Это т. е. дом № 5. ‖А. С. Пушкин родился в 1799 г. в Москве."],
  it: ["Il sig. Rossi è qui. ‖È arrivato il dott. Bianchi. ‖L'art. 5 vale."],
  pt: ["O Sr. Silva chegou. ‖Ele mora na Av. Brasil. ‖É longe."],
  nl: ["Dhr. Jansen komt o.a. morgen. ‖De heer gaat."],
};

describe("splitSentences", () => {
  for (const [language, texts] of Object.entries(CASES)) {
    test.each(texts)(`${language}: %j`, (marked) => {
      const expected = marked.split("‖").map((sentence) => sentence.trim());
      expect(sentencesOf(marked.replaceAll("‖", ""), language)).toEqual(expected);
    });
  }

  // The share of rules kept from breaking by a change; the bench prints it beside the bare segmenter's.
  test.each([
    ["en", 46],
    ["es", 5],
    ["fr", 5],
    ["de", 3],
    ["ja", 4],
  ])("keeps the golden rules: %s, at least %i", (language, atLeast) => {
    const path = new URL(`../../../../../shared/data/sentences/${language}.json`, import.meta.url);
    if (!existsSync(path)) {
      process.stderr.write(`skipped: there is no ${path.pathname}\n`);
      return;
    }
    const rules = JSON.parse(readFileSync(path, "utf8")) as { text: string; sentences: string[] }[];
    const kept = rules.filter(
      (rule) => sentencesOf(rule.text, language).join("‖") === rule.sentences.join("‖"),
    );
    expect(kept.length).toBeGreaterThanOrEqual(atLeast);
  });

  const PIECES = [
    "The cat",
    "Inc.",
    " ",
    "  ",
    "\n",
    "\t",
    ". ",
    ".",
    "!",
    "?",
    "…",
    ". . .",
    "“",
    "”",
    '"',
    "(",
    ")",
    "[1]",
    "1.",
    "a)",
    "•",
    "U.S.",
    "3.5",
    "漢字",
    "。",
    "「",
    "」",
    "।",
    "؟",
    "😀",
    "e\u0301",
    "\ud800",
    "\u2028",
    "\ufeff",
    "»",
    "«",
    "x.y",
    "A.",
    "„",
  ];
  const anyText = fc.oneof(
    fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 100 }),
    fc
      .tuple(
        fc.string({ unit: fc.constantFrom(...PIECES), minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 900 }),
      )
      .map(([piece, times]) => piece.repeat(times)),
  );

  test("whatever the text, everything but white space is in exactly one trimmed span, in order", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("en", "de", "ja", "ar", "und", "xx"), (text, language) => {
        let at = 0;
        for (const { start, end } of splitSentences(text, language)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end - start).toBeLessThanOrEqual(1_500);
          expect(text.slice(at, start).trim()).toBe("");
          const sentence = text.slice(start, end);
          expect(sentence.trim()).toBe(sentence);
          at = end;
        }
        expect(text.slice(at).trim()).toBe("");
      }),
      { numRuns: 200 },
    );
  });

  test("never parts a surrogate pair", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.constantFrom("😀", "𠮷", "👩‍👩‍👧"), (times, char) => {
        const text = `a${char.repeat(times)}`;
        for (const sentence of sentencesOf(text, "en")) expect(sentence.isWellFormed()).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("cuts a sentence that is too long behind a semicolon, else a comma, else between words", () => {
    const clause = "the lessee shall pay the rent, without deduction";
    const contract = `${Array.from({ length: 80 }, () => clause).join("; ")}.`;
    const pieces = sentencesOf(contract, "en");
    expect(pieces.length).toBe(3);
    for (const piece of pieces.slice(0, -1)) expect(piece.endsWith(";")).toBe(true);
    expect(sentencesOf(contract.replaceAll(";", ","), "en")[0]).toMatch(/,$/);
    const words = sentencesOf("word ".repeat(1_000), "en");
    expect(new Set(words.join(" ").split(" "))).toEqual(new Set(["word"]));
  });

  test("keeps a family of joined emoji whole where there is no better place to cut", () => {
    const family = "👩‍👩‍👧‍👦";
    for (const piece of sentencesOf(family.repeat(300), "en")) expect(piece.replaceAll(family, "")).toBe("");
  });

  test("stays linear on a block of many thousand characters without one sentence end", () => {
    const text = "a. b ".repeat(40_000);
    const spans = splitSentences(text, "en");
    expect(spans.at(-1)?.end).toBe(text.trimEnd().length);
  });
});
