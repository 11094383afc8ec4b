import type { OcrBlock, OcrLine, OcrWord } from "./engine.ts";

/** Below this, a sign that stands alone is more often a speck, a rule or a picture's edge than a character. */
const SIGN_CONFIDENCE = 0.6;
/** The same for one or two letters or digits, which a picture's textures give as well. */
const LETTER_CONFIDENCE = 0.4;

/**
 * Leaves out what the engine sees in dirt, rules and pictures: indexed, it would be found and quoted. A longer word
 * stays even where the engine is unsure, as it may be a name; whoever reads the sentence sees its confidence.
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
  // Rules of tables and frames come as these, with whatever confidence.
  if (/^[|_¦‾—–-]{2,}$|^[|_¦‾]$/u.test(text)) return true;
  if ([...text].length > 2) return false;
  return confidence < (/[\p{L}\p{N}]/u.test(text) ? LETTER_CONFIDENCE : SIGN_CONFIDENCE);
}
