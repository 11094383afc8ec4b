import type { Rectangle, SetLine, TablePart } from "../../slides/deck.ts";
import { clip, union } from "../../slides/layout/geometry.ts";
import { readingOrder } from "../../slides/layout/reading-order.ts";
import type { DiagramEdge, DiagramNode, DiagramPage, LabelPart, Mark, Matrix } from "../diagram.ts";
import type { DrawnEdge, DrawnNode, DrawnPage, Setting } from "../drawn-page.ts";
import { nest } from "./nesting.ts";
import { setLabel } from "./set-label.ts";

const MARGIN_PT = 12;
/** Points from the middle of the plane; the largest page that PDF readers show is a seventh of it. */
const MAX_REACH_PT = 50_000;
/** Nothing is so small that it could not be lit. */
const MIN_EXTENT_PT = 1;

/**
 * Brings a drawn page to points with its origin at the top left of what is drawn, sets its labels, and puts its nodes
 * into reading order. Every box lies on the page.
 *
 * @param scale points of the drawing's unit
 */
export function fitPage(drawn: DrawnPage, number: number, scale: number): DiagramPage {
  const { containerOf, containers, ports } = nest(drawn.nodes);
  const scaled = (box: Rectangle): Rectangle => sane(box, scale);
  const nodes = drawn.nodes.map((node) => scaleNode(node, containers.has(node.id), scaled, scale));
  const edges = drawn.edges.map((edge) => scaleEdge(edge, scaled, scale));
  const frame = drawn.frame ? scaled(drawn.frame) : boundsOf(nodes, edges);
  const origin = drawn.frame ? frame : grown(frame, MARGIN_PT);
  const page = { x: 0, y: 0, width: origin.width, height: origin.height };
  const moved = (box: Rectangle): Rectangle =>
    clip({ ...box, x: box.x - origin.x, y: box.y - origin.y }, page);
  return {
    number,
    ...(drawn.name === undefined ? {} : { name: drawn.name }),
    width: page.width,
    height: page.height,
    nodes: inOrder(
      nodes.map(({ node, lines, shape, head }): DiagramNode => {
        const label = moveLines(lines, moved);
        const container = containerOf.get(node.id);
        return {
          id: node.id,
          label,
          ...(node.shape === undefined ? {} : { shape: node.shape }),
          boxes: boxesOf(label, moved(shape), head && moved(head), containers.has(node.id)),
          ...(container === undefined ? {} : { container }),
          role: containers.has(node.id) ? "container" : ports.has(node.id) ? "part" : node.role,
          ...(node.table === undefined ? {} : { table: moveTable(node.table, scaled, moved) }),
          properties: node.properties,
          ...(node.link === undefined ? {} : { link: node.link }),
        };
      }),
    ),
    edges: edges
      .toSorted((a, b) => a.middle.y - b.middle.y || a.middle.x - b.middle.x)
      .map(({ edge, lines }) => moveEdge(edge, moveLines(lines, moved))),
    marks: drawn.marks.map((mark) => moveMark(mark, scale, origin)),
  };
}

interface ScaledNode {
  readonly node: DrawnNode;
  readonly lines: readonly LabelPart[];
  readonly shape: Rectangle;
  readonly head: Rectangle | undefined;
}

interface ScaledEdge {
  readonly edge: DrawnEdge;
  readonly lines: readonly LabelPart[];
  readonly middle: { readonly x: number; readonly y: number };
  readonly course: Rectangle;
}

function scaleNode(
  node: DrawnNode,
  holds: boolean,
  scaled: (box: Rectangle) => Rectangle,
  scale: number,
): ScaledNode {
  return {
    node,
    lines:
      node.role === "part"
        ? node.label.map(({ text }) => ({ text, lines: [], bold: false }))
        : setLabel(node.label, scaleSetting(node.setting, scaled, scale)),
    shape: scaled(node.box),
    head: holds && node.head ? scaled(node.head) : undefined,
  };
}

