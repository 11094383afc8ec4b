import { elements, find, type XmlElement } from "../archive/xml-element.ts";
import { attribute, isOn, toggle, valueOf } from "./attribute.ts";

export interface ParagraphStyle {
  /** Word's own names are English in every language: `heading 1`, `caption`. */
  readonly name: string;
  /** From 0; 9 is body text. */
  readonly outlineLevel: number | undefined;
  readonly numbering: NumberingReference;
  readonly hidden: boolean;
}

export interface NumberingReference {
  /** `0` takes a paragraph out of the list that its style is in. */
  readonly id: string | undefined;
  readonly level: number | undefined;
}

export interface Styles {
  /** What a style says, and those that it is based on where it does not; of an unknown one, nothing. */
  of(id: string | undefined): ParagraphStyle;
  /** Whether a style of tables draws their first row in another way than the others. */
  drawsFirstRow(id: string | undefined): boolean;
  /** The style's own element. */
  element(id: string): XmlElement | undefined;
}

/** Real files stay below ten; a style may be based on itself. */
const MAX_ANCESTORS = 50;

export function readStyles(root: XmlElement | undefined): Styles {
  const all = elements(root, "style");
  const byId = new Map(all.map((style) => [attribute(style, "styleId") ?? "", style]));
  const common = all.find(
    (style) => attribute(style, "type") === "paragraph" && isOn(attribute(style, "default") ?? "0"),
  );
  const commonId = attribute(common, "styleId") ?? "";
  const known = new Map<string, ParagraphStyle>();
  const chainOf = (id: string): XmlElement[] => {
    const chain: XmlElement[] = [];
    for (let style = byId.get(id); style && chain.length < MAX_ANCESTORS;) {
      chain.push(style);
      style = byId.get(valueOf(find(style, "basedOn")) ?? "");
    }
    return chain;
  };
  const resolve = (id: string): ParagraphStyle => {
    const chain = chainOf(id);
    const first = <Found>(pick: (style: XmlElement) => Found | undefined): Found | undefined => {
      for (const style of chain) {
        const found = pick(style);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return {
      name: (valueOf(find(chain[0], "name")) ?? id).toLowerCase(),
      outlineLevel: first((style) => outlineLevel(find(style, "pPr"))),
      numbering: {
        id: first((style) => valueOf(find(style, "pPr", "numPr", "numId"))),
        level: first((style) => levelOf(find(style, "pPr", "numPr", "ilvl"))),
      },
      hidden: first((style) => toggle(find(style, "rPr", "vanish"))) ?? false,
    };
  };
  return {
    drawsFirstRow: (id) =>
      chainOf(id ?? "").some((style) =>
        elements(style, "tblStylePr").some((part) => attribute(part, "type") === "firstRow"),
      ),
    element: (id) => byId.get(id),
    of: (given) => {
      const id = given ?? commonId;
      const found = known.get(id) ?? resolve(id);
      known.set(id, found);
      return found;
    },
  };
}

export function outlineLevel(properties: XmlElement | undefined): number | undefined {
  return levelOf(find(properties, "outlineLvl"));
}

export function levelOf(element: XmlElement | undefined): number | undefined {
  const level = Number(valueOf(element) ?? Number.NaN);
  return Number.isInteger(level) && level >= 0 && level <= 9 ? level : undefined;
}
