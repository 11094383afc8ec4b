/** CSS pixels of each unit, of which there are 96 to the inch. */
const PIXELS: Readonly<Record<string, number>> = {
  "": 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
};
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;
const LENGTH = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-z%]*)\s*$/i;

/** Pixels of a length; shares count of `whole`, `em` of `fontSize`; `undefined` of anything else. */
export function lengthOf(
  value: string | undefined,
  { whole, fontSize = 16 }: { readonly whole?: number; readonly fontSize?: number } = {},
): number | undefined {
  const [, digits, unit = ""] = LENGTH.exec(value ?? "") ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  const of = unit.toLowerCase();
  const pixels =
    of === "%"
      ? whole === undefined
        ? undefined
        : (number / 100) * whole
      : number * (of === "em" || of === "rem" ? fontSize : of === "ex" ? fontSize / 2 : (PIXELS[of] ?? 1));
  return pixels !== undefined && Number.isFinite(pixels) ? pixels : undefined;
}

/** The numbers of a list that commas or spaces part: `0 0 100 50`. */
export function numbersOf(text: string | undefined): number[] {
  return (text?.match(NUMBER) ?? []).map(Number).filter(Number.isFinite);
}
