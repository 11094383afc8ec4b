import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import { type Package, relationOf } from "./package.ts";
import type { StyleChain } from "./styles.ts";
import type { ThemeFaces } from "./text-body.ts";

/** What a shape stands in for: `title`, `body`, `sldNum`, …; `undefined` for a shape that is its own. */
export interface Placeholder {
  readonly type: string;
  readonly index: string;
}

/** What the slides of a layout have in common. */
export interface Master {
  /** `title`, `secHead`, `obj`, …, as the layout calls itself. */
  readonly layoutType: string;
  readonly themeFaces: ThemeFaces;
  /** Shapes of the layout and of the master that a placeholder takes what it lacks from, nearest first. */
  inherited(placeholder: Placeholder): readonly XmlElement[];
  /** Text styles from furthest below the shape's own: those of the inherited shapes, the master, the presentation. */
  styles(placeholder: Placeholder | undefined, inherited: readonly XmlElement[]): StyleChain;
}

/** How many layouts a slide may hang from: its layout, and that one's master. */
export function readMaster(pack: Package, slide: string, defaults: XmlElement | undefined): Master {
  const layoutName = relationOf(pack.relations(slide), "slideLayout")?.target;
  const layout = optionalPart(pack, layoutName);
  const masterName = layoutName && relationOf(pack.relations(layoutName), "slideMaster")?.target;
  const master = optionalPart(pack, masterName);
  const onLayout = placeholdersOf(layout);
  const onMaster = placeholdersOf(master);
  const textStyles = find(master, "txStyles");
  return {
    themeFaces: readThemeFaces(pack, masterName),
    layoutType: layout?.attributes["type"] ?? "",
    inherited: (placeholder) => {
      const near =
        onLayout.find(({ held }) => isSame(held, placeholder)) ??
        onLayout.find(
          ({ held }) => family(held.type) === family(placeholder.type) && held.index === placeholder.index,
        );
      const type = family(near?.held.type ?? placeholder.type);
      const far = onMaster.find(({ held }) => family(held.type) === type);
      return [near?.shape, far?.shape].filter((shape) => shape !== undefined);
    },
    styles: (placeholder, inherited) => {
      const type = placeholder && family(placeholder.type);
      const name = type === "title" ? "titleStyle" : type === "body" ? "bodyStyle" : "otherStyle";
      return [
        ...inherited.map((shape) => find(shape, "txBody", "lstStyle")),
        find(textStyles, name),
        defaults,
      ];
    },
  };
}

/** A shape's placeholder, where it is one. */
export function placeholderOf(shape: XmlElement): Placeholder | undefined {
  const properties = elements(shape).find(({ name }) => /^nv\w*Pr$/.test(name));
  const ph = find(properties, "nvPr", "ph");
  if (!ph) return undefined;
  return { type: ph.attributes["type"] ?? "obj", index: ph.attributes["idx"] ?? "0" };
}

/** A layout that is missing takes nothing from the slide but what it would have inherited. */
function optionalPart(pack: Package, name: string | undefined): XmlElement | undefined {
  if (name === undefined) return undefined;
  try {
    return pack.part(name);
  } catch {
    return undefined;
  }
}

function readThemeFaces(pack: Package, master: string | undefined): ThemeFaces {
  const theme = master && relationOf(pack.relations(master), "theme")?.target;
  const fonts = find(optionalPart(pack, theme), "themeElements", "fontScheme");
  const face = (name: string): string | undefined => find(fonts, name, "latin")?.attributes["typeface"];
  return { major: face("majorFont"), minor: face("minorFont") };
}

interface HeldShape {
  readonly shape: XmlElement;
  readonly held: Placeholder;
}

function placeholdersOf(part: XmlElement | undefined): HeldShape[] {
  return elements(find(part, "cSld", "spTree")).flatMap((shape) => {
    const held = placeholderOf(shape);
    return held ? [{ shape, held }] : [];
  });
}

function isSame(one: Placeholder, other: Placeholder): boolean {
  const titles = family(one.type) === "title" && family(other.type) === "title";
  if (titles) return true;
  if (one.index !== other.index) return false;
  // Index 0 is every placeholder's that has none of its own.
  return one.index !== "0" || one.type === other.type;
}

/** Kinds of which a master has one: everything that holds content is its body. */
function family(type: string): string {
  switch (type) {
    case "title":
    case "ctrTitle":
      return "title";
    case "dt":
    case "ftr":
    case "hdr":
    case "sldNum":
      return type;
    default:
      return "body";
  }
}
