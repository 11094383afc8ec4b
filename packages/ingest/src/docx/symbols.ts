/** Characters of symbol fonts that mean something without the font: ticks and boxes of forms, arrows. */
const WINGDINGS: Readonly<Record<string, string>> = {
  "6F": "☐",
  A8: "☐",
  FB: "✗",
  FC: "✓",
  FD: "☒",
  FE: "☑",
  DF: "←",
  E0: "→",
  E8: "→",
};

/** Where symbol fonts have their characters in Unicode: of no meaning without them. */
const PRIVATE = /[\uE000-\uF8FF]/;

/** @param code hexadecimal, as a file names a character of a font */
export function symbolCharacter(code: string, font: string): string {
  if (!/^[\da-f]{1,4}$/i.test(code)) return "";
  if (/wingdings/i.test(font)) return WINGDINGS[code.toUpperCase().replace(/^F0/, "")] ?? "";
  const character = String.fromCharCode(Number.parseInt(code, 16));
  return PRIVATE.test(character) ? "" : character;
}
