import type { Rectangle } from "../../slides/deck.ts";
import type { Matrix } from "../diagram.ts";
import type { Point } from "../drawn-page.ts";

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export function rectanglePath({ x, y, width, height }: Rectangle): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

export function ellipsePath({ x, y, width, height }: Rectangle): string {
  const [rx, ry] = [width / 2, height / 2];
  return `M${x} ${y + ry}a${rx} ${ry} 0 1 0 ${width} 0a${rx} ${ry} 0 1 0 ${-width} 0z`;
}

export function rhombusPath({ x, y, width, height }: Rectangle): string {
  const [rx, ry] = [width / 2, height / 2];
  return `M${x + rx} ${y}l${rx} ${ry}l${-rx} ${ry}l${-rx} ${-ry}z`;
}

export function roundedPath({ x, y, width, height }: Rectangle, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  const corner = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return (
    `M${x + r} ${y}h${width - 2 * r}${corner(r, r)}v${height - 2 * r}${corner(-r, r)}` +
    `h${2 * r - width}${corner(-r, -r)}v${2 * r - height}${corner(r, -r)}z`
  );
}

export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
}

/** The head of an arrow that ends at the last of two points. */
export function arrowPath(from: Point, to: Point, size: number): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return "";
  const [dx, dy] = [((to.x - from.x) / length) * size, ((to.y - from.y) / length) * size];
  const side = 0.4;
  return linePath([
    { x: to.x - dx - dy * side, y: to.y - dy + dx * side },
    to,
    { x: to.x - dx + dy * side, y: to.y - dy - dx * side },
  ]).concat("z");
}

/** The matrix of a turn about a point, clockwise. */
export function turn(degrees: number, about: Point): Matrix {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return [
    cos,
    sin,
    -sin,
    cos,
    about.x - about.x * cos + about.y * sin,
    about.y - about.x * sin - about.y * cos,
  ];
}
