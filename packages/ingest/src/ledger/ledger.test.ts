import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";

import type { Block, BlockKind } from "@longdoc/core";

import { createLedger, type DraftBlock } from "./ledger.ts";

const of = { documentId: "0123456789abcdef", version: "f".repeat(64) };
const box = { page: 1, x: 0, y: 0, width: 10, height: 10 };

function draft(kind: BlockKind, ...texts: string[]): DraftBlock {
  return {
    kind,
    page: 1,
    box,
    sentences: texts.map((text) => ({ text, page: 1, boxes: [box], origin: { type: "text" } })),
  };
}

function enterAll(drafts: readonly DraftBlock[]): { blocks: Block[]; text: string } {
  const ledger = createLedger(of);
  const blocks = drafts.map((block) => ledger.add(block));
  return { blocks, text: ledger.takeText() };
}

describe("createLedger", () => {
  test("joins sentences by a space, rows and lines of code by a line feed, blocks by a blank line", () => {
    const { text } = enterAll([
      draft("paragraph", "One.", "Two."),
      draft("table", "a: 1", "a: 2"),
      draft("code", "if x", "  y"),
    ]);
    expect(text).toBe("One. Two.\n\na: 1\na: 2\n\nif x\n  y");
  });

  test("leaves out sentences without text, and adds nothing for a block that has none", () => {
    const { blocks, text } = enterAll([
      draft("figure", " "),
      draft("paragraph", "", "One.", "\n"),
      draft("figure"),
      draft("paragraph", "Two."),
    ]);
    expect(text).toBe("One.\n\nTwo.");
    expect(blocks.map((block) => block.sentences.length)).toEqual([0, 1, 0, 1]);
  });

  test("replaces what a database does not give back, one unit for one", () => {
    const { text } = enterAll([draft("paragraph", "a\0b\ud800c\udc00", "\ud83d", "\ude00")]);
    expect(text).toBe("a\ufffdb\ufffdc\ufffd \ufffd \ufffd");
  });

  test("keeps level, markdown, boxes and origin", () => {
    const origin = { type: "ocr", confidence: 0.5 } as const;
    const sentence = { text: "T", page: 2, boxes: [box, box], origin };
    const block = createLedger(of).add({
      kind: "heading",
      level: 2,
      page: 2,
      box,
      sentences: [sentence],
      markdown: "m",
    });
    expect(block).toMatchObject({
      kind: "heading",
      level: 2,
      page: 2,
      box,
      markdown: "m",
      sentences: [sentence],
    });
  });

  const kinds = fc.constantFrom<BlockKind>("paragraph", "table", "code", "heading", "footer");
  const unit = fc.oneof(
    fc.constantFrom("\ud800", "\udfff", "\0", "😀", "\n", " ", "a"),
    fc.string({ unit: "binary" }),
  );
  const drafts = fc.array(
    fc
      .tuple(kinds, fc.array(fc.string({ unit, maxLength: 12 }), { maxLength: 4 }))
      .map(([kind, texts]) => draft(kind, ...texts)),
    { maxLength: 12 },
  );

  test("the text between a sentence's offsets is the sentence, whatever was entered; nothing lies outside but separators", () => {
    fc.assert(
      fc.property(drafts, (drafts) => {
        const { blocks, text } = enterAll(drafts);
        let at = 0;
        const ids = new Set<string>();
        for (const sentence of blocks.flatMap((block) => block.sentences)) {
          expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text);
          expect(["", " ", "\n", "\n\n"]).toContain(text.slice(at, sentence.start));
          ids.add(sentence.id);
          at = sentence.end;
        }
        expect(at).toBe(text.length);
        expect(ids.size).toBe(blocks.reduce((sum, block) => sum + block.sentences.length, 0));
        expect(new TextDecoder().decode(new TextEncoder().encode(`|${text}`))).toBe(`|${text}`);
      }),
      { numRuns: 300 },
    );
  });

  test("the same input gives the same ids, another version others", () => {
    const input = [draft("paragraph", "One.", "Two.")];
    const ids = (version: string): string[] => {
      const ledger = createLedger({ ...of, version });
      return input.flatMap((block) => ledger.add(block).sentences.map((sentence) => sentence.id));
    };
    expect(ids("a")).toEqual(ids("a"));
    expect(ids("a").some((id) => ids("b").includes(id))).toBe(false);
  });
});
