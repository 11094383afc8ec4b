export type NumberFormat =
  | "decimal"
  | "decimal-zero"
  | "lower-letter"
  | "upper-letter"
  | "lower-roman"
  | "upper-roman";

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];
/** Larger numbers are written in digits. */
const MAX_ROMAN = 4999;

/** A list item's number as it is shown. */
export function listNumber(value: number, format: NumberFormat): string {
  switch (format) {
    case "decimal":
      return String(value);
    case "decimal-zero":
      return String(value).padStart(2, "0");
    case "lower-letter":
      return letters(value);
    case "upper-letter":
      return letters(value).toUpperCase();
    case "lower-roman":
      return roman(value);
    case "upper-roman":
      return roman(value).toUpperCase();
  }
}

/** a … z, aa, ab, … */
function letters(value: number): string {
  if (value < 1) return String(value);
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(97 + ((rest - 1) % 26)) + text;
  }
  return text;
}

function roman(value: number): string {
  if (value < 1 || value > MAX_ROMAN) return String(value);
  let text = "";
  let rest = value;
  for (const [worth, sign] of ROMAN) {
    while (rest >= worth) {
      text += sign;
      rest -= worth;
    }
  }
  return text;
}
