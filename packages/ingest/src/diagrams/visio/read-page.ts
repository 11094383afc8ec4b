import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import type { Rectangle } from "../../slides/deck.ts";
import type { Arrows, Mark, Matrix } from "../diagram.ts";
import type { DrawnEdge, DrawnNode, DrawnPage, Point, Setting } from "../drawn-page.ts";
import { type Label, plainLabel } from "../labels/label.ts";
import { moved, movedBox, rotationOf, scaleOf, times } from "../layout/matrix.ts";
import { arrowPath, IDENTITY, linePath } from "../layout/paths.ts";
import { pointAlong } from "../layout/route.ts";
import type { Budget } from "../limits.ts";
import { outlineMark } from "./outline.ts";
import type { ListedPage, VisioPackage } from "./package.ts";
import { type VisioShape, shapesOf } from "./shape.ts";

const INK = "#555555";
const ARROW_INCHES = 0.12;
/** Inches; what Visio sets where nothing is said. */
const FONT_SIZE = 8 / 72;
const BOLD = 1;

/** Reads a page's shapes, in inches from the top left. */
export function readPage(
  contents: XmlElement,
  page: ListedPage,
  height: number,
  visio: VisioPackage,
  budget: Budget,
): { readonly drawn: DrawnPage; readonly hidden: number } {
  const base: Matrix = [1, 0, 0, -1, 0, height];
  const all = shapesOf(elements(find(contents, "Shapes"), "Shape"), base, visio, budget);
  const hiddenLayers = hiddenLayersOf(page);
  const shown = all.filter((shape) => !isHidden(shape, hiddenLayers));
  const prefix = page.background ? `${page.id}:` : "";
  const byId = new Map(shown.map((shape) => [shape.id, shape]));
  const ends = endsOf(elements(find(contents, "Connects"), "Connect"));
  const named = namesOf(shown);
  const holders = holdersOf(shown);
  const nodes: DrawnNode[] = [];
  const edges: DrawnEdge[] = [];
  const marks: Mark[] = [];
  for (const shape of shown) {
    const end = ends.get(shape.id);
    if (shape.oneDimensional || end) {
      const points = courseOf(shape);
      const [from, to] = [end?.from, end?.to].map((id) =>
        id !== undefined && byId.has(id) ? named(id) : undefined,
      );
      edges.push(edgeOf(shape, points, from && prefix + from, to && prefix + to));
      marks.push(...lineMarks(points, arrowsOf(shape)));
    } else {
      const holder = holders.get(shape.id) ?? shape.group;
      nodes.push(nodeOf(shape, prefix, holder !== undefined && byId.has(holder) ? holder : undefined));
      marks.push(...outlineMark(shape));
    }
  }
  return { drawn: { nodes, edges, marks }, hidden: all.length - shown.length };
}

function nodeOf(shape: VisioShape, prefix: string, holder: string | undefined): DrawnNode {
  const box = movedBox({ x: 0, y: 0, width: shape.width, height: shape.height }, shape.matrix);
  const link = shape
    .rows("Hyperlink")
    .map(({ cells }) => cells.get("Address"))
    .find((address) => address !== undefined && address !== "");
  return {
    id: prefix + shape.id,
    label: labelOf(shape),
    ...(shape.masterName === undefined ? {} : { shape: shapeName(shape.masterName) }),
    box,
    setting: settingOf(shape, box),
    ...(holder === undefined ? {} : { container: prefix + holder }),
    holds: structureType(shape) === "Container" ? "stated" : prefix === "" ? "if-around" : "never",
    role: "node",
    properties: propertiesOf(shape),
    ...(link === undefined ? {} : { link }),
  };
}

/** `Decision.12` was made from `Decision`. */
function shapeName(master: string): string {
  return master.replace(/\.\d+$/, "").toLowerCase();
}

function labelOf(shape: VisioShape): Label {
  return shape.value("HideText") === "1" ? [] : plainLabel(shape.text);
}

function settingOf(shape: VisioShape, whole: Rectangle): Setting {
  const { number } = shape;
  const [width, height] = [number("TxtWidth", shape.width), number("TxtHeight", shape.height)];
  const [pinX, pinY] = [number("TxtPinX", shape.width / 2), number("TxtPinY", shape.height / 2)];
  const [localX, localY] = [number("TxtLocPinX", width / 2), number("TxtLocPinY", height / 2)];
  const centre = moved({ x: pinX - localX + width / 2, y: pinY - localY + height / 2 }, shape.matrix);
  const turn = (number("TxtAngle", 0) * 180) / Math.PI;
  // A text is never seen from behind.
  const rotation = rotationOf(times(shape.matrix, [1, 0, 0, -1, 0, 0])) - turn;
  const scale = scaleOf(shape.matrix);
  const box = {
    x: centre.x - (width * scale) / 2,
    y: centre.y - (height * scale) / 2,
    width: width * scale,
    height: height * scale,
  };
  const flat = box.width > 0 && box.height > 0 ? box : whole;
  const align = shape.textNumber("Paragraph", "HorzAlign", 1);
  const anchor = number("VerticalAlign", 1);
  return {
    box: flat,
    fontSize: shape.textNumber("Character", "Size", FONT_SIZE),
    bold: (shape.textNumber("Character", "Style", 0) & BOLD) === BOLD,
    align: align === 0 ? "left" : align === 2 ? "right" : "centre",
    anchor: anchor === 0 ? "top" : anchor === 2 ? "bottom" : "centre",
    wraps: true,
    rotation: ((rotation % 360) + 360) % 360,
    textRotation: 0,
  };
}

