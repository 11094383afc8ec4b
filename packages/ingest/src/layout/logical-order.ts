const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/**
 * Reading order of glyphs on a line that holds right-to-left script, as indices into the glyphs. The line is read
 * from right to left, except runs of numbers and left-to-right words, which keep their own direction
 * (Unicode Bidirectional Algorithm, rules L2 and the weak types, in the form that a drawn line needs).
 */
export function logicalOrder(line: {
  readonly texts: readonly string[];
  readonly x0s: readonly number[];
}): number[] {
  const visual = line.texts.map((_, index) => index).sort((a, b) => line.x0s[a]! - line.x0s[b]!);
  const letters = line.texts.join("");
  const rightToLeft = countMatches(letters, /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g);
  const leftToRight = countMatches(letters, /[A-Za-z\u00c0-\u024f]/g);
  if (rightToLeft >= leftToRight) return reverseRuns(visual.toReversed(), line.texts, isLeftToRight);
  return reverseRuns(visual, line.texts, isRightToLeft);
}

function isLeftToRight(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) && !isRightToLeft(text);
}

/** Reverses each maximal run of glyphs that run against the line, with the neutral glyphs between them. */
function reverseRuns(
  order: readonly number[],
  texts: readonly string[],
  against: (text: string) => boolean,
): number[] {
  const result: number[] = [];
  for (let index = 0; index < order.length;) {
    if (!against(texts[order[index]!]!)) {
      result.push(order[index++]!);
      continue;
    }
    let end = index + 1;
    for (let probe = end; probe < order.length; probe++) {
      const text = texts[order[probe]!]!;
      if (against(text)) end = probe + 1;
      else if (/\p{L}/u.test(text)) break;
    }
    result.push(...order.slice(index, end).toReversed());
    index = end;
  }
  return result;
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
