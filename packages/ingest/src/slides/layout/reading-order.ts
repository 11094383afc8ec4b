import type { Rectangle } from "../deck.ts";
import { union } from "./geometry.ts";

/** What has a place on a slide. */
export interface Placed {
  readonly box: Rectangle;
}

/** Boxes may overlap by this many points, or by this share of the smaller one, and still stand apart. */
const OVERLAP_PT = 8;
const OVERLAP_SHARE = 0.2;
/** Rows are read before columns unless the columns stand this many points further apart. */
const ROWS_FIRST_PT = 2;
/** Above this many boxes, order is from top to bottom and nothing more. */
const MAX_BOXES = 400;

/**
 * Orders what stands on a slide as it is read: the slide is cut where its widest clear band runs, across or down,
 * and each side in the same way. Shapes lie in a file in the order in which they were made.
 *
 * @param rightToLeft whether columns are read from the right
 */
export function readingOrder<Item extends Placed>(items: readonly Item[], rightToLeft = false): Item[] {
  if (items.length > MAX_BOXES) return byTop(items, rightToLeft);
  return cut(items, rightToLeft);
}

function cut<Item extends Placed>(items: readonly Item[], rightToLeft: boolean): Item[] {
  if (items.length < 2) return [...items];
  const rows = bands(items, (box) => [box.y, box.height]);
  const columns = bands(items, (box) => [box.x, box.width]);
  const best = columns.gap > rows.gap + ROWS_FIRST_PT ? columns : rows;
  const other = best === rows ? columns : rows;
  for (const found of [best, other]) {
    if (found.groups.length < 2) continue;
    const groups = found === columns && rightToLeft ? found.groups.toReversed() : found.groups;
    return groups.flatMap((group) => cut(group, rightToLeft));
  }
  // Nothing stands apart: a panel with others on it, for one. What begins first is read first.
  const [first, ...rest] = byTop(items, rightToLeft);
  return [first!, ...cut(rest, rightToLeft)];
}

/** Groups of boxes with clear bands between them, along one axis; only the wide bands part. */
function bands<Item extends Placed>(
  items: readonly Item[],
  extent: (box: Rectangle) => readonly [start: number, length: number],
): { readonly groups: Item[][]; readonly gap: number } {
  const sorted = items.toSorted((a, b) => extent(a.box)[0] - extent(b.box)[0] || byPlace(a.box, b.box));
  const gaps: number[] = [];
  let reach = Number.NEGATIVE_INFINITY;
  let reachLength = 0;
  for (const [index, item] of sorted.entries()) {
    const [start, length] = extent(item.box);
    if (index > 0) {
      const allowed = Math.min(OVERLAP_PT, OVERLAP_SHARE * Math.min(length, reachLength));
      gaps.push(start >= reach - allowed ? start - reach : Number.NaN);
    }
    if (start + length > reach) {
      reach = start + length;
      reachLength = length;
    }
  }
  const clear = gaps.filter((gap) => !Number.isNaN(gap));
  const gap = Math.max(Number.NEGATIVE_INFINITY, ...clear);
  const groups: Item[][] = [];
  for (const [index, item] of sorted.entries()) {
    const before = gaps[index - 1];
    const parts = before !== undefined && before >= Math.min(gap, Math.max(0, gap / 2));
    if (index === 0 || parts) groups.push([item]);
    else groups.at(-1)!.push(item);
  }
  return { groups, gap };
}

function byTop<Item extends Placed>(items: readonly Item[], rightToLeft: boolean): Item[] {
  const side = ({ box }: Item): number => (rightToLeft ? -(box.x + box.width) : box.x);
  return items.toSorted((a, b) => a.box.y - b.box.y || side(a) - side(b) || byPlace(a.box, b.box));
}

/** An order of its own for what begins at one place: that of the file is that in which things were drawn. */
function byPlace(a: Rectangle, b: Rectangle): number {
  return a.y - b.y || a.x - b.x || a.height - b.height || a.width - b.width;
}

export function boundsOf(items: readonly Placed[]): Rectangle {
  return union(items.map(({ box }) => box));
}
