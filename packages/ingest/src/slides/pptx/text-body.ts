import {
  descendants,
  elements,
  find,
  ownText,
  prefixedAttribute,
  type XmlElement,
} from "../../archive/xml-element.ts";
import { charColumns } from "../../text/columns.ts";
import type { Link } from "../deck.ts";
import type { Settable } from "../layout/set-text.ts";
import { faceOf } from "../layout/typefaces.ts";
import type { Relation } from "./package.ts";
import { hundredths, levelOf, paragraphStyle, type ParagraphStyle, type StyleChain } from "./styles.ts";

/** A paragraph of a shape, a cell or a note. */
export interface Paragraph extends Settable {
  readonly level: number;
  readonly bullet: boolean;
  readonly rightToLeft: boolean;
  readonly links: readonly Link[];
}

export interface ThemeFaces {
  readonly major: string | undefined;
  readonly minor: string | undefined;
}

export interface TextContext {
  readonly relations: ReadonlyMap<string, Relation>;
  readonly styles: StyleChain;
  /** The faces that the theme calls `+mj-lt` and `+mn-lt`. */
  readonly themeFaces?: ThemeFaces;
  /** Factors of the shape's automatic fit. */
  readonly fontScale?: number;
  readonly spacingScale?: number;
}

/** The paragraphs of a text body, empty ones included: they take up room. */
export function readParagraphs(body: XmlElement | undefined, context: TextContext): Paragraph[] {
  return elements(body, "p").flatMap((paragraph) => readParagraph(paragraph, context));
}

/** One paragraph; more where it is broken by empty lines. */
function readParagraph(paragraph: XmlElement, context: TextContext): Paragraph[] {
  const own = find(paragraph, "pPr");
  const style = paragraphStyle(own, context.styles);
  const paragraphs: Paragraph[] = [];
  let text = startText();
  let breaksInARow = 0;
  const finish = (): void => {
    paragraphs.push(toParagraph(text, style, levelOf(own), paragraph, context));
    text = startText();
  };
  for (const run of runsOf(paragraph)) {
    if (run.name === "br") {
      breaksInARow += 1;
      if (breaksInARow === 1) text.pendingBreak = true;
      else if (text.characters !== "") finish();
      continue;
    }
    const characters =
      run.name === "oMath" || run.name === "oMathPara" ? mathText(run) : ownText(find(run, "t"));
    if (characters.trim() !== "") breaksInARow = 0;
    append(text, characters, find(run, "rPr"), context);
  }
  finish();
  return paragraphs;
}

/** Runs, fields, formulas and line breaks, in order. */
function runsOf(paragraph: XmlElement): XmlElement[] {
  return elements(paragraph).flatMap((child): XmlElement[] => {
    switch (child.name) {
      case "r":
      case "br":
      case "fld":
      case "oMath":
      case "oMathPara":
        return [child];
      case "m":
        return elements(child);
      case "AlternateContent":
        return runsOf(find(child, "Choice") ?? find(child, "Fallback") ?? child);
      default:
        return [];
    }
  });
}

function mathText(formula: XmlElement): string {
  return descendants(formula, "t").map(ownText).join("");
}

interface GrowingText {
  characters: string;
  breaks: number[];
  pendingBreak: boolean;
  links: { start: number; end: number; address: string }[];
  /** Characters set in each size, and in bold. */
  sizes: Map<number, number>;
  bold: number;
  /** Of the first run that names one. */
  typeface: string | undefined;
}

function startText(): GrowingText {
  return {
    characters: "",
    breaks: [],
    pendingBreak: false,
    links: [],
    sizes: new Map(),
    bold: 0,
    typeface: undefined,
  };
}

function append(text: GrowingText, raw: string, run: XmlElement | undefined, context: TextContext): void {
  // A control character stands for a line break of the program that wrote it: "_x000B_".
  let added = raw.replaceAll(/_x000[BD]_/g, " ").replace(/\s+/g, " ");
  if (text.characters === "" || text.characters.endsWith(" ")) added = added.trimStart();
  if (added === "") {
    if (raw !== "" && text.characters !== "" && !text.characters.endsWith(" ")) text.characters += " ";
    return;
  }
  if (text.pendingBreak) {
    text.pendingBreak = false;
    if (text.characters !== "") {
      const tight = isWide(text.characters.at(-1)!) && isWide(added[0]!);
      if (!tight && !text.characters.endsWith(" ")) text.characters += " ";
      added = added.trimStart();
      text.breaks.push(text.characters.length);
    }
  }
  const start = text.characters.length;
  text.characters += added;
  const size = hundredths(run?.attributes["sz"]);
  if (size !== undefined) text.sizes.set(size, (text.sizes.get(size) ?? 0) + added.length);
  text.typeface ??= find(run, "latin")?.attributes["typeface"];
  if (run?.attributes["b"] === "1") text.bold += added.length;
  const address = linkAddress(find(run, "hlinkClick"), context.relations);
  if (address === undefined) return;
  const last = text.links.at(-1);
  if (last?.address === address && last.end === start) last.end = text.characters.length;
  else text.links.push({ start, end: text.characters.length, address });
}

function isWide(character: string): boolean {
  return charColumns(character) === 2;
}

/** Where a click leads outside of the file. */
export function linkAddress(
  link: XmlElement | undefined,
  relations: ReadonlyMap<string, Relation>,
): string | undefined {
  const relation = relations.get(prefixedAttribute(link, "id") ?? "");
  return relation?.external === true && relation.target !== "" ? relation.target : undefined;
}

function toParagraph(
  text: GrowingText,
  style: ParagraphStyle,
  level: number,
  paragraph: XmlElement,
  context: TextContext,
): Paragraph {
  const characters = text.characters.trimEnd();
  const [commonest] = [...text.sizes].toSorted((a, b) => b[1] - a[1]);
  const ofEmpty = hundredths(find(paragraph, "endParaRPr")?.attributes["sz"]);
  const own = commonest && commonest[1] * 2 >= characters.length ? commonest[0] : undefined;
  const fontSize =
    (characters === "" ? (ofEmpty ?? style.fontSize) : (own ?? style.fontSize)) * (context.fontScale ?? 1);
  // A hanging bullet stands left of the text; without one, the first line begins there.
  const hang = style.bullet ? 0 : style.indent;
  const first = Math.max(0, style.marginLeft + hang);
  const marginLeft = Math.min(style.marginLeft, first);
  return {
    text: characters,
    breaks: text.breaks.filter((offset) => offset < characters.length),
    fontSize,
    bold: text.bold * 2 > characters.length || style.bold,
    face: faceOf(faceName(text.typeface ?? style.typeface, context.themeFaces)),
    align: style.align,
    marginLeft,
    firstIndent: first - marginLeft,
    lineSpacing: style.lineSpacing * (context.spacingScale ?? 1),
    spaceBefore: style.spaceBefore * (context.spacingScale ?? 1),
    spaceAfter: style.spaceAfter * (context.spacingScale ?? 1),
    level,
    bullet: style.bullet,
    rightToLeft: style.rightToLeft,
    links: text.links.map((link) => ({ ...link, end: Math.min(link.end, characters.length) })),
  };
}

/** Text that names no face is in the theme's for text. */
function faceName(name: string | undefined, theme: ThemeFaces | undefined): string | undefined {
  if (name === undefined || name.startsWith("+mn")) return theme?.minor;
  return name.startsWith("+mj") ? theme?.major : name;
}
