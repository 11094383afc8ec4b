import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";

import {
  type Block,
  type BlockKind,
  type Chunk,
  countTokens,
  type Document,
  type Sentence,
} from "@longdoc/core";

import { createLedger } from "../ledger/ledger.ts";
import { chunk } from "./chunk.ts";

const box = { page: 1, x: 0, y: 0, width: 10, height: 10 };

interface Draft {
  readonly kind: BlockKind;
  readonly level?: number;
  readonly texts: readonly string[];
}

const block = (kind: BlockKind, ...texts: string[]): Draft => ({ kind, texts });
const heading = (level: number, text: string): Draft => ({ kind: "heading", level, texts: [text] });
/** Exactly `count` tokens. */
const words = (count: number): string =>
  Array.from({ length: count }, () => " one")
    .join("")
    .trim();

function documentOf(drafts: readonly Draft[]): Document {
  const id = "0123456789abcdef";
  const version = "f".repeat(64);
  const ledger = createLedger({ documentId: id, version });
  const blocks: Block[] = drafts.map(({ kind, level, texts }) =>
    ledger.add({
      kind,
      ...(level !== undefined && { level }),
      page: 1,
      box,
      sentences: texts.map((text) => ({ text, page: 1, boxes: [box], origin: { type: "text" } })),
    }),
  );
  return {
    id,
    version,
    title: "T",
    source: "t.txt",
    mediaType: "text/plain",
    language: "en",
    text: ledger.takeText(),
    pages: [{ number: 1, width: 100, height: 100, quality: { characters: 1 } }],
    blocks,
    quality: { pagesRead: 1, failedPages: [], warnings: [] },
  };
}

const texts = (chunk: Chunk | undefined): string[] => chunk?.sentences.map((sentence) => sentence.text) ?? [];

