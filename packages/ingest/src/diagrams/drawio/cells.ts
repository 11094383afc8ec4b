import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import type { Point } from "../drawn-page.ts";
import { parseStyle, type Style } from "./style.ts";

export interface Geometry {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether `x` and `y` are shares of what the cell belongs to. */
  readonly relative: boolean;
  readonly offset: Point | undefined;
  readonly source: Point | undefined;
  readonly target: Point | undefined;
  readonly points: readonly Point[];
}

/** A cell of draw.io's graph: a shape, a line, a layer, or what groups them. */
export interface Cell {
  readonly id: string;
  readonly parent: string | undefined;
  readonly kind: "vertex" | "edge" | "other";
  /** The label as the file has it: HTML where the style says so. */
  readonly value: string;
  readonly style: Style;
  readonly visible: boolean;
  readonly collapsed: boolean;
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly geometry: Geometry | undefined;
  /** Whether `%name%` in the label stands for data of the cell, or of what it lies in. */
  readonly placeholders: boolean;
  /** What an `object` around the cell carries. */
  readonly data: readonly (readonly [name: string, value: string])[];
  readonly link: string | undefined;
}

/** Attributes of an `object` that draw.io reads itself. */
const OWN = new Set(["id", "label", "link", "placeholders", "tooltip", "tags", "as", "style", "pages"]);
const PLACEHOLDER = /%([\w .-]{1,80})%/g;

/** The cells of a graph in the order in which they are drawn. */
export function readCells(graph: XmlElement): Cell[] {
  const cells = elements(find(graph, "root")).flatMap((element, index) => {
    const wrapped = element.name !== "mxCell";
    const cell = wrapped ? find(element, "mxCell") : element;
    return cell ? [cellOf(cell, wrapped ? element : undefined, index)] : [];
  });
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return cells.map((cell) => ({ ...cell, value: resolvedValue(cell, byId) }));
}

function cellOf(cell: XmlElement, object: XmlElement | undefined, index: number): Cell {
  const { attributes } = cell;
  const geometry = find(cell, "mxGeometry");
  return {
    id: object?.attributes["id"] ?? attributes["id"] ?? `cell ${index}`,
    parent: attributes["parent"] ?? object?.attributes["parent"],
    kind: attributes["edge"] === "1" ? "edge" : attributes["vertex"] === "1" ? "vertex" : "other",
    value: object?.attributes["label"] ?? cell.attributes["value"] ?? "",
    placeholders: object?.attributes["placeholders"] === "1",
    style: parseStyle(attributes["style"] ?? ""),
    visible: attributes["visible"] !== "0",
    collapsed: attributes["collapsed"] === "1",
    source: attributes["source"],
    target: attributes["target"],
    geometry: geometry && geometryOf(geometry),
    data: object
      ? Object.entries(object.attributes).filter(([name, value]) => !OWN.has(name) && value.trim() !== "")
      : [],
    link: object?.attributes["link"],
  };
}

/** A label with its placeholders replaced by the data of the nearest cell that has them. */
function resolvedValue(cell: Cell, byId: ReadonlyMap<string, Cell>): string {
  if (!cell.placeholders || !cell.value.includes("%")) return cell.value;
  return cell.value.replace(PLACEHOLDER, (whole, name: string) => {
    const seen = new Set<string>();
    for (let at: Cell | undefined = cell; at && !seen.has(at.id); at = byId.get(at.parent ?? "")) {
      seen.add(at.id);
      const found = at.data.find(([key]) => key === name);
      if (found) return found[1];
    }
    return whole;
  });
}

function geometryOf(element: XmlElement): Geometry {
  const points = elements(element, "mxPoint");
  const named = (name: string): Point | undefined => {
    const point = points.find(({ attributes }) => attributes["as"] === name);
    return point && pointOf(point);
  };
  const array = elements(element, "Array").find(({ attributes }) => attributes["as"] === "points");
  return {
    x: number(element, "x"),
    y: number(element, "y"),
    width: number(element, "width"),
    height: number(element, "height"),
    relative: element.attributes["relative"] === "1",
    offset: named("offset"),
    source: named("sourcePoint"),
    target: named("targetPoint"),
    points: elements(array, "mxPoint").map(pointOf),
  };
}

function pointOf(element: XmlElement): Point {
  return { x: number(element, "x"), y: number(element, "y") };
}

function number(element: XmlElement, name: string): number {
  const value = Number(element.attributes[name] ?? 0);
  return Number.isFinite(value) ? value : 0;
}
