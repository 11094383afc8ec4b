import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import { setLabel } from "../layout/set-label.ts";
import { foreignText } from "./foreign-object.ts";
import { idsOf, startOf } from "./references.ts";
import { escapeXml, serialize } from "./serialize.ts";
import { type StyleOf, styleSheet } from "./stylesheet.ts";
import { lengthOf } from "./units.ts";

/** What runs, fetches, or takes long for nothing that matters to a reader. */
const LEFT_OUT = new Set([
  "script",
  "metadata",
  "filter",
  "set",
  "animate",
  "animateTransform",
  "animateMotion",
  "title",
  "desc",
]);
/** Pictures of the file's own, in a format that holds nothing else. */
const OWN_PICTURE = /^data:image\/(?:png|jpeg|gif|webp);/i;
const REFERENCE = /^(?:xlink:)?href$/;
const FOREIGN_URL = /url\(\s*["']?(?!["']?#)[^)]*\)/gi;
const INK = "#333333";

/**
 * A drawing as SVG that refers to nothing outside of itself, its HTML set as text.
 *
 * @param width pixels
 */
export function renderable(root: XmlElement, width: number, height: number, viewBox: string): string {
  const context: Context = { styleOf: styleSheet(root), byId: idsOf(root) };
  const attributes: Record<string, string> = { ...kept(root.attributes) };
  delete attributes["xmlns:xlink"];
  Object.assign(attributes, {
    xmlns: "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    width: String(width),
    height: String(height),
    viewBox,
  });
  const children = root.children.map((child) => clean(child, context, 16));
  return serialize({ name: "svg", attributes, children: children.filter((child) => child !== undefined) });
}

interface Context {
  readonly styleOf: StyleOf;
  readonly byId: ReadonlyMap<string, XmlElement>;
}

function clean(
  node: XmlElement | string,
  context: Context,
  inherited: number,
): XmlElement | string | undefined {
  if (typeof node === "string") return node;
  const { name, attributes } = node;
  if (LEFT_OUT.has(name)) return undefined;
  if (name === "style") {
    const css = node.children.filter((child) => typeof child === "string").join("");
    return {
      name,
      attributes: {},
      children: [css.replace(/@import[^;]*;?/gi, "").replace(FOREIGN_URL, "none")],
    };
  }
  const fontSize =
    lengthOf(context.styleOf(node)["font-size"], { whole: inherited, fontSize: inherited }) ?? inherited;
  if (name === "foreignObject") return textOf(node, fontSize);
  if (name === "switch") {
    const html = find(node, "foreignObject") ?? elements(node).find((child) => find(child, "foreignObject"));
    const shown = html ?? elements(node)[0];
    const child = shown && clean(shown, context, fontSize);
    return { name: "g", attributes: kept(attributes), children: child === undefined ? [] : [child] };
  }
  const children = node.children.map((child) => clean(child, context, fontSize));
  const shown = children.filter((child) => child !== undefined);
  // Text on a path is not drawn either: it is set where the path begins.
  const start =
    name === "textPath" ? startOf(attributes["href"] ?? attributes["xlink:href"], context.byId) : undefined;
  if (start)
    return { name: "tspan", attributes: { x: String(start.x), y: String(start.y) }, children: shown };
  return { name, attributes: kept(attributes, name), children: shown };
}

function kept(attributes: XmlElement["attributes"], name = ""): Record<string, string> {
  const entries = Object.entries(attributes).flatMap(([key, value]): [string, string][] => {
    if (
      key === "content" ||
      key === "filter" ||
      /^on/i.test(key) ||
      (key.startsWith("xmlns") && key !== "xmlns:xlink")
    )
      return [];
    // A prefix that is not declared any more would be an error.
    if (key.includes(":") && !/^(?:xlink:href|xml:space)$/.test(key)) return [];
    if (REFERENCE.test(key) && !value.startsWith("#") && !(name === "image" && OWN_PICTURE.test(value)))
      return [];
    return [[key, value.replace(FOREIGN_URL, "none")]];
  });
  return Object.fromEntries(entries);
}

/** HTML is not drawn by what draws the rest. */
function textOf(element: XmlElement, fontSize: number): XmlElement | undefined {
  const found = foreignText(element, { width: 0, height: 0 }, fontSize);
  if (!found) return undefined;
  const { label, setting, colour } = found;
  const lines = setLabel(label, setting).flatMap((part) =>
    part.lines.map(({ start, end, box }): XmlElement => ({
      name: "tspan",
      attributes: {
        x: String(box.x),
        y: String(box.y + box.height * 0.78),
        textLength: String(box.width),
        lengthAdjust: "spacingAndGlyphs",
      },
      children: [part.text.slice(start, end)],
    })),
  );
  const style = `font:${setting.bold ? "bold " : ""}${setting.fontSize}px sans-serif;text-anchor:start;fill:${escapeXml(colour ?? INK)};stroke:none`;
  return { name: "text", attributes: { style }, children: lines };
}
