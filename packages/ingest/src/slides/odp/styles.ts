import { elements, find, type XmlElement } from "../../archive/xml-element.ts";

/** Styles of a file by name, each with what it is based on. */
export interface Styles {
  /** An attribute of a style's properties, or of those it is based on; `undefined` where none says it. */
  attribute(style: string | undefined, properties: string, name: string): string | undefined;
  /** Points from the frame's edge to the text of a list's level (from 0), where its style says it. */
  listIndent(style: string | undefined, level: number): number | undefined;
  /** Points. */
  readonly width: number;
  /** Points. */
  readonly height: number;
}

/** A chain of parents that is longer bites its own tail. */
const MAX_PARENTS = 30;

export function readStyles(parts: readonly (XmlElement | undefined)[]): Styles {
  const styles = new Map<string, XmlElement>();
  const layouts = new Map<string, XmlElement>();
  const lists = new Map<string, XmlElement>();
  for (const part of parts) {
    for (const group of ["styles", "automatic-styles"]) {
      for (const style of elements(find(part, group))) {
        const name = style.attributes["style:name"] ?? "";
        if (style.name === "page-layout") layouts.set(name, style);
        else if (style.name === "list-style") lists.set(name, style);
        // A slide's style may have the name of one of the master's: the later part is the slides'.
        else if (style.name === "style") styles.set(name, style);
      }
    }
  }
  // The first master's page is the slides'; others are those of handouts and notes.
  const masters = parts.flatMap((part) => elements(find(part, "master-styles"), "master-page"));
  const layout = layouts.get(masters[0]?.attributes["style:page-layout-name"] ?? "");
  const page = find(layout, "page-layout-properties")?.attributes;
  return {
    width: length(page?.["fo:page-width"]) ?? 720,
    height: length(page?.["fo:page-height"]) ?? 540,
    listIndent: (style, level) => {
      const own = elements(lists.get(style ?? "")).find(
        ({ attributes }) => attributes["text:level"] === String(level + 1),
      );
      const properties = find(own, "list-level-properties");
      const aligned = find(properties, "list-level-label-alignment")?.attributes["fo:margin-left"];
      const { "text:space-before": before, "text:min-label-width": label } = properties?.attributes ?? {};
      if (aligned !== undefined) return length(aligned);
      return before === undefined ? undefined : (length(before) ?? 0) + (length(label) ?? 0);
    },
    attribute: (style, properties, name) => {
      let at = styles.get(style ?? "");
      for (let step = 0; at && step < MAX_PARENTS; step++) {
        const value = find(at, properties)?.attributes[name];
        if (value !== undefined) return value;
        at = styles.get(at.attributes["style:parent-style-name"] ?? "");
      }
      return undefined;
    },
  };
}

const POINTS: Readonly<Record<string, number>> = {
  cm: 72 / 2.54,
  mm: 7.2 / 2.54,
  in: 72,
  pt: 1,
  pc: 12,
  px: 0.75,
};

/** A length with its unit (`2.5cm`) as points. */
export function length(value: string | undefined): number | undefined {
  const match = /^(-?[\d.]+)(cm|mm|in|pt|pc|px)$/.exec(value?.trim() ?? "");
  if (!match) return undefined;
  const points = Number(match[1]) * POINTS[match[2]!]!;
  return Number.isFinite(points) ? points : undefined;
}
