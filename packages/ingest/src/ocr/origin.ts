import type { Box, Origin } from "@longdoc/core";

import type { RecognizedWord } from "./recognition.ts";

/**
 * Where the text in some boxes comes from: for what lies on recognised pages, recognition, as sure as its words on
 * average by their length.
 */
export function recognizedOrigin(
  boxes: readonly Box[],
  pages: ReadonlyMap<number, readonly RecognizedWord[]>,
): Origin | undefined {
  let characters = 0;
  let sum = 0;
  for (const box of boxes) {
    for (const word of pages.get(box.page) ?? []) {
      if (!lies(word, box)) continue;
      characters += word.text.length;
      sum += word.text.length * word.confidence;
    }
  }
  if (characters === 0) return undefined;
  return { type: "ocr", confidence: Math.round((1000 * sum) / characters) / 1000 };
}

function lies(word: RecognizedWord, box: Box): boolean {
  const x = (word.x0 + word.x1) / 2;
  const y = (word.y0 + word.y1) / 2;
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}
