import type { OcrBlock, OcrLine, OcrWord } from "./engine.ts";

/** Below this, a symbol that stands alone is more often a speck, a rule or a picture's edge than a character. */
const SYMBOL_CONFIDENCE = 0.6;
/** Below this, what was recognised has as little to do with the page's text as a guess. */
const WORD_CONFIDENCE = 0.2;

/**
 * Leaves out what the engine sees in dirt, rules and pictures. A word of letters or digits stays even where the
 * engine is unsure: whoever reads the sentence sees its confidence.
 */
export function cleanLines(blocks: readonly OcrBlock[]): OcrLine[] {
  return blocks.flatMap(({ lines }) =>
    lines.flatMap((line): OcrLine[] => {
      const words = line.words.filter((word) => !isNoise(word));
      return words.some(({ text }) => /[\p{L}\p{N}]/u.test(text)) ? [{ ...line, words }] : [];
    }),
  );
}

function isNoise({ text, confidence }: OcrWord): boolean {
  if (confidence < WORD_CONFIDENCE) return true;
  // Rules of tables and frames come as these, with whatever confidence.
  if (/^[|_¦‾—–-]{2,}$|^[|_¦‾]$/u.test(text)) return true;
  return confidence < SYMBOL_CONFIDENCE && [...text].length <= 2 && !/[\p{L}\p{N}]/u.test(text);
}
