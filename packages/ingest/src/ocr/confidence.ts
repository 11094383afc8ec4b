/** Below this mean confidence, quotes may differ from what is shown. */
const UNSURE = 0.75;

/** Mean confidence of texts by their length, from 0 to 1; 0 without any. */
export function confidenceOf(
  words: readonly { readonly text: string; readonly confidence: number }[],
): number {
  let characters = 0;
  let sum = 0;
  for (const { text, confidence } of words) {
    characters += text.length;
    sum += text.length * confidence;
  }
  return characters === 0 ? 0 : sum / characters;
}

export function isUnsure(confidence: number): boolean {
  return confidence < UNSURE;
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
