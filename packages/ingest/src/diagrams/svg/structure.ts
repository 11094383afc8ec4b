import type { Rectangle } from "../../slides/deck.ts";
import { union } from "../../slides/layout/geometry.ts";
import type { Arrows } from "../diagram.ts";
import type { DrawnEdge, DrawnNode, Point } from "../drawn-page.ts";
import { corners, courseOf, distance, edgeOf, lineArrows, reachOf, touched } from "./edge.ts";
import { enclose } from "./enclose.ts";
import { endsOf, type GroupKind, isEdgeLine, keysOf, meaningfulGroup } from "./group-kind.ts";
import { joinTexts } from "./join-texts.ts";
import { linkOf, nodeOf } from "./node.ts";
import { messageEdges, sequenceOf } from "./sequence.ts";
import type { Group, SvgItem, SvgShape, SvgText } from "./svg-item.ts";

/** A group of the drawing with what is in it. */
interface Bucket {
  readonly kind: GroupKind;
  readonly group: Group;
  readonly texts: SvgText[];
  readonly shapes: SvgShape[];
}

export interface Structure {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

/**
 * Nodes and edges of a drawing: those that Mermaid, Graphviz and PlantUML group and name, the messages of a sequence,
 * then shapes around text,
 * lines with arrows between them, and texts that stand free.
 */
export function structureOf(items: readonly SvgItem[], page: Rectangle): Structure {
  const buckets = new Map<Group, Bucket>();
  const free: SvgItem[] = [];
  const lines: SvgShape[] = [];
  const sequence = sequenceOf(items);
  for (const item of sequence.rest) {
    const found = meaningfulGroup(item.group);
    if (item.kind === "shape" && isEdgeLine(item)) lines.push(item);
    else if (!found) free.push(item);
    else {
      const bucket = buckets.get(found.group) ?? { ...found, texts: [], shapes: [] };
      buckets.set(found.group, bucket);
      if (item.kind === "text") bucket.texts.push(item);
      else bucket.shapes.push(item);
    }
  }
  const all = [...buckets.values()];
  const known = new Map<string, string>();
  const named = all
    .filter(({ kind }) => kind === "node" || kind === "cluster")
    .map((bucket, index) => {
      const id = `group ${index}`;
      for (const key of keysOf(bucket.group)) if (!known.has(key)) known.set(key, id);
      return groupNode(bucket, id);
    });
  const loose = enclose(free, page);
  const reach = reachOf(page);
  const nodes = [...named, ...loose.nodes];
  const labels = all.filter(({ kind }) => kind === "edge-label");
  return {
    nodes,
    edges: [
      ...all
        .filter(({ kind }) => kind === "edge")
        .flatMap((bucket) => groupEdge(bucket, known, nodes, reach)),
      ...lines.map((line, index) =>
        lineEdge(line, labelFor(line, index, labels, lines.length), known, nodes, reach),
      ),
      ...strayLabels(labels, lines),
      ...messageEdges(sequence, nodes),
      ...loose.lines.flatMap((line) => arrowEdge(line, loose.heads, nodes, reach)),
    ],
  };
}

function groupNode({ kind, texts, shapes, group }: Bucket, id: string): DrawnNode {
  const boxes = [...shapes, ...texts].map(({ box }) => box);
  const box = union(boxes);
  const joined = texts.length > 0 ? joinTexts(texts) : undefined;
  const link = [...texts, ...shapes].map((item) => linkOf(item.group)).find((one) => one !== undefined);
  const state = shapes
    .flatMap(({ own }) => [...own.classes])
    .find((name) => /^state-(?:start|end)$/.test(name));
  return nodeOf(id, box, joined, {
    ...(state === undefined ? {} : { shape: state.slice("state-".length) }),
    ...(link === undefined ? {} : { link }),
    holds: kind === "cluster" ? "if-around" : "never",
    ...(group.title !== undefined && joined === undefined ? { shape: group.title } : {}),
  });
}

/** An edge that is a group: its line, its heads and what is written on it. */
function groupEdge(
  { texts, shapes, group }: Bucket,
  known: ReadonlyMap<string, string>,
  nodes: readonly DrawnNode[],
  reach: number,
): DrawnEdge[] {
  const line = shapes.find(({ closed }) => !closed) ?? shapes[0];
  const joined = texts.length > 0 ? joinTexts(texts) : undefined;
  const points = line ? courseOf(line) : joined ? corners(joined.setting.box) : undefined;
  if (!points) return [];
  const ends = endsOf(group, known) ?? (line && endsOf(line.own, known)) ?? touched(points, nodes, reach);
  const heads = shapes.filter((shape) => shape !== line && shape.closed).length;
  const directed = group.title?.includes("->") === true || heads > 0;
  const arrows: Arrows =
    line && (line.arrows.start || line.arrows.end)
      ? lineArrows(line)
      : heads > 1
        ? "both"
        : directed
          ? "forward"
          : "none";
  return [edgeOf(ends, joined, arrows, points)];
}

function lineEdge(
  line: SvgShape,
  label: Bucket | undefined,
  known: ReadonlyMap<string, string>,
  nodes: readonly DrawnNode[],
  reach: number,
): DrawnEdge {
  const points = courseOf(line);
  const joined = label && label.texts.length > 0 ? joinTexts(label.texts) : undefined;
  const holder = meaningfulGroup(line.group)?.group;
  const ends = endsOf(line.own, known) ?? (holder && endsOf(holder, known)) ?? touched(points, nodes, reach);
  return edgeOf(ends, joined, lineArrows(line), points);
}

/** Lines with a head between two nodes; others are strokes. Some programs draw heads as shapes of their own. */
function arrowEdge(
  line: SvgShape,
  heads: readonly SvgShape[],
  nodes: readonly DrawnNode[],
  reach: number,
): DrawnEdge[] {
  const points = courseOf(line);
  const headAt = (end: Point): SvgShape | undefined =>
    heads.find((head) => head !== line && distance(end, head.box) <= reach / 4);
  const [first, last] = [points[0]!, points.at(-1)!];
  const [startHead, endHead] = [headAt(first), headAt(last)];
  const arrows = {
    start: line.arrows.start || startHead !== undefined,
    end: line.arrows.end || endHead !== undefined,
  };
  if (!arrows.start && !arrows.end) return [];
  // A line may end where its head begins.
  const tips = [
    startHead ? beyond(points[1]!, first, startHead.box) : first,
    endHead ? beyond(points.at(-2)!, last, endHead.box) : last,
  ];
  const ends = touched(tips, nodes, reach);
  return ends ? [edgeOf(ends, undefined, lineArrows({ arrows }), points)] : [];
}

function beyond(from: Point, to: Point, head: Rectangle): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.max(head.width, head.height) / length;
  return { x: to.x + (to.x - from.x) * share, y: to.y + (to.y - from.y) * share };
}

/** By the edge's id, or where labels have none, by their order. */
function labelFor(
  line: SvgShape,
  index: number,
  labels: readonly Bucket[],
  lines: number,
): Bucket | undefined {
  const ids = new Set([line.own.data["data-id"], line.own.id].filter((id) => id !== undefined));
  const own = labels.find((label) => idsOf(label).some((id) => ids.has(id)));
  if (own || labels.length !== lines) return own;
  return labels[index] && idsOf(labels[index]).length === 0 ? labels[index] : undefined;
}

function idsOf({ texts, group }: Bucket): string[] {
  return [group, ...texts.map((text) => text.group)]
    .map(({ data }) => data["data-id"])
    .filter((id) => id !== undefined);
}

/** Labels whose edge is not found are said alone. */
function strayLabels(labels: readonly Bucket[], lines: readonly SvgShape[]): DrawnEdge[] {
  const taken = new Set(lines.map((line, index) => labelFor(line, index, labels, lines.length)));
  return labels
    .filter((label) => !taken.has(label) && label.texts.length > 0)
    .map(({ texts }) => {
      const joined = joinTexts(texts);
      return edgeOf(undefined, joined, "none", corners(joined.setting.box));
    });
}
