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

export function lineArrows({ arrows: { start, end } }: SvgShape): Arrows {
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

/** Pixels between the end of a line and the node that it is meant to touch. */
const REACH = 14;

/** The smallest nodes that a line's ends touch, unless it is one. */
export function touched(
  points: readonly Point[],
  nodes: readonly DrawnNode[],
): readonly [string, string] | undefined {
  const [from, to] = [points[0]!, points.at(-1)!].map((point) => {
    let best: { readonly id: string; readonly rank: number } | undefined;
    for (const { id, box, label } of nodes) {
      const dx = Math.max(box.x - point.x, 0, point.x - box.x - box.width);
      const dy = Math.max(box.y - point.y, 0, point.y - box.y - box.height);
      const away = Math.hypot(dx, dy);
      const rank = away * 1e6 + box.width * box.height;
      if (away <= REACH && label.length > 0 && (!best || rank < best.rank)) best = { id, rank };
    }
    return best?.id;
  });
  return from !== undefined && to !== undefined && from !== to ? [from, to] : undefined;
}
