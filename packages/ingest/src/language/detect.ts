/** Enough for n-gram statistics to settle; more only costs time. */
const MAX_SAMPLE = 4_000;

/** Below this many letters a guess is noise: "Net sales" is found to be Tagalog. */
const MIN_LETTERS = 12;

/**
 * Tells a text's main language: ISO 639-1 code, `und` when it cannot be told (too short, or mostly figures).
 * Longer texts are sampled from beginning, middle and end.
 */
export async function detectLanguage(sample: string): Promise<string> {
  const text = excerpt(sample);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < MIN_LETTERS) return "und";
  // 1.6 MB of n-grams, loaded when the first document is read rather than with the package.
  const { eld } = await import("eld/small");
  return eld.detect(text).language || "und";
}

function excerpt(text: string): string {
  if (text.length <= MAX_SAMPLE) return text;
  const third = Math.floor(MAX_SAMPLE / 3);
  const middle = Math.floor((text.length - third) / 2);
  return [text.slice(0, third), text.slice(middle, middle + third), text.slice(-third)]
    .join("\n")
    .toWellFormed();
}
