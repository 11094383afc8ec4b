import { expect } from "@jest/globals";
import type { Document, Sentence } from "@longdoc/core";

import type { Ingested } from "../src/ingest.ts";

/** Boxes are rounded to a thousandth of a point, each side by itself. */
const ROUNDING_PT = 0.002;

export function sentencesOf(document: Document): Sentence[] {
  return document.blocks.flatMap((block) => block.sentences);
}

/** What holds of every document: offsets, boxes within their pages, ids used once, all text in the chunks. */
export function expectSoundLedger({ document, chunks }: Ingested): void {
  const sentences = sentencesOf(document);
  for (const sentence of sentences) {
    expect(document.text.slice(sentence.start, sentence.end)).toBe(sentence.text);
    expect(sentence.boxes.length).toBeGreaterThan(0);
    expect(sentence.boxes[0]!.page).toBe(sentence.page);
    for (const box of sentence.boxes) {
      const page = document.pages[box.page - 1]!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(page.width + ROUNDING_PT);
      expect(box.y + box.height).toBeLessThanOrEqual(page.height + ROUNDING_PT);
    }
  }
  expect(new Set(sentences.map((sentence) => sentence.id)).size).toBe(sentences.length);
  const running = document.blocks.filter((block) => block.kind === "header" || block.kind === "footer");
  const inBlocks = document.blocks
    .filter((block) => !running.includes(block))
    .flatMap((block) => block.sentences);
  expect(chunks.flatMap((chunk) => chunk.sentences.map((sentence) => sentence.id)).toSorted()).toEqual(
    inBlocks.map((sentence) => sentence.id).toSorted(),
  );
}
