import type { Rectangle } from "../../slides/deck.ts";
import { centreOf } from "../../slides/layout/geometry.ts";
import type { Point } from "../drawn-page.ts";

/** Where an edge of a drawing ends: on a shape, or at a point. */
export interface Terminal {
  readonly box?: Rectangle;
  /** A fixed point, on the shape or free. */
  readonly point?: Point;
}

/**
 * The course of an edge, near what the program draws: through the points that its author set, and without any
 * straight, or in one step where edges run across and down.
 */
export function route(
  from: Terminal,
  to: Terminal,
  between: readonly Point[],
  orthogonal: boolean,
): readonly Point[] {
  const start = anchorOf(from, between[0] ?? middleOf(to));
  const end = anchorOf(to, between.at(-1) ?? start);
  const steps = between.length > 0 || !orthogonal ? between : stepBetween(start, end, from, to);
  const first = from.point ?? border(from.box, steps[0] ?? end, start);
  const last = to.point ?? border(to.box, steps.at(-1) ?? start, end);
  return [first, ...steps, last];
}

/** The point at a share of a course's length, from 0 to 1. */
export function pointAlong(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map((point, index) => distance(points[index]!, point));
  let left = lengths.reduce((sum, length) => sum + length, 0) * Math.min(Math.max(share, 0), 1);
  for (const [index, length] of lengths.entries()) {
    if (left <= length && length > 0) {
      const [a, b] = [points[index]!, points[index + 1]!];
      return { x: a.x + ((b.x - a.x) * left) / length, y: a.y + ((b.y - a.y) * left) / length };
    }
    left -= length;
  }
  return points.at(-1)!;
}

/** Longer shapes than this, by their width, are met straight and not in the middle: lifelines, pools, bars. */
const LONG = 4;

function anchorOf({ point, box }: Terminal, towards: Point): Point {
  if (point || !box) return point ?? { x: 0, y: 0 };
  const { x, y } = centreOf(box);
  if (box.height > LONG * box.width) return { x, y: within(towards.y, box.y, box.height) };
  if (box.width > LONG * box.height) return { x: within(towards.x, box.x, box.width), y };
  return { x, y };
}

function middleOf({ point, box }: Terminal): Point {
  return point ?? (box ? centreOf(box) : { x: 0, y: 0 });
}

function within(value: number, start: number, length: number): number {
  return Math.min(Math.max(value, start), start + length);
}

function stepBetween(start: Point, end: Point, from: Terminal, to: Terminal): Point[] {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  if (Math.abs(dx) < 1 || Math.abs(dy) < 1) return [];
  const [one, other] = [from.box, to.box];
  // The step lies in the gap between the shapes.
  const gapX = one && other ? gapBetween(one.x, one.width, other.x, other.width) : undefined;
  const gapY = one && other ? gapBetween(one.y, one.height, other.y, other.height) : undefined;
  const across = gapY === undefined ? true : gapX !== undefined && gapX.size >= gapY.size;
  if (across) {
    const x = gapX?.middle ?? (start.x + end.x) / 2;
    return [
      { x, y: start.y },
      { x, y: end.y },
    ];
  }
  const y = gapY!.middle;
  return [
    { x: start.x, y },
    { x: end.x, y },
  ];
}

function gapBetween(
  start: number,
  length: number,
  otherStart: number,
  otherLength: number,
): { readonly middle: number; readonly size: number } | undefined {
  const [low, high] = start < otherStart ? [start + length, otherStart] : [otherStart + otherLength, start];
  return high > low ? { middle: (low + high) / 2, size: high - low } : undefined;
}

/** Where the line from a point in a shape to one outside leaves the shape's box. */
function border(box: Rectangle | undefined, towards: Point, centre: Point): Point {
  if (!box) return centre;
  const [dx, dy] = [towards.x - centre.x, towards.y - centre.y];
  if (dx === 0 && dy === 0) return centre;
  const reachX = dx > 0 ? box.x + box.width - centre.x : centre.x - box.x;
  const reachY = dy > 0 ? box.y + box.height - centre.y : centre.y - box.y;
  const scale = Math.min(
    dx === 0 ? Infinity : reachX / Math.abs(dx),
    dy === 0 ? Infinity : reachY / Math.abs(dy),
  );
  const inside = scale >= 1;
  return inside ? centre : { x: centre.x + dx * scale, y: centre.y + dy * scale };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