describe("chunk", () => {
  test("a heading opens a chunk, with the titles of the sections around it", () => {
    const chunks = chunk(
      documentOf([
        block("title", "Report"),
        block("paragraph", "Before."),
        heading(1, "One"),
        block("paragraph", "In one."),
        heading(2, "One A"),
        block("paragraph", "In one A."),
        heading(1, "Two"),
        block("paragraph", "In two."),
      ]),
    );
    expect(chunks.map((chunk) => [chunk.headingPath, texts(chunk)])).toEqual([
      [["Report"], ["Report", "Before."]],
      [
        ["Report", "One"],
        ["One", "In one."],
      ],
      [
        ["Report", "One", "One A"],
        ["One A", "In one A."],
      ],
      [
        ["Report", "Two"],
        ["Two", "In two."],
      ],
    ]);
  });

  test("headings with nothing under them go with the section that follows", () => {
    const chunks = chunk(
      documentOf([
        heading(1, "Part I"),
        heading(2, "Item 1"),
        block("paragraph", "Body."),
        heading(1, "Part II"),
        heading(1, "Part III"),
        block("paragraph", "End."),
      ]),
    );
    expect(chunks.map((chunk) => [chunk.headingPath, texts(chunk)])).toEqual([
      [
        ["Part I", "Item 1"],
        ["Part I", "Item 1", "Body."],
      ],
      [["Part III"], ["Part II", "Part III", "End."]],
    ]);
  });

  test("headings at the end of a document are kept", () => {
    const chunks = chunk(documentOf([block("paragraph", "Body."), heading(1, "Signatures")]));
    expect(chunks.map(texts)).toEqual([["Body."], ["Signatures"]]);
  });

  test("running headers and footers are in no chunk and part none", () => {
    const chunks = chunk(
      documentOf([
        block("paragraph", "A."),
        block("footer", "12"),
        block("header", "Report"),
        block("paragraph", "B."),
      ]),
    );
    expect(chunks.map(texts)).toEqual([["A.", "B."]]);
  });

  test("fills chunks alike instead of leaving a tiny rest", () => {
    const paragraphs = Array.from({ length: 9 }, () => block("paragraph", words(50)));
    const tokens = chunk(documentOf(paragraphs), { targetTokens: 400 }).map((chunk) => chunk.tokens);
    expect(tokens).toHaveLength(2);
    expect(Math.min(...tokens)).toBeGreaterThanOrEqual(200);
  });

  test("ends between paragraphs rather than within one", () => {
    const paragraphs = Array.from({ length: 6 }, () => block("paragraph", words(30), words(30), words(30)));
    for (const { sentences } of chunk(documentOf(paragraphs), { targetTokens: 200 }))
      expect(sentences.length % 3).toBe(0);
  });

  test("keeps a table whole up to twice the target, its heading with it", () => {
    const rows = Array.from({ length: 30 }, () => words(20));
    const chunks = chunk(
      documentOf([heading(1, "Balance sheet"), block("table", ...rows), block("paragraph", words(100))]),
    );
    expect(texts(chunks[0])).toEqual(["Balance sheet", ...rows]);
    expect(chunks).toHaveLength(2);
  });

  test("splits a larger table between rows", () => {
    const chunks = chunk(documentOf([block("table", ...Array.from({ length: 100 }, () => words(20)))]));
    expect(chunks.length).toBeGreaterThanOrEqual(5);
    for (const { tokens } of chunks) expect(tokens).toBeLessThanOrEqual(400);
  });

  test("keeps a caption with its table", () => {
    const chunks = chunk(
      documentOf([
        block("paragraph", words(180)),
        block("paragraph", words(180)),
        block("caption", "Table 1: Sales"),
        block("table", words(150), words(150)),
      ]),
    );
    expect(texts(chunks.at(-1))[0]).toBe("Table 1: Sales");
  });

  test("a sentence above the target is a chunk by itself", () => {
    const chunks = chunk(documentOf([block("paragraph", words(10), words(500), words(10))]));
    expect(chunks.map((chunk) => chunk.tokens)).toEqual([10, 500, 10]);
  });

  test("cuts a title that is no title to its beginning", () => {
    const chunks = chunk(documentOf([heading(1, words(100)), block("paragraph", "Body.")]));
    expect(chunks[0]?.headingPath[0]?.length).toBeLessThanOrEqual(121);
    expect(chunks[0]?.headingPath[0]).toMatch(/one…$/);
  });

  test("a document without sentences has no chunks", () => {
    expect(chunk(documentOf([block("figure"), block("footer", "1")]))).toEqual([]);
  });

  const KINDS: readonly BlockKind[] = [
    "title",
    "heading",
    "paragraph",
    "list-item",
    "table",
    "figure",
    "caption",
    "note",
    "header",
    "footer",
    "code",
    "formula",
  ];
  const draft: fc.Arbitrary<Draft> = fc
    .tuple(
      fc.constantFrom(...KINDS),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }),
    )
    .map(([kind, level, sizes]) => ({ kind, ...(kind === "heading" && { level }), texts: sizes.map(words) }));

  test("every sentence outside headers and footers is in exactly one chunk, in order; ids are unique and stable", () => {
    fc.assert(
      fc.property(
        fc.array(draft, { maxLength: 25 }),
        fc.integer({ min: 1, max: 200 }),
        (drafts, targetTokens) => {
          const document = documentOf(drafts);
          const chunks = chunk(document, { targetTokens });
          const expected = document.blocks
            .filter((block) => block.kind !== "header" && block.kind !== "footer")
            .flatMap((block) => block.sentences.map((sentence) => sentence.id));
          expect(chunks.flatMap((chunk) => chunk.sentences.map((sentence) => sentence.id))).toEqual(expected);
          expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(chunks.length);
          expect(chunks.map((chunk) => chunk.ordinal)).toEqual(chunks.map((_, index) => index));
          expect(chunk(documentOf(drafts), { targetTokens })).toEqual(chunks);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("a chunk exceeds the target only by what is not split, and none is headings alone unless nothing follows them", () => {
    fc.assert(
      fc.property(
        fc.array(draft, { maxLength: 25 }),
        fc.integer({ min: 60, max: 300 }),
        (drafts, targetTokens) => {
          const document = documentOf(drafts);
          const kindOf = new Map(
            document.blocks.flatMap((block) => block.sentences.map((s) => [s.id, block.kind] as const)),
          );
          const isHeading = (id: string): boolean =>
            kindOf.get(id) === "heading" || kindOf.get(id) === "title";
          const chunks = chunk(document, { targetTokens });
          for (const [index, { sentences, tokens }] of chunks.entries()) {
            expect(tokens).toBe(sentences.reduce((sum, sentence) => sum + countTokens(sentence.text), 0));
            const body = sentences.filter((sentence) => !isHeading(sentence.id));
            const firstKind = kindOf.get(body[0]?.id ?? "");
            if (tokens > targetTokens) expect(firstKind === "table" || body.length === 1).toBe(true);
            // Headings stand before the body that they head, never behind or within it.
            expect(sentences.slice(sentences.length - body.length)).toEqual(body);
            // Only of a long run of headings a part may be a chunk.
            if (body.length === 0 && index < chunks.length - 1) {
              const all = chunks.flatMap((chunk) => chunk.sentences);
              const here = all.indexOf(sentences[0]!);
              const isBody = (sentence: Sentence): boolean => !isHeading(sentence.id);
              const from = all.slice(0, here).findLastIndex(isBody) + 1;
              const to = all.findIndex((sentence, at) => at > here && isBody(sentence));
              const run = all.slice(from, to < 0 ? all.length : to);
              const above = run.reduce((sum, sentence) => sum + countTokens(sentence.text), 0);
              expect(above).toBeGreaterThan(targetTokens / 2);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