function scaleEdge(edge: DrawnEdge, scaled: (box: Rectangle) => Rectangle, scale: number): ScaledEdge {
  const course = scaled(union(edge.points.map(({ x, y }) => ({ x, y, width: 0, height: 0 }))));
  return {
    edge,
    lines: edge.setting ? setLabel(edge.label, scaleSetting(edge.setting, scaled, scale)) : [],
    middle: { x: course.x + course.width / 2, y: course.y + course.height / 2 },
    course,
  };
}

function scaleSetting(setting: Setting, scaled: (box: Rectangle) => Rectangle, scale: number): Setting {
  return { ...setting, box: scaled(setting.box), fontSize: setting.fontSize * scale };
}

/** In points, no number missing, and nothing out of all reach. */
function sane({ x, y, width, height }: Rectangle, scale: number): Rectangle {
  const within = (value: number): number =>
    Number.isFinite(value) ? Math.min(Math.max(value * scale, -MAX_REACH_PT), MAX_REACH_PT) : 0;
  const left = within(Math.min(x, x + width));
  const top = within(Math.min(y, y + height));
  return {
    x: left,
    y: top,
    width: Math.max(MIN_EXTENT_PT, within(Math.max(x, x + width)) - left),
    height: Math.max(MIN_EXTENT_PT, within(Math.max(y, y + height)) - top),
  };
}

function boundsOf(nodes: readonly ScaledNode[], edges: readonly ScaledEdge[]): Rectangle {
  const boxes = [
    ...nodes.flatMap(({ shape, lines }) => [shape, ...lineBoxes(lines)]),
    ...edges.flatMap(({ course, lines }) => [course, ...lineBoxes(lines)]),
  ];
  return boxes.length > 0 ? union(boxes) : { x: 0, y: 0, width: 100, height: 100 };
}

function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function lineBoxes(parts: readonly LabelPart[]): Rectangle[] {
  return parts.flatMap(({ lines }) => lines.map(({ box }) => box));
}

/** A shape with its label; of a container only what names it, for all the rest is what it holds. */
function boxesOf(
  label: readonly LabelPart[],
  shape: Rectangle,
  head: Rectangle | undefined,
  holds: boolean,
): Rectangle[] {
  const lines = lineBoxes(label);
  if (holds && head) return [head];
  if (holds && lines.length > 0) return [union(lines)];
  return [union([shape, ...lines])];
}

function moveLines(parts: readonly LabelPart[], moved: (box: Rectangle) => Rectangle): LabelPart[] {
  return parts.map((part) => ({
    ...part,
    lines: part.lines.map((line): SetLine => ({ ...line, box: moved(line.box) })),
  }));
}

function moveTable(
  table: TablePart,
  scaled: (box: Rectangle) => Rectangle,
  moved: (box: Rectangle) => Rectangle,
): TablePart {
  const place = (box: Rectangle): Rectangle => moved(scaled(box));
  return {
    ...table,
    box: place(table.box),
    rows: table.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({
        ...cell,
        box: place(cell.box),
        lines: setLabel([{ text: cell.text, breaks: [] }], {
          box: place(cell.box),
          fontSize: 9,
          bold: row.header,
          align: "centre",
          anchor: "centre",
          wraps: true,
          rotation: 0,
          textRotation: 0,
        }).flatMap(({ lines }) => lines),
      })),
    })),
  };
}

function moveEdge(edge: DrawnEdge, label: readonly LabelPart[]): DiagramEdge {
  const { from, to, fromMark, toMark, relation, arrows } = edge;
  const boxes = lineBoxes(label);
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(fromMark === undefined ? {} : { fromMark }),
    ...(toMark === undefined ? {} : { toMark }),
    ...(relation === undefined ? {} : { relation }),
    label,
    arrows,
    boxes: boxes.length > 0 ? [union(boxes)] : [],
  };
}

function moveMark(mark: Mark, scale: number, origin: Rectangle): Mark {
  const [a, b, c, d, e, f] = mark.matrix;
  const matrix: Matrix = [
    a * scale,
    b * scale,
    c * scale,
    d * scale,
    e * scale - origin.x,
    f * scale - origin.y,
  ];
  return { ...mark, matrix };
}

function inOrder(nodes: readonly DiagramNode[]): DiagramNode[] {
  const said = nodes.map((node) => ({ node, box: union(node.boxes) }));
  return readingOrder(said).map(({ node }) => node);
}
