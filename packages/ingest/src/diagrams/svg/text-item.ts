import type { XmlElement } from "../../archive/xml-element.ts";
import { union } from "../../slides/layout/geometry.ts";
import { textWidth } from "../../slides/layout/text-width.ts";
import type { Rectangle } from "../../slides/deck.ts";
import type { Matrix } from "../diagram.ts";
import type { Point } from "../drawn-page.ts";
import { joinLabelLines } from "../labels/label.ts";
import type { Properties, StyleOf } from "./stylesheet.ts";
import type { Group, SvgText } from "./svg-item.ts";
import { moved, rotationOf, scaleOf } from "../layout/matrix.ts";
import { lengthOf, numbersOf } from "./units.ts";

/** What texts inherit. */
export interface TextStyle {
  /** Pixels of the element's own coordinates. */
  readonly fontSize: number;
  readonly bold: boolean;
  readonly anchor: string;
  readonly baseline: string;
}

export const TEXT_STYLE: TextStyle = { fontSize: 16, bold: false, anchor: "start", baseline: "auto" };

export function inheritText(from: TextStyle, said: Properties): TextStyle {
  const fontSize = lengthOf(said["font-size"], { whole: from.fontSize, fontSize: from.fontSize });
  const weight = said["font-weight"];
  return {
    fontSize: fontSize !== undefined && fontSize > 0 ? fontSize : from.fontSize,
    bold: weight === undefined ? from.bold : /^(?:bold|bolder|[6-9]00)$/.test(weight),
    anchor: said["text-anchor"] ?? from.anchor,
    baseline: said["dominant-baseline"] ?? from.baseline,
  };
}

interface Line {
  text: string;
  x: number;
  y: number;
  readonly style: TextStyle;
  /** Pixels, where the element says how long it is, or where each letter stands. */
  length: number | undefined;
}

/** What a text is looked up in. */
export interface TextSources {
  readonly styleOf: StyleOf;
  /** Where the path begins that an address refers to. */
  readonly startOf: (address: string | undefined) => Point | undefined;
}

/** Of the font size: from the baseline up to a line's top, and its height. */
const ASCENT = 0.93;
const LINE_HEIGHT = 1.17;

/** A `text` element: its lines are one paragraph; `undefined` where it shows nothing. */
export function textItem(
  element: XmlElement,
  matrix: Matrix,
  style: TextStyle,
  { styleOf, startOf }: TextSources,
  group: Group,
): SvgText | undefined {
  const lines = linesOf(element, style, styleOf, startOf).filter(({ text }) => text.trim() !== "");
  const [first] = lines;
  if (!first) return undefined;
  const scale = scaleOf(matrix);
  const boxes = lines.map(boxOf);
  const flat = union(boxes);
  const centre = moved({ x: flat.x + flat.width / 2, y: flat.y + flat.height / 2 }, matrix);
  const [width, height] = [flat.width * scale, flat.height * scale];
  const box = { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
  const rotation = rotationOf(matrix);
  return {
    kind: "text",
    label: [joinLabelLines(lines.map(({ text }) => text))],
    box: rotation % 180 > 45 && rotation % 180 < 135 ? upended(box) : box,
    setting: {
      box,
      fontSize: first.style.fontSize * scale,
      bold: first.style.bold,
      align: first.style.anchor === "middle" ? "centre" : first.style.anchor === "end" ? "right" : "left",
      anchor: "centre",
      wraps: false,
      rotation,
      textRotation: 0,
    },
    group,
  };
}

function upended({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x + (width - height) / 2, y: y + (height - width) / 2, width: height, height: width };
}

/** Parts of a text that begin at a place of their own are lines; others go on where the one before ends. */
function linesOf(
  element: XmlElement,
  style: TextStyle,
  styleOf: StyleOf,
  startOf: TextSources["startOf"],
): Line[] {
  const lines: Line[] = [];
  let [x, y] = [0, 0];
  visit(element, style);
  return lines;

  function visit(of: XmlElement, inherited: TextStyle): void {
    const { attributes } = of;
    const { fontSize } = inherited;
    const [xs, ys] = [numbersOf(attributes["x"]), numbersOf(attributes["y"])];
    const at = (key: string): number =>
      lengthOf(attributes[key]?.trim().split(/[\s,]+/)[0], { fontSize }) ?? 0;
    const [dx, dy] = [at("dx"), at("dy")];
    // A tspan that only moves its letters a little, or stands beside the one before, belongs to its line.
    const begins =
      of === element ||
      of.name === "textPath" ||
      (ys.length > 0 && ys[0] !== y) ||
      Math.abs(dy) > fontSize * 0.6 ||
      (xs.length > 0 && xs[0]! <= (lines.at(-1)?.x ?? Infinity));
    if (xs.length > 0) x = lengthOf(attributes["x"]?.trim().split(/[\s,]+/)[0], { fontSize }) ?? 0;
    if (ys.length > 0) y = lengthOf(attributes["y"]?.trim().split(/[\s,]+/)[0], { fontSize }) ?? 0;
    const start =
      of.name === "textPath" ? startOf(attributes["href"] ?? attributes["xlink:href"]) : undefined;
    if (start) [x, y] = [start.x, start.y];
    [x, y] = [x + dx, y + dy];
    const spread =
      xs.length > 1 ? Math.max(...xs.slice(0, 10_000)) - Math.min(...xs.slice(0, 10_000)) : undefined;
    const length =
      lengthOf(attributes["textLength"], { fontSize }) ??
      (spread === undefined ? undefined : spread + fontSize / 2);
    if (begins) lines.push({ text: "", x, y, style: inherited, length });
    for (const child of of.children) {
      if (typeof child === "string") lines.at(-1)!.text += child.replace(/\s+/g, " ");
      else if (child.name === "tspan" || child.name === "textPath" || child.name === "a") {
        const said = styleOf(child);
        if (said["display"] !== "none") visit(child, inheritText(inherited, said));
      }
    }
  }
}

function boxOf({ text, x, y, style, length }: Line): Rectangle {
  const { fontSize, anchor, bold } = style;
  const width = length ?? textWidth(text.trim(), fontSize, bold);
  const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  const height = fontSize * LINE_HEIGHT;
  return { x: x - shift, y: y - aboveBaseline(style.baseline) * fontSize, width, height };
}

/** Of the font size: how far the line's top is above the point that the text is set at. */
function aboveBaseline(baseline: string): number {
  if (baseline === "middle" || baseline === "central") return LINE_HEIGHT / 2;
  return /hanging|before|top/.test(baseline) ? 0 : ASCENT;
}
