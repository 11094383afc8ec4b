/** A list's marks: how one is written, how an enumerator of the same list is found, and its place in the list. */
interface Style {
  readonly first: RegExp;
  /** The mark as it is written, and as a regular expression with what must stand around it. */
  readonly written: (ordinal: string) => string;
  readonly next: (ordinal: string) => string;
}

const DIGITS = String.raw`\d{1,3}`;

/** Every style of enumerator with the text around its number, as regular expressions. */
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ["", String.raw`\.\)`],
  ["", String.raw`\)`],
  ["", String.raw`\.`],
  [String.raw`\(`, String.raw`\)`],
  [String.raw`\[`, String.raw`\]`],
];

const BULLETS = "•●▪■◦‣⁃∙○◆➢✓❖►▶\uF0B7\uF0A7";
const BULLET = String.raw`[${BULLETS}]`;

const STYLES: readonly Style[] = AROUND.map(([before, after]) => ({
  first: new RegExp(String.raw`^${before}(${DIGITS}|[a-z])${after}\s+\S`, "u"),
  written: (ordinal) => `${before}${ordinal}${after}`.replaceAll("\\", ""),
  next: (ordinal) => String.raw`(?<=\s)${before}${ordinal}${after}(?=\s+["“'‘(]?[\p{Lu}\p{Lo}])`,
}));

const STARTS_WITH_BULLET = new RegExp(String.raw`^(${BULLET})\s*\S`, "u");

/**
 * Where the items of a list run into one paragraph begin ("1) The first item 2) The second item"): only when the
 * text begins with an item, each further one has the next number and a capital behind it.
 */
export function itemStarts(text: string): number[] {
  const bullet = STARTS_WITH_BULLET.exec(text.trimStart())?.[1];
  if (bullet !== undefined)
    return [...text.matchAll(new RegExp(`(?<=\\s)${bullet}(?=\\s*\\S)`, "gu"))].map((m) => m.index);
  const begin = text.length - text.trimStart().length;
  const head = text.slice(begin, begin + 40);
  for (const style of STYLES) {
    const ordinal = style.first.exec(head)?.[1];
    if (ordinal !== undefined) return successors(text, ordinal, style);
  }
  return [];
}

function successors(text: string, first: string, style: Style): number[] {
  const starts: number[] = [];
  let ordinal = first;
  let from = 0;
  for (;;) {
    const next = successor(ordinal);
    // Most texts that begin with a number are no list, and have no second one.
    if (next === undefined || !text.includes(style.written(next), from)) return starts;
    const pattern = new RegExp(style.next(next), "gu");
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (!match) return starts;
    starts.push(match.index);
    from = match.index + match[0].length;
    ordinal = next;
  }
}

function successor(ordinal: string): string | undefined {
  if (/^\d+$/.test(ordinal)) return String(Number(ordinal) + 1);
  return ordinal === "z" ? undefined : String.fromCharCode(ordinal.charCodeAt(0) + 1);
}

const ENUMERATOR = String.raw`(?:[(\[]?(?:\d{1,3}(?:\.\d{1,3}){0,4}|\p{L}\d{0,2}|[ivxlcIVXLC]{1,6})(?:\.\)|[.)\]:])|[-–—*])`;
const LABEL = String.raw`(?:part|item|section|article|chapter|note|exhibit|schedule|appendix|annex|table|figure|fig\.|tab\.|abb\.|step|rule|example|definition|theorem|lemma|kapitel|artikel|abschnitt|abbildung|tabelle|chapitre|article|figure|tableau|annexe|cap[ií]tulo|art[ií]culo|tabla|figura|anexo|capitolo|articolo|tabella|tabela|hoofdstuk|§+)\s*(?:\d{1,3}[A-Za-z]?(?:[.-]\d{1,3})*|[A-Z]|[IVXLC]{1,6})\s*[.:]`;
const NUMBERING = new RegExp(String.raw`^["“'‘«(]*(?:(?:${BULLET}|${ENUMERATOR}|${LABEL})\s*)+$`, "iu");

/** The longest numbering: "• Appendix 12.3.4. (iv)". */
const MAX_NUMBERING = 40;

/** Whether a text is nothing but the number, bullet or label of what follows it: "(a)", "•", "Item 1A.". */
export function isNumbering(text: string): boolean {
  return text.length <= MAX_NUMBERING && NUMBERING.test(text);
}
