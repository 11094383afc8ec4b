import { elements, type XmlElement } from "../../archive/xml-element.ts";
import type { Link } from "../deck.ts";
import type { Settable } from "../layout/set-text.ts";
import { faceOf } from "../layout/typefaces.ts";
import { length, type Styles } from "./styles.ts";

/** A paragraph of a shape, a cell or a note. */
export interface OdpParagraph extends Settable {
  /** From 0; only inside lists. */
  readonly level: number | undefined;
  readonly links: readonly Link[];
}

const DEFAULT_SIZE = 18;
const MAX_LEVEL = 9;
/** Lists nested deeper are a trap. */
const MAX_LISTS_DEEP = 50;
/** Points by which each level of a list stands further in, where its style does not say. */
const LEVEL_INDENT = 20;

interface ListPlace {
  /** From 0. */
  readonly level: number;
  readonly style: string | undefined;
}

/** The paragraphs of a text box, those of lists with their levels; `style` is the shape's own. */
export function readOdpParagraphs(
  body: XmlElement | undefined,
  styles: Styles,
  style: string | undefined,
  list?: ListPlace,
): OdpParagraph[] {
  return elements(body).flatMap((element): OdpParagraph[] => {
    switch (element.name) {
      case "p":
      case "h":
        return [toParagraph(element, styles, style, list)];
      case "list": {
        // An inner list is set as the one around it says.
        const name = list?.style ?? element.attributes["text:style-name"];
        const deeper = { level: list === undefined ? 0 : list.level + 1, style: name };
        if (deeper.level > MAX_LISTS_DEEP) return [];
        return elements(element).flatMap((item) => readOdpParagraphs(item, styles, style, deeper));
      }
      default:
        return [];
    }
  });
}

function toParagraph(
  element: XmlElement,
  styles: Styles,
  shape: string | undefined,
  list: ListPlace | undefined,
): OdpParagraph {
  const level = list?.level;
  const text: GrowingText = { characters: "", breaks: [], links: [], spans: [] };
  collect(element, text, undefined);
  const characters = text.characters.trimEnd();
  const own = element.attributes["text:style-name"];
  // A master has a style for each level of its outline.
  const outline = shape && level ? `${shape}-outline${Math.min(level, MAX_LEVEL - 1) + 1}` : undefined;
  const find = (properties: string, name: string): string | undefined =>
    [text.spans[0], own, outline, shape]
      .map((style) => styles.attribute(style, properties, name))
      .find((value) => value !== undefined);
  const align = find("paragraph-properties", "fo:text-align");
  const margin = length(find("paragraph-properties", "fo:margin-left"));
  const spacing = /^([\d.]+)%$/.exec(find("paragraph-properties", "fo:line-height") ?? "");
  return {
    text: characters,
    breaks: text.breaks.filter((offset) => offset > 0 && offset < characters.length),
    fontSize: length(find("text-properties", "fo:font-size")) ?? DEFAULT_SIZE,
    bold: find("text-properties", "fo:font-weight") === "bold",
    face: faceOf(find("text-properties", "fo:font-family")?.replace(/^'|'$/g, "")),
    align: align === "center" ? "centre" : align === "end" || align === "right" ? "right" : "left",
    marginLeft: Math.max(0, indentOf(list, styles) ?? margin ?? 0),
    firstIndent: 0,
    lineSpacing: spacing ? Math.min(5, Number(spacing[1]) / 100) || 1 : 1,
    spaceBefore: Math.max(0, length(find("paragraph-properties", "fo:margin-top")) ?? 0),
    spaceAfter: Math.max(0, length(find("paragraph-properties", "fo:margin-bottom")) ?? 0),
    level,
    links: text.links.map((link) => ({ ...link, end: Math.min(link.end, characters.length) })),
  };
}

function indentOf(list: ListPlace | undefined, styles: Styles): number | undefined {
  return list && (styles.listIndent(list.style, list.level) ?? (list.level + 1) * LEVEL_INDENT);
}

interface GrowingText {
  characters: string;
  breaks: number[];
  links: Link[];
  /** Names of the styles of its runs. */
  spans: string[];
}

function collect(element: XmlElement, text: GrowingText, address: string | undefined): void {
  for (const child of element.children) {
    if (typeof child === "string") {
      append(text, child, address);
      continue;
    }
    switch (child.name) {
      case "s":
      case "tab":
        append(text, " ", address);
        break;
      case "line-break":
        append(text, " ", address);
        text.breaks.push(text.characters.length);
        break;
      case "a":
        collect(child, text, child.attributes["xlink:href"]);
        break;
      case "page-number":
      case "annotation":
      case "note":
        break;
      default: {
        const style = child.attributes["text:style-name"];
        if (child.name === "span" && style !== undefined) text.spans.push(style);
        collect(child, text, address);
      }
    }
  }
}

function append(text: GrowingText, raw: string, address: string | undefined): void {
  let added = raw.replace(/\s+/g, " ");
  if (text.characters === "" || text.characters.endsWith(" ")) added = added.trimStart();
  const start = text.characters.length;
  text.characters += added;
  if (address === undefined || address.startsWith("#") || added === "") return;
  text.links.push({ start, end: text.characters.length, address });
}
