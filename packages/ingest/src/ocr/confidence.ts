import type { RecognizedWord } from "./recognition.ts";

/** Mean confidence of words by their length, from 0 to 1; 0 without any. */
export function confidenceOf(words: readonly RecognizedWord[]): number {
  let characters = 0;
  let sum = 0;
  for (const { text, confidence } of words) {
    characters += text.length;
    sum += text.length * confidence;
  }
  return characters === 0 ? 0 : sum / characters;
}
