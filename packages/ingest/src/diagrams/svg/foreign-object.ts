import { descendants, type XmlElement } from "../../archive/xml-element.ts";
import type { Rectangle } from "../../slides/deck.ts";
import type { Setting } from "../drawn-page.ts";
import { htmlLabel } from "../labels/html-label.ts";
import type { Label } from "../labels/label.ts";
import { serialize } from "./serialize.ts";
import { declarations } from "./stylesheet.ts";
import { placeOf } from "./transform.ts";
import { lengthOf } from "./units.ts";

const PROPERTIES = new Set([
  "margin-left",
  "padding-top",
  "width",
  "height",
  "justify-content",
  "align-items",
  "text-align",
  "font-size",
  "font-weight",
  "white-space",
  "color",
]);

/** HTML inside of a drawing: its text, and how it is set in the element's own coordinates. */
export interface ForeignText {
  readonly label: Label;
  readonly setting: Setting;
  readonly colour: string | undefined;
}

/** @param fontSize pixels that the HTML inherits */
export function foreignText(
  element: XmlElement,
  around: { readonly width: number; readonly height: number },
  fontSize: number,
): ForeignText | undefined {
  const label = htmlLabel(element.children.map((child) => serialize(child)).join(""));
  if (label.length === 0) return undefined;
  const said: Record<string, string> = {};
  const styled = element.children.flatMap((child) =>
    typeof child === "string" ? [] : [child, ...descendants(child, "div"), ...descendants(child, "span")],
  );
  // What is further inside says how the text looks, what is outside where it stands.
  for (const { attributes } of styled) {
    for (const [name, value] of Object.entries(declarations(attributes["style"] ?? "", PROPERTIES))) {
      if (!(name in said) || name === "font-size" || name === "color") said[name] = value;
    }
  }
  const place = placeOf(element.attributes, around);
  const size = lengthOf(said["font-size"], { whole: fontSize, fontSize }) ?? fontSize;
  const flexible = said["justify-content"] !== undefined;
  return {
    label,
    setting: {
      box: flexible ? drawioBox(place, said) : place,
      fontSize: size > 0 ? size : fontSize,
      bold:
        /^(?:bold|[6-9]00)$/.test(said["font-weight"] ?? "") || /<(?:b|strong)\b/.test(serialize(element)),
      align: alignOf(said["justify-content"] ?? said["text-align"] ?? "center"),
      anchor: anchorOf(said["align-items"]),
      wraps: said["white-space"] !== "nowrap" || place.width < 300,
      rotation: 0,
      textRotation: 0,
    },
    colour: said["color"],
  };
}

/** draw.io's HTML covers the whole drawing, and moves its text into place by margins. */
function drawioBox(place: Rectangle, said: Readonly<Record<string, string>>): Rectangle {
  const value = (name: string): number => lengthOf(said[name]) ?? 0;
  return {
    x: place.x + value("margin-left"),
    y: place.y + value("padding-top"),
    width: Math.max(1, value("width")),
    height: 1,
  };
}

function alignOf(value: string): Setting["align"] {
  if (/start|left/.test(value)) return "left";
  return /end|right/.test(value) ? "right" : "centre";
}

function anchorOf(value: string | undefined): Setting["anchor"] {
  if (value === undefined || value.includes("center")) return "centre";
  return value.includes("end") ? "bottom" : "top";
}
