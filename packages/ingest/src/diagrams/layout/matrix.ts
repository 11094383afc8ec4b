import type { Rectangle } from "../../slides/deck.ts";
import { union } from "../../slides/layout/geometry.ts";
import type { Matrix } from "../diagram.ts";
import type { Point } from "../drawn-page.ts";

/** First the other, then the one. */
export function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function moved({ x, y }: Point, [a, b, c, d, e, f]: Matrix): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

/** The upright rectangle around a box that a matrix moves. */
export function movedBox({ x, y, width, height }: Rectangle, by: Matrix): Rectangle {
  const corners = [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ];
  return union(corners.map((corner) => ({ ...moved(corner, by), width: 0, height: 0 })));
}

/** How much larger a matrix makes what it moves. */
export function scaleOf([a, b, c, d]: Matrix): number {
  return Math.sqrt(Math.abs(a * d - b * c)) || 0;
}

/** Degrees, clockwise, by which a matrix turns. */
export function rotationOf([a, b]: Matrix): number {
  return ((((Math.atan2(b, a) * 180) / Math.PI) % 360) + 360) % 360;
}
