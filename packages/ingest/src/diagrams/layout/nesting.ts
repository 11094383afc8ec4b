import type { Rectangle } from "../../slides/deck.ts";
import type { DrawnNode } from "../drawn-page.ts";

/** Lengths in the page's unit, by which a shape may stand out of the one that it lies in. */
const TOLERANCE = 2;
/** A shape that fills more of another than this lies on it, and not in it. */
const MAX_SHARE = 0.85;
/** Pairs of shapes that are compared; a page with more is not looked at in this way. */
const MAX_PAIRS = 4_000_000;

/**
 * The container of each node: the one that the file puts it into, and else the smallest labelled shape behind it
 * that lies around it all: many diagrams draw their zones so. Only what holds something with a label is a container.
 */
export function nest(nodes: readonly DrawnNode[]): {
  readonly containerOf: ReadonlyMap<string, string>;
  readonly containers: ReadonlySet<string>;
} {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depth = new Map(nodes.map((node, index) => [node.id, index]));
  const around = nodes.filter(
    (node) => node.holds !== "never" && node.role === "node" && node.label.length > 0 && node.table === undefined,
  );
  const compared = nodes.length * around.length <= MAX_PAIRS ? around : [];
  const bySize = compared.toSorted((a, b) => area(a.box) - area(b.box));
  const found = new Map<string, string>();
  for (const node of nodes) {
    const stated = labelledAncestor(node, byId);
    const holder = stated ?? (node.role === "node" ? bySize.find((one) => liesIn(node, one, depth))?.id : undefined);
    if (holder !== undefined) found.set(node.id, holder);
  }
  breakLoops(found);
  const containers = new Set<string>();
  for (const [id, holder] of found) {
    const node = byId.get(id)!;
    if (node.label.length === 0 && node.table === undefined) continue;
    if (byId.get(holder)!.role === "node" && byId.get(holder)!.table === undefined) containers.add(holder);
  }
  return { containerOf: found, containers };
}

function labelledAncestor(node: DrawnNode, byId: ReadonlyMap<string, DrawnNode>): string | undefined {
  const seen = new Set([node.id]);
  for (let at = node.container; at !== undefined && !seen.has(at); at = byId.get(at)?.container) {
    seen.add(at);
    const holder = byId.get(at);
    if (holder && (holder.label.length > 0 || holder.table !== undefined)) return at;
  }
  return undefined;
}

function liesIn(node: DrawnNode, holder: DrawnNode, depth: ReadonlyMap<string, number>): boolean {
  if (holder === node || depth.get(holder.id)! > depth.get(node.id)!) return false;
  const { box } = node;
  const { box: outer } = holder;
  return (
    box.x >= outer.x - TOLERANCE &&
    box.y >= outer.y - TOLERANCE &&
    box.x + box.width <= outer.x + outer.width + TOLERANCE &&
    box.y + box.height <= outer.y + outer.height + TOLERANCE &&
    area(box) <= MAX_SHARE * area(outer)
  );
}

/** A file may say that two shapes hold each other: the chain is cut where it comes round. */
function breakLoops(containerOf: Map<string, string>): void {
  const settled = new Set<string>();
  for (const start of containerOf.keys()) {
    const path = new Set<string>();
    for (let at: string | undefined = start; at !== undefined && !settled.has(at); at = containerOf.get(at)) {
      path.add(at);
      const next = containerOf.get(at);
      if (next !== undefined && path.has(next)) containerOf.delete(at);
    }
    for (const id of path) settled.add(id);
  }
}

function area({ width, height }: Rectangle): number {
  return width * height;
}
