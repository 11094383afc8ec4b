import type { SetText } from "./segments.ts";

/** Accents as signs of their own, and as marks that join the letter before them. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ["`", "\u0300"],
  ["´", "\u0301"],
  ["ˆ", "\u0302"],
  ["˜", "\u0303"],
  ["¯", "\u0304"],
  ["˘", "\u0306"],
  ["˙", "\u0307"],
  ["¨", "\u0308"],
  ["˚", "\u030a"],
  ["˝", "\u030b"],
  ["ˇ", "\u030c"],
  ["¸", "\u0327"],
  ["˛", "\u0328"],
]);
export const ACCENT: RegExp = new RegExp(`[${[...MARKS.keys()].join("")}]`);
const DOTLESS: ReadonlyMap<string, string> = new Map([
  ["ı", "i"],
  ["ȷ", "j"],
]);
/** Share of an accent's width that lies over its letter. */
const OVERLAP = 0.5;

/**
 * Joins accents to the letters that they are drawn over, before or after them: TeX's older fonts have `´` and `a`, and
 * no `á`, which is what people search for.
 */
export function joinAccents(set: SetText): SetText {
  const joined: SetText = { texts: [], x0s: [], x1s: [] };
  for (let index = 0; index < set.texts.length; index++) {
    const [text, x0, x1] = [set.texts[index]!, set.x0s[index]!, set.x1s[index]!];
    const last = joined.texts.length - 1;
    const accented =
      last < 0 || !overlap(joined.x0s[last]!, joined.x1s[last]!, x0, x1)
        ? undefined
        : accentedLetter(joined.texts[last]!, text);
    if (accented === undefined) {
      joined.texts.push(text);
      joined.x0s.push(x0);
      joined.x1s.push(x1);
    } else {
      joined.texts[last] = accented;
      joined.x0s[last] = Math.min(joined.x0s[last]!, x0);
      joined.x1s[last] = Math.max(joined.x1s[last]!, x1);
    }
  }
  return joined;
}

/** What two signs that are drawn over each other are, where one is an accent and the other a letter that bears it. */
export function accentedLetter(first: string, second: string): string | undefined {
  return compose(second, first) ?? compose(first, second);
}

/** The letter with its accent, where there is such a character. */
function compose(letter: string, accent: string): string | undefined {
  const mark = MARKS.get(accent);
  if (mark === undefined) return undefined;
  const composed = `${DOTLESS.get(letter) ?? letter}${mark}`.normalize("NFC");
  return composed.length === 1 ? composed : undefined;
}

/** Whether two signs stand over each other, by their left and right edges. */
export function overlap(a0: number, a1: number, b0: number, b1: number): boolean {
  return Math.min(a1, b1) - Math.max(a0, b0) > OVERLAP * Math.min(a1 - a0, b1 - b0);
}
