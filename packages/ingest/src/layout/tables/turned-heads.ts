import { type Angle, type Rectangle, turnRectangle } from "../geometry.ts";
import type { Segment } from "../segments.ts";

const MAX_HEAD_CHARACTERS = 40;
/** In ems, by which the feet of heads beside one another may differ in height. */
const LEVEL = 0.6;
/** In ems below the heads, within which each column's first cell stands. */
const REACH = 5;
/** Share of the heads that stand over a cell of their own. */
const MIN_HEADING = 0.6;

interface Head {
  readonly segment: Segment;
  /** Upright, around the text. */
  readonly box: Rectangle;
  /** The lower end of its base line, which is next to its column. */
  readonly foot: { readonly x: number; readonly y: number };
}

/**
 * Heads that stand upright or slant over their columns, to save width, laid in the row that their feet are on: each is
 * as wide as the column that it begins at, and its characters' edges are those of the whole.
 */
export function layTurnedHeads(
  segments: readonly Segment[],
  page: { readonly width: number; readonly height: number },
): Segment[] {
  const upright = segments.filter(({ angle }) => angle === 0);
  const laid = new Map<Segment, Segment>();
  for (const angle of new Set(segments.map((segment) => segment.angle))) {
    if (angle === 0 || angle === 180) continue;
    const heads = segments.filter((segment) => segment.angle === angle).flatMap((one) => toHead(one, page));
    for (const level of byLevel(heads)) {
      if (areHeads(level, upright)) for (const head of level) laid.set(head.segment, lay(head));
    }
  }
  return laid.size === 0 ? [...segments] : segments.map((segment) => laid.get(segment) ?? segment);
}

function toHead(segment: Segment, { width, height }: { width: number; height: number }): Head[] {
  const { angle, baseline, text } = segment;
  if (text.length > MAX_HEAD_CHARACTERS) return [];
  const end = readsDown(angle) ? segment.x1 : segment.x0;
  const foot = turnRectangle({ x0: end, x1: end, y0: baseline, y1: baseline }, angle, width, height);
  return [{ segment, box: turnRectangle(segment, angle, width, height), foot: { x: foot.x0, y: foot.y0 } }];
}

function readsDown(angle: Angle): boolean {
  return angle < 180;
}

function byLevel(heads: readonly Head[]): Head[][] {
  const levels: Head[][] = [];
  for (const head of heads.toSorted((a, b) => a.foot.y - b.foot.y)) {
    const level = levels.at(-1);
    if (level && head.foot.y - level[0]!.foot.y <= LEVEL * head.segment.size) level.push(head);
    else levels.push([head]);
  }
  return levels;
}

/** The names below a chart's axis have nothing, or one title, below them. */
function areHeads(heads: readonly Head[], upright: readonly Segment[]): boolean {
  const cells = new Set<Segment>();
  for (const { foot, segment } of heads) {
    const { size } = segment;
    const cell = upright.find(
      ({ x0, x1, baseline }) =>
        baseline > foot.y + 0.5 * size &&
        baseline < foot.y + REACH * size &&
        x0 - 0.5 * size < foot.x &&
        x1 + 0.5 * size > foot.x,
    );
    if (cell) cells.add(cell);
  }
  return heads.length > 1 && cells.size > 1 && cells.size >= MIN_HEADING * heads.length;
}

function lay({ segment, box, foot }: Head): Segment {
  const { size, angle } = segment;
  const place =
    angle % 90 === 0
      ? { x0: box.x0, x1: box.x1 }
      : { x0: foot.x - size / 2, x1: foot.x + size / 2, drawn: { x0: box.x0, x1: box.x1 } };
  return {
    ...segment,
    ...place,
    angle: 0,
    y0: box.y0,
    y1: box.y1,
    baseline: foot.y,
    edges: segment.edges.map((_, index) => (index % 2 === 0 ? box.x0 : box.x1)),
  };
}
