import type { Rectangle } from "../../slides/deck.ts";
import type { Setting } from "../drawn-page.ts";
import { htmlLabel } from "../labels/html-label.ts";
import { type Label, NO_LABEL, plainLabel } from "../labels/label.ts";
import type { Cell } from "./cells.ts";
import { shapeOf, type Style } from "./style.ts";

/** Pixels; what draw.io sets where a style says nothing. */
const FONT_SIZE = 12;
const EDGE_FONT_SIZE = 11;
const SPACING = 2;
export const START_SIZE = 23;
/** Pixels by which `spacing` of a text shape keeps clear of its edges. */
const BOLD = 1;

/** The text of a cell's label, as it is shown. */
export function labelOf({ value, style }: Pick<Cell, "value" | "style">): Label {
  if (value === "" || style.is("noLabel") || style.get("textOpacity") === "0") return NO_LABEL;
  return style.is("html") ? htmlLabel(value) : plainLabel(value);
}

/** Pixels. */
const LIFELINE_HEAD = 40;
const FRAME_TITLE = { width: 60, height: 30 };

/** The part of a shape that its label is set in, where that is not all of it. */
function titleOf(box: Rectangle, style: Style): Rectangle | undefined {
  switch (shapeOf(style)) {
    case "umlLifeline":
      return { ...box, height: Math.min(box.height, style.number("size", LIFELINE_HEAD)) };
    case "umlFrame": {
      const { width, height } = FRAME_TITLE;
      return { ...box, width: style.number("width", width), height: style.number("height", height) };
    }
    default:
      return headOf(box, style);
  }
}

export function isSwimlane(style: Style): boolean {
  return shapeOf(style) === "swimlane" || style.names.has("swimlane");
}

/** The strip of a swimlane, or of a table with a title, in which its label stands. */
export function headOf(box: Rectangle, style: Style): Rectangle | undefined {
  if (!isSwimlane(style) && shapeOf(style) !== "table" && shapeOf(style) !== "tableRow") return undefined;
  const size = style.number("startSize", START_SIZE);
  if (size <= 0) return undefined;
  if (style.get("horizontal") === "0") return { ...box, width: Math.min(size, box.width) };
  return { ...box, height: Math.min(size, box.height) };
}

/** How a vertex's label is set in its shape, or beside it. */
export function settingOf(box: Rectangle, style: Style): Setting {
  const head = headOf(box, style);
  const shape = shapeOf(style);
  const text = shape === "text";
  const beside = besideOf(titleOf(box, style) ?? box, style);
  const turned = style.get("horizontal") === "0";
  const wraps = style.get("whiteSpace") === "wrap" && !beside.free;
  return {
    box: inset(beside.box, style),
    fontSize: style.number("fontSize", FONT_SIZE),
    bold:
      (style.number("fontStyle", 0) & BOLD) === BOLD ||
      (head !== undefined && style.get("fontStyle") === undefined),
    align: alignOf(style.get("align") ?? beside.align ?? (text ? "left" : "center")),
    anchor:
      beside.anchor ?? anchorOf(style.get("verticalAlign") ?? (text ? "top" : "middle"), head !== undefined),
    wraps,
    rotation: normal(style.number("rotation", 0)),
    textRotation: turned ? 270 : 0,
  };
}

/** How a label is set that has a point and no shape: that of an edge. */
export function edgeSetting(x: number, y: number, style: Style): Setting {
  return {
    box: { x: x - 0.5, y: y - 0.5, width: 1, height: 1 },
    fontSize: style.number("fontSize", EDGE_FONT_SIZE),
    bold: (style.number("fontStyle", 0) & BOLD) === BOLD,
    align: alignOf(style.get("align") ?? "center"),
    anchor: anchorOf(style.get("verticalAlign") ?? "middle", false),
    wraps: false,
    rotation: 0,
    textRotation: style.get("horizontal") === "0" ? 270 : 0,
  };
}

/** Labels may stand outside of their shapes: below an icon, for one. */
function besideOf(
  box: Rectangle,
  style: Style,
): { box: Rectangle; free: boolean; align?: string; anchor?: Setting["anchor"] } {
  const { x, y, width, height } = box;
  switch (style.get("verticalLabelPosition")) {
    case "bottom":
      return { box: { x, y: y + height, width, height: 0 }, free: true, anchor: "top" };
    case "top":
      return { box: { x, y, width, height: 0 }, free: true, anchor: "bottom" };
    default:
      break;
  }
  switch (style.get("labelPosition")) {
    case "left":
      return { box: { x, y, width: 0, height }, free: true, align: "right" };
    case "right":
      return { box: { x: x + width, y, width: 0, height }, free: true, align: "left" };
    default:
      return { box, free: false };
  }
}

function inset(box: Rectangle, style: Style): Rectangle {
  const all = style.number("spacing", SPACING);
  const side = (name: string): number => all + style.number(name, 0);
  const [left, right, top, bottom] = ["spacingLeft", "spacingRight", "spacingTop", "spacingBottom"].map(
    side,
  ) as [number, number, number, number];
  const across = left + right < box.width ? 1 : 0;
  const down = top + bottom < box.height ? 1 : 0;
  return {
    x: box.x + left * across,
    y: box.y + top * down + (down === 0 ? style.number("spacingTop", 0) : 0),
    width: box.width - (left + right) * across,
    height: box.height - (top + bottom) * down,
  };
}

function alignOf(align: string): Setting["align"] {
  return align === "left" || align === "right" ? align : "centre";
}

function anchorOf(align: string, inHead: boolean): Setting["anchor"] {
  if (inHead) return "centre";
  return align === "top" || align === "bottom" ? align : "centre";
}

function normal(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}
