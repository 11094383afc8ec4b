import type { Rectangle } from "../../slides/deck.ts";
import type { Point } from "../drawn-page.ts";
import type { Cell } from "./cells.ts";

/** Where cells are: pixels on the page's plane. */
export interface Places {
  /** A vertex's place. */
  box(cell: Cell): Rectangle;
  /** What the children of a cell count from. */
  originBelow(id: string | undefined): Point;
}

const NOWHERE: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

/** A cell counts from its parent's top left; a chain of parents that comes round begins at the page's origin. */
export function placesOf(byId: ReadonlyMap<string, Cell>): Places {
  const boxes = new Map<string, Rectangle>();

  function box(cell: Cell): Rectangle {
    const chain: Cell[] = [];
    const seen = new Set<string>();
    for (let at: Cell | undefined = cell; at?.kind === "vertex"; at = parentOf(at)) {
      if (boxes.has(at.id) || seen.has(at.id)) break;
      seen.add(at.id);
      chain.push(at);
    }
    for (const one of chain.toReversed()) {
      const parent = parentOf(one);
      const outer = (parent?.kind === "vertex" && boxes.get(parent.id)) || NOWHERE;
      boxes.set(one.id, placeIn(outer, one));
    }
    return boxes.get(cell.id) ?? NOWHERE;
  }

  function parentOf(cell: Cell): Cell | undefined {
    return cell.parent === undefined ? undefined : byId.get(cell.parent);
  }

  return {
    box,
    originBelow: (id) => {
      const cell = id === undefined ? undefined : byId.get(id);
      if (!cell) return { x: 0, y: 0 };
      if (cell.kind === "vertex") return box(cell);
      // Children of a line inside a group count from the group.
      const parent = parentOf(cell);
      return parent?.kind === "vertex" ? box(parent) : { x: 0, y: 0 };
    },
  };
}

function placeIn(outer: Rectangle, { geometry }: Cell): Rectangle {
  if (!geometry) return { x: outer.x, y: outer.y, width: 0, height: 0 };
  const { width, height, offset = { x: 0, y: 0 } } = geometry;
  const [shareX, shareY] = geometry.relative ? [outer.width, outer.height] : [1, 1];
  return {
    x: outer.x + geometry.x * shareX + (geometry.relative ? offset.x : 0),
    y: outer.y + geometry.y * shareY + (geometry.relative ? offset.y : 0),
    width,
    height,
  };
}
