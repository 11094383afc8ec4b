import type { Rectangle } from "../../slides/deck.ts";
import { centreOf } from "../../slides/layout/geometry.ts";
import type { Mark } from "../diagram.ts";
import { hexColour, paled } from "../layout/colours.ts";
import {
  ellipsePath,
  IDENTITY,
  linePath,
  rectanglePath,
  rhombusPath,
  roundedPath,
  turn,
} from "../layout/paths.ts";
import { headOf } from "./labels.ts";
import { shapeOf, type Style } from "./style.ts";

const INK = "#555555";
const ICON_FILL = "#eef1f4";
const ROUND_RADIUS = 8;
const UNDRAWN = new Set(["text", "group", "waypoint"]);

/** A vertex drawn plainly: its outline, paled, and a swimlane's head. */
export function shapeMarks(box: Rectangle, style: Style): Mark[] {
  const shape = shapeOf(style);
  const stroke = strokeOf(style, shape);
  const fill = fillOf(style, shape);
  if (UNDRAWN.has(shape) && fill === undefined && style.get("strokeColor") === undefined) return [];
  const rotation = style.number("rotation", 0);
  const matrix = rotation === 0 ? IDENTITY : turn(rotation, centreOf(box));
  const look = {
    matrix,
    ...(stroke === undefined ? {} : { stroke }),
    ...(style.is("dashed") ? { dashed: true } : {}),
  };
  const outline: Mark = {
    path: outlinePath(box, shape, style),
    ...look,
    ...(fill === undefined ? {} : { fill }),
  };
  const head = headOf(box, style);
  return head ? [outline, { path: rectanglePath(head), ...look }] : [outline];
}

function outlinePath(box: Rectangle, shape: string, style: Style): string {
  const { x, y, width, height } = box;
  if (/ellipse|cloud|Venn|circle|onPageRef/i.test(shape) || /state$/i.test(shape)) return ellipsePath(box);
  if (/rhombus|gateway|decision/i.test(shape)) return rhombusPath(box);
  if (shape === "line")
    return linePath([
      { x, y: y + height / 2 },
      { x: x + width, y: y + height / 2 },
    ]);
  if (shape === "triangle")
    return linePath([
      { x, y },
      { x: x + width, y: y + height / 2 },
      { x, y: y + height },
    ]).concat("z");
  if (shape === "hexagon" || shape === "step") return hexagonPath(box);
  if (shape === "umlLifeline") return lifelinePath(box, style.number("size", 40));
  return style.is("rounded") ? roundedPath(box, ROUND_RADIUS) : rectanglePath(box);
}

function hexagonPath({ x, y, width, height }: Rectangle): string {
  const cut = Math.min(20, width / 4);
  return linePath([
    { x: x + cut, y },
    { x: x + width - cut, y },
    { x: x + width, y: y + height / 2 },
    { x: x + width - cut, y: y + height },
    { x: x + cut, y: y + height },
    { x, y: y + height / 2 },
  ]).concat("z");
}

function lifelinePath(box: Rectangle, head: number): string {
  const middle = box.x + box.width / 2;
  const height = Math.min(head, box.height);
  return `${rectanglePath({ ...box, height })}M${middle} ${box.y + height}V${box.y + box.height}`;
}

function strokeOf(style: Style, shape: string): string | undefined {
  const stroke = style.get("strokeColor");
  if (stroke === "none" || (stroke === undefined && (UNDRAWN.has(shape) || shape === "image")))
    return undefined;
  return hexColour(stroke) ?? INK;
}

function fillOf(style: Style, shape: string): string | undefined {
  const fill = style.get("fillColor");
  if (fill === "none" || shape === "line" || shape === "umlFrame") return undefined;
  if (fill === undefined && UNDRAWN.has(shape)) return undefined;
  if (shape.startsWith("mxgraph.") || shape.startsWith("stencil") || shape === "image") {
    return fill === undefined ? ICON_FILL : paled(hexColour(fill) ?? ICON_FILL);
  }
  return paled(hexColour(fill) ?? "#ffffff");
}
