import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import type { Mark, Matrix } from "../diagram.ts";
import type { DrawnEdge, DrawnNode, DrawnPage } from "../drawn-page.ts";
import type { Budget } from "../limits.ts";
import { courseOf, edgeOf, endsOf, lineMarks } from "./edge.ts";
import { holdersOf, namesOf } from "./holders.ts";
import { nodeOf } from "./node.ts";
import { outlineMark } from "./outline.ts";
import type { ListedPage, VisioPackage } from "./package.ts";
import { type VisioShape, shapesOf } from "./shape.ts";

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
      marks.push(...lineMarks(shape, points));
    } else {
      const holder = holders.get(shape.id) ?? shape.group;
      nodes.push(nodeOf(shape, prefix, holder !== undefined && byId.has(holder) ? holder : undefined));
      marks.push(...outlineMark(shape));
    }
  }
  return { drawn: { nodes, edges, marks }, hidden: all.length - shown.length };
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