/** Shape data that its author shows or may show. */
function propertiesOf(shape: VisioShape): (readonly [string, string])[] {
  return shape.rows("Property").flatMap(({ name, cells }) => {
    const value = cells.get("Value")?.trim() ?? "";
    if (value === "" || cells.get("Invisible") === "1") return [];
    const label = cells.get("Label")?.trim();
    return [[label === undefined || label === "" ? (name ?? "") : label, value] as const];
  });
}

function structureType(shape: VisioShape): string | undefined {
  return shape
    .rows("User")
    .find(({ name }) => name === "msvStructureType")
    ?.cells.get("Value");
}

/** `DEPENDSON(1, Sheet.5!SheetRef())` of a container names its members, `DEPENDSON(4, …)` of a member its containers. */
const RELATIONSHIP = /DEPENDSON\(\s*([14])\s*((?:,\s*Sheet\.\d+!SheetRef\(\)\s*)+)\)/g;

function holdersOf(shapes: readonly VisioShape[]): ReadonlyMap<string, string> {
  const holders = new Map<string, string>();
  for (const shape of shapes) {
    for (const [, kind, sheets] of (shape.formula("Relationships") ?? "").matchAll(RELATIONSHIP)) {
      for (const [, id] of sheets!.matchAll(/Sheet\.(\d+)!/g)) {
        const [member, holder] = kind === "1" ? [id!, shape.id] : [shape.id, id!];
        if (member !== holder) holders.set(member, holder);
      }
    }
  }
  return holders;
}

/** The shape that an edge is said to end at: of a group without a text, the first in it that has one. */
function namesOf(shapes: readonly VisioShape[]): (id: string) => string {
  const byGroup = new Map<string, VisioShape[]>();
  for (const shape of shapes) {
    if (shape.group === undefined) continue;
    const inside = byGroup.get(shape.group) ?? [];
    inside.push(shape);
    byGroup.set(shape.group, inside);
  }
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  return (id) => {
    const open = [byId.get(id)!];
    for (let at = open.shift(); at; at = open.shift()) {
      if (labelOf(at).length > 0) return at.id;
      open.push(...(byGroup.get(at.id) ?? []));
    }
    return id;
  };
}

interface Ends {
  from?: string;
  to?: string;
}

/** By the connector's id: what it begins and ends at. */
function endsOf(connects: readonly XmlElement[]): ReadonlyMap<string, Ends> {
  const ends = new Map<string, Ends>();
  for (const { attributes } of connects) {
    const [connector, shape, cell] = [attributes["FromSheet"], attributes["ToSheet"], attributes["FromCell"]];
    if (connector === undefined || shape === undefined) continue;
    const known = ends.get(connector) ?? {};
    if (cell?.startsWith("Begin")) known.from = shape;
    else if (cell?.startsWith("End")) known.to = shape;
    else continue;
    ends.set(connector, known);
  }
  return ends;
}

function courseOf(shape: VisioShape): readonly [Point, Point] {
  const { number, outer } = shape;
  const at = (side: "Begin" | "End"): Point =>
    moved({ x: number(`${side}X`, number("PinX", 0)), y: number(`${side}Y`, number("PinY", 0)) }, outer);
  return [at("Begin"), at("End")];
}

function edgeOf(
  shape: VisioShape,
  points: readonly [Point, Point],
  from: string | undefined,
  to: string | undefined,
): DrawnEdge {
  const middle = pointAlong(points, 0.5);
  const hasPlace = shape.value("TxtPinX") !== undefined && shape.width !== 0;
  const setting = settingOf(shape, { ...middle, width: 0, height: 0 });
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    label: labelOf(shape),
    setting: {
      ...setting,
      ...(hasPlace ? {} : { box: { x: middle.x, y: middle.y, width: 0.01, height: 0.01 }, wraps: false }),
      rotation: 0,
    },
    arrows: arrowsOf(shape),
    points,
  };
}

function arrowsOf({ number }: VisioShape): Arrows {
  const [back, forth] = [number("BeginArrow", 0) > 0, number("EndArrow", 0) > 0];
  if (back && forth) return "both";
  return forth ? "forward" : back ? "backward" : "none";
}

function lineMarks(points: readonly [Point, Point], arrows: Arrows): Mark[] {
  const [from, to] = points;
  const heads =
    (arrows === "forward" || arrows === "both" ? arrowPath(from, to, ARROW_INCHES) : "") +
    (arrows === "backward" || arrows === "both" ? arrowPath(to, from, ARROW_INCHES) : "");
  return [
    { path: linePath(points), matrix: IDENTITY, stroke: INK },
    ...(heads === "" ? [] : [{ path: heads, matrix: IDENTITY, fill: INK }]),
  ];
}

function hiddenLayersOf({ sheet }: ListedPage): ReadonlySet<string> {
  const hidden = sheet.rows("Layer").filter(({ cells }) => cells.get("Visible") === "0");
  return new Set(hidden.map(({ name }) => name ?? ""));
}

/** A shape on several layers is shown while one of them is. */
function isHidden(shape: VisioShape, hidden: ReadonlySet<string>): boolean {
  const layers = (shape.value("LayerMember") ?? "").split(";").filter(Boolean);
  return layers.length > 0 && layers.every((layer) => hidden.has(layer));
}
