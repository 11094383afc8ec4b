import type { XmlElement } from "../../archive/xml-element.ts";
import type { Rectangle } from "../../slides/deck.ts";
import { union } from "../../slides/layout/geometry.ts";
import type { Matrix } from "../diagram.ts";
import type { Point } from "../drawn-page.ts";
import { hexColour, paled } from "../layout/colours.ts";
import { ellipsePath, linePath, rectanglePath } from "../layout/paths.ts";
import { pathPoints } from "./path-points.ts";
import type { Properties } from "./stylesheet.ts";
import type { Group, SvgShape } from "./svg-item.ts";
import { moved } from "../layout/matrix.ts";
import { lengthOf, numbersOf } from "./units.ts";

const INK = "#555555";
export const SHAPES: ReadonlySet<string> = new Set([
  "rect",
  "circle",
  "ellipse",
  "line",
  "polyline",
  "polygon",
  "path",
  "image",
]);

/** A shape element as an item, or `undefined` where it has no extent. */
export function shapeItem(
  { name, attributes }: XmlElement,
  matrix: Matrix,
  { fill }: Properties,
  groups: Pick<SvgShape, "own" | "group">,
): SvgShape | undefined {
  const outline = outlineOf(name, attributes);
  const points = outline?.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)) ?? [];
  if (!outline || points.length === 0) return undefined;
  const placed = points.map((point) => moved(point, matrix));
  const colour = hexColour(fill);
  return {
    kind: "shape",
    name,
    box: union(placed.map(({ x, y }) => ({ x, y, width: 0, height: 0 }))),
    points: placed,
    closed: outline.closed,
    arrows: {
      start: isArrow(attributes["marker-start"]),
      end: isArrow(attributes["marker-end"]),
    },
    ...groups,
    mark: {
      path: outline.path,
      matrix,
      stroke: INK,
      ...(outline.closed && colour !== undefined ? { fill: paled(colour) } : {}),
    },
  };
}

interface Outline {
  readonly points: readonly Point[];
  readonly closed: boolean;
  readonly path: string;
}

function outlineOf(name: string, attributes: Readonly<Record<string, string>>): Outline | undefined {
  const value = (key: string): number => lengthOf(attributes[key]) ?? 0;
  switch (name) {
    case "rect":
    case "image":
      return boxed(
        { x: value("x"), y: value("y"), width: value("width"), height: value("height") },
        rectanglePath,
      );
    case "circle":
      return boxed(around(value("cx"), value("cy"), value("r"), value("r")), ellipsePath);
    case "ellipse":
      return boxed(around(value("cx"), value("cy"), value("rx"), value("ry")), ellipsePath);
    case "line":
      return drawn([
        { x: value("x1"), y: value("y1") },
        { x: value("x2"), y: value("y2") },
      ]);
    case "polyline":
    case "polygon":
      return drawn(pairs(numbersOf(attributes["points"])), name === "polygon");
    default: {
      const data = attributes["d"] ?? "";
      return { ...pathPoints(data), path: data };
    }
  }
}

function boxed(box: Rectangle, path: (box: Rectangle) => string): Outline | undefined {
  const { x, y, width, height } = box;
  if (!(width > 0 && height > 0)) return undefined;
  return {
    points: [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ],
    closed: true,
    path: path(box),
  };
}

function around(x: number, y: number, rx: number, ry: number): Rectangle {
  return { x: x - rx, y: y - ry, width: 2 * rx, height: 2 * ry };
}

function drawn(points: readonly Point[], closed = false): Outline {
  return { points, closed, path: `${linePath(points)}${closed ? "z" : ""}` };
}

function pairs(numbers: readonly number[]): Point[] {
  const points: Point[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) points.push({ x: numbers[at]!, y: numbers[at + 1]! });
  return points;
}

/** Ends that are drawn and point nowhere. */
function isArrow(marker: string | undefined): boolean {
  return (
    marker !== undefined &&
    marker !== "none" &&
    !/circle|cross|aggregation|composition|one|many/i.test(marker)
  );
}

export function emptyGroup(): Group {
  return {
    id: undefined,
    classes: new Set(),
    title: undefined,
    data: {},
    link: undefined,
    parent: undefined,
  };
}
