import type { Rectangle } from "../../slides/deck.ts";
import type { Arrows } from "../diagram.ts";
import type { DrawnEdge, DrawnNode, Point } from "../drawn-page.ts";
import type { Joined } from "./join-texts.ts";
import type { SvgShape } from "./svg-item.ts";

export function edgeOf(
  ends: readonly [string, string] | undefined,
  joined: Joined | undefined,
  arrows: Arrows,
  points: readonly Point[],
): DrawnEdge {
  return {
    ...(ends ? { from: ends[0], to: ends[1] } : {}),
    label: joined?.label ?? [],
    ...(joined ? { setting: joined.setting } : {}),
    arrows,
    points,
  };
}

export function lineArrows({ arrows: { start, end } }: Pick<SvgShape, "arrows">): Arrows {
  if (start && end) return "both";
  return end ? "forward" : start ? "backward" : "none";
}

export function courseOf({ points }: SvgShape): readonly Point[] {
  return points.length > 1 ? points : [points[0]!, points[0]!];
}

export function corners({ x, y, width, height }: Rectangle): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y: y + height },
  ];
}

/** Pixels, or of a drawing's longer side, between the end of a line and the node that it is meant to touch. */
const REACH = { least: 14, share: 0.008 };

export function reachOf({ width, height }: Rectangle): number {
  return Math.max(REACH.least, REACH.share * Math.max(width, height));
}

/** The nodes that a line's ends touch, unless it is one; the smallest where there are several, as others hold it. */
export function touched(
  points: readonly Point[],
  nodes: readonly DrawnNode[],
  reach: number,
): readonly [string, string] | undefined {
  const [from, to] = [points[0]!, points.at(-1)!].map((point) => {
    let best: { readonly id: string; readonly area: number } | undefined;
    for (const { id, box, label } of nodes) {
      const area = box.width * box.height;
      const near = label.length > 0 && distance(point, box) <= reach;
      if (near && (!best || area < best.area)) best = { id, area };
    }
    return best?.id;
  });
  return from !== undefined && to !== undefined && from !== to ? [from, to] : undefined;
}

/** From a point to the nearest of a box; nothing inside. */
export function distance({ x, y }: Point, box: Rectangle): number {
  const dx = Math.max(box.x - x, 0, x - box.x - box.width);
  const dy = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(dx, dy);
}
