import type { Cell } from "./grid.ts";

const COUNTED = String.raw`(?:(?:[A-Z]{2,3}\s?)?[$€£¥]|(?:US\s)?dollars?|euros?|amounts?|shares|figures|units|USD|EUR|GBP)`;
const SCALE = String.raw`in\s+(?:hundreds|thousands|millions|billions)(?:\s+of\s+(?:US\s)?\p{L}+)?`;
const EXCEPTION = String.raw`(?:,?\s*(?:except|unless|other than)[^.;)]{0,80})?`;
const UNIT = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${COUNTED}(?:\s+(?:and|or|&)\s+\p{L}+)?\s+(?:\p{L}+\s+){0,3})?${SCALE}${EXCEPTION}`,
  "iu",
);
/** `(Millions, except per share data)`, where nothing else is said. */
const BARE_SCALE = new RegExp(String.raw`^[\s(]*((?:thousands|millions|billions)${EXCEPTION})[\s)]*$`, "i");

/** What a text says that figures are counted in: `$ in millions, except per share amounts`. */
export function unitIn(text: string): string | undefined {
  return (UNIT.exec(text)?.[0] ?? BARE_SCALE.exec(text)?.[1])?.trim();
}

/** Whether a text says nothing but what figures are counted in: `(In millions)`. */
export function isUnit(text: string): boolean {
  const bare = text.replace(/^[\s(]+|[\s)]+$/g, "");
  return unitIn(bare)?.length === bare.length;
}

/** The unit that the first cell to name one names. */
export function findUnit(cells: readonly Cell[]): string | undefined {
  for (const cell of cells) {
    const unit = unitIn(cell.text);
    if (unit) return unit;
  }
  return undefined;
}
