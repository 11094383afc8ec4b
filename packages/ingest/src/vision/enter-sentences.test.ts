import { expect, test } from "@jest/globals";
import { type Block, type Document, documentId, documentVersion } from "@longdoc/core";
import * as fc from "fast-check";

import { createLedger, type DraftBlock } from "../ledger/ledger.ts";
import type { PictureDescription, PixelBox } from "./description.ts";
import { enterSentences } from "./enter-sentences.ts";
import { pickPictures } from "./pick-pictures.ts";
import { toSentences } from "./to-sentences.ts";

const PAGE = { width: 400, height: 300 };
const PICTURE = { width: 800, height: 200 };

const pixels: fc.Arbitrary<PixelBox> = fc.record({
  x0: fc.double({ min: -1e9, max: 1e9 }),
  y0: fc.integer({ min: -50, max: 250 }),
  x1: fc.integer({ min: -50, max: 900 }),
  y1: fc.double(),
});
const text = fc.string({ unit: "binary", maxLength: 40 });
const regionText = fc.record({ text, box: pixels });
const description: fc.Arbitrary<PictureDescription> = fc.record({
  kind: fc.constant("chart" as const),
  title: text,
  statements: fc.array(regionText, { maxLength: 4 }),
  series: fc.array(
    fc.record({
      name: text,
      unit: text,
      points: fc.array(fc.record({ category: text, value: text, box: pixels }), { maxLength: 25 }),
    }),
    { maxLength: 2 },
  ),
  labels: fc.array(regionText, { maxLength: 4 }),
});
/** Blocks of two pages: whether each is a picture, how many sentences it has, and its page. */
const shape = fc.array(fc.record({ picture: fc.boolean(), texts: fc.array(text, { maxLength: 3 }) }), {
  minLength: 1,
  maxLength: 6,
});

function documentOf(drafts: readonly DraftBlock[]): Document {
  const of = { documentId: documentId("a.pdf"), version: documentVersion(new Uint8Array()) };
  const ledger = createLedger(of);
  const blocks: Block[] = drafts.map((draft) => ledger.add(draft));
  return {
    id: of.documentId,
    version: of.version,
    title: "A",
    source: "a.pdf",
    mediaType: "application/pdf",
    language: "en",
    text: ledger.takeText(),
    pages: [1, 2].map((number) => ({ number, ...PAGE, quality: { characters: 0 } })),
    blocks,
    quality: { pagesRead: 2, failedPages: [], warnings: [] },
  };
}

test("whatever a model says, sentences are slices of the text, lie in their figures, and have ids of their own", () => {
  fc.assert(
    fc.property(shape, fc.array(description, { minLength: 6, maxLength: 6 }), (blocks, descriptions) => {
      const document = documentOf(
        blocks.map(({ picture, texts }, index): DraftBlock => {
          const page = index < blocks.length / 2 ? 1 : 2;
          const box = { page, x: 13.7 * index, y: 101.3, width: 120.1, height: 77.7 };
          return {
            kind: picture ? "figure" : "paragraph",
            page,
            box,
            sentences: texts.map((each) => ({ text: each, page, boxes: [box], origin: { type: "text" } })),
            ...(picture ? { picture } : {}),
          };
        }),
      );
      const places = pickPictures(document, false);
      const placed = places.map((place, index) => ({
        place,
        sentences: toSentences(descriptions[index]!, { box: place.box, ...PICTURE, turned: false }, []),
      }));
      const seen = enterSentences(document, placed, { described: places.length, undescribed: 0 }, []);
      const sentences = seen.blocks.flatMap((block) =>
        block.sentences.map((sentence) => ({ block, sentence })),
      );
      for (const { block, sentence } of sentences) {
        expect(seen.text.slice(sentence.start, sentence.end)).toBe(sentence.text);
        if (sentence.origin.type !== "vision") continue;
        expect(sentence.boxes.length).toBeGreaterThan(0);
        for (const box of sentence.boxes) {
          expect(box.page).toBe(block.page);
          expect(box.width).toBeGreaterThan(0);
          expect(box.height).toBeGreaterThan(0);
          expect(box.x).toBeGreaterThanOrEqual(block.box.x - 0.001);
          expect(box.y).toBeGreaterThanOrEqual(block.box.y - 0.001);
          expect(box.x + box.width).toBeLessThanOrEqual(block.box.x + block.box.width + 0.001);
          expect(box.y + box.height).toBeLessThanOrEqual(block.box.y + block.box.height + 0.001);
        }
      }
      expect(new Set(sentences.map(({ sentence }) => sentence.id)).size).toBe(sentences.length);
      // Nothing of the file's own is lost, and nothing before the first picture changes.
      const own = sentences.flatMap(({ sentence }) => (sentence.origin.type === "text" ? [sentence] : []));
      const before = document.blocks.flatMap((block) => block.sentences);
      expect(own.map((each) => each.text)).toEqual(before.map((each) => each.text));
      const first = sentences.findIndex(({ sentence }) => sentence.origin.type === "vision");
      if (first >= 0) expect(own.slice(0, first)).toEqual(before.slice(0, first));
    }),
  );
});
