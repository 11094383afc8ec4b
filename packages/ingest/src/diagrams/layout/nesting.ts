import type { Rectangle } from "../../slides/deck.ts";
import type { DrawnNode } from "../drawn-page.ts";

/** Lengths in the page's unit, by which a shape may stand out of the one that it lies in. */
const TOLERANCE = 2;
/** A shape that fills more of another than this lies on it, and not in it. */
const MAX_SHARE = 0.85;
/** Pairs of shapes that are compared; a page with more is not looked at in this way. */
const MAX_PAIRS = 4_000_000;

export interface Nesting {
  /** Ids of the nodes that hold each, or that it is fixed to. */
  readonly containerOf: ReadonlyMap<string, string>;
  readonly containers: ReadonlySet<string>;
  /** Nodes without a label on the border of one that has one: an edge that ends there ends at that one. */
  readonly ports: ReadonlySet<string>;
}

/**
 * The container of each node: the one that the file puts it into, and else the smallest labelled shape behind it
 * that lies around it all: many diagrams draw their zones so. Only what holds something with a label is a container.
 */
export function nest(nodes: readonly DrawnNode[]): Nesting {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depth = new Map(nodes.map((node, index) => [node.id, index]));
  const around = nodes.filter(
    (node) =>
      node.holds !== "never" && node.role === "node" && node.label.length > 0 && node.table === undefined,
  );
  const compared = nodes.length * around.length <= MAX_PAIRS ? around : [];
  const bySize = compared.toSorted((a, b) => area(a.box) - area(b.box));
  const found = new Map<string, string>();
  const ports = new Set<string>();
  for (const node of nodes) {
    const fixedTo =
      node.role === "node" && node.label.length === 0 && !node.table
        ? bySize.find((one) => isPortOf(node, one))
        : undefined;
    if (fixedTo) {
      ports.add(node.id);
      found.set(node.id, fixedTo.id);
      continue;
    }
    const stated = labelledAncestor(node, byId);
    const holder =
      stated ?? (node.role === "node" ? bySize.find((one) => liesIn(node, one, depth))?.id : undefined);
    if (holder !== undefined) found.set(node.id, holder);
  }
  settleContainers(found);
  const containers = new Set<string>();
  for (const [id, holder] of found) {
    const node = byId.get(id)!;
    if (node.label.length === 0 && node.table === undefined) continue;
    if (byId.get(holder)!.role !== "part" && byId.get(holder)!.table === undefined) containers.add(holder);
  }
  return { containerOf: found, containers, ports };
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

/** Of the area of what it is fixed to. */
const PORT_SHARE = 0.12;
/** Of its own width and height, from its centre to the border. */
const PORT_REACH = 0.6;

function isPortOf(port: DrawnNode, holder: DrawnNode): boolean {
  if (port === holder || area(port.box) > PORT_SHARE * area(holder.box) || holder.holds === "stated")
    return false;
  const { x, y, width, height } = holder.box;
  const [centreX, centreY] = [port.box.x + port.box.width / 2, port.box.y + port.box.height / 2];
  const [reachX, reachY] = [port.box.width * PORT_REACH, port.box.height * PORT_REACH];
  const near = (at: number, edge: number, reach: number): boolean => Math.abs(at - edge) <= reach;
  const beside = centreY >= y - reachY && centreY <= y + height + reachY;
  const within = centreX >= x - reachX && centreX <= x + width + reachX;
  return (
    (beside && (near(centreX, x, reachX) || near(centreX, x + width, reachX))) ||
    (within && (near(centreY, y, reachY) || near(centreY, y + height, reachY)))
  );
}

/** Real diagrams stay below 20. */
const MAX_NESTING = 100;

/** Cuts chains of containers where they come round, and keeps them short: what lies deeper moves up. */
export function settleContainers(containerOf: Map<string, string>): void {
  breakLoops(containerOf);
  const depths = new Map<string, number>();
  for (const start of containerOf.keys()) {
    const path: string[] = [];
    let at: string | undefined = start;
    for (; at !== undefined && !depths.has(at); at = containerOf.get(at)) path.push(at);
    for (const id of path.toReversed()) {
      const holder = containerOf.get(id);
      const depth = holder === undefined ? 0 : depths.get(holder)! + 1;
      depths.set(id, Math.min(depth, MAX_NESTING));
      if (depth > MAX_NESTING) containerOf.set(id, containerOf.get(holder!)!);
    }
  }
}

/** A file may say that two shapes hold each other. */
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
