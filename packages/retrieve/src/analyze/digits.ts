/** The zeros of decimal digits that NFKC leaves as they are; each is followed by its 1 to 9 (Unicode, Nd). */
const ZEROS: readonly number[] = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
  0x17e0, 0x1810,
];

const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;

/** Writes the digits and number separators of every script as European ones. */
export function europeanDigits(text: string): string {
  return text
    .replace(OTHER_DIGIT, (digit) => {
      const code = digit.codePointAt(0)!;
      const zero = ZEROS.find((start) => code >= start && code < start + 10);
      return zero === undefined ? digit : String(code - zero);
    })
    .replaceAll("\u066b", ".")
    .replaceAll("\u066c", ",");
}

/** Languages that write 1.234,5 where English writes 1,234.5 (Unicode CLDR). */
const DECIMAL_COMMA: ReadonlySet<string> = new Set(
  "bg ca cs da de el es eu fi fr hr hu id it lt lv nb nl no pl pt ro ru sk sl sr sv tr uk vi".split(" "),
);

const ENGLISH_GROUPS = /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/;
const CONTINENTAL_GROUPS = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
const APOSTROPHE_GROUPS = /^\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?$/;

/** A number without thousands separators and with a decimal point: `5,409` is `5409`, in German `5.409,5` is `5409.5`. */
export function plainNumber(token: string, language: string): string {
  if (APOSTROPHE_GROUPS.test(token)) return token.replace(/['’]/g, "").replace(",", ".");
  if (DECIMAL_COMMA.has(language)) {
    if (CONTINENTAL_GROUPS.test(token)) return token.replaceAll(".", "").replace(",", ".");
    if (/^\d+,\d{1,2}$/.test(token)) return token.replace(",", ".");
  }
  return ENGLISH_GROUPS.test(token) ? token.replaceAll(",", "") : token;
}
