/**
 * Signs of the fonts whose letters are pictures. Files name them by the letter in their place (`x` for a ticked box),
 * or by that letter in the private use area (U+F078), also where another font has been put in the place of theirs.
 */
export type Symbols = ReadonlyMap<number, string>;

/** By character code: the boxes, bullets, ticks and arrows that texts use. */
const WINGDINGS: Symbols = new Map([
  [0x28, "☎"],
  [0x2a, "✉"],
  [0x6c, "●"],
  [0x6d, "❍"],
  [0x6e, "■"],
  [0x6f, "☐"],
  [0x71, "❑"],
  [0x72, "❒"],
  [0x75, "◆"],
  [0x76, "❖"],
  [0x77, "◆"],
  [0x78, "☒"],
  [0x9f, "•"],
  [0xa7, "▪"],
  [0xa8, "☐"],
  [0xb7, "•"],
  [0xd8, "➢"],
  [0xdf, "←"],
  [0xe0, "→"],
  [0xe8, "➔"],
  [0xf0, "⇨"],
  [0xfb, "✗"],
  [0xfc, "✓"],
  [0xfd, "☒"],
  [0xfe, "☑"],
]);

const FIRST_DINGBAT = 0x21;
const LAST_DINGBAT = 0x7e;

/** Unicode's dingbats keep the places of the font's, but for those that were signs before (`zapfdingbats.txt` of Adobe's glyph list). */
const ZAPF_DINGBATS: Symbols = new Map([
  ...Array.from({ length: LAST_DINGBAT - FIRST_DINGBAT + 1 }, (_, index): [number, string] => [
    FIRST_DINGBAT + index,
    String.fromCodePoint(0x2701 + index),
  ]),
  [0x25, "☎"],
  [0x2a, "☛"],
  [0x2b, "☞"],
  [0x48, "★"],
  [0x6c, "●"],
  [0x6e, "■"],
  [0x73, "▲"],
  [0x74, "▼"],
  [0x75, "◆"],
  [0x77, "◗"],
]);

const PRIVATE_USE = 0xf000;
const SOFT_HYPHEN = 0xad;

/** The signs of a font that has no letters; undefined for every other font. */
export function symbolsOf(fontName: string): Symbols | undefined {
  if (/^wingdings(?![ -]?[23])/i.test(fontName)) return WINGDINGS;
  return /dingbats/i.test(fontName) ? ZAPF_DINGBATS : undefined;
}

/** What a reader sees of a glyph: the sign that is drawn, and a hyphen where a soft one is drawn. */
export function visibleText(text: string, symbols: Symbols | undefined): string {
  if (text.length > 1) return text;
  const code = text.charCodeAt(0);
  if (code < 0x80 && !symbols) return text;
  if (code === SOFT_HYPHEN) return "-";
  const isPrivate = code > PRIVATE_USE && code <= PRIVATE_USE + 0xff;
  if (isPrivate) return (symbols ?? WINGDINGS).get(code - PRIVATE_USE) ?? text;
  return symbols?.get(code) ?? text;
}
