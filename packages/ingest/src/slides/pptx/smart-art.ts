import {
  descendants,
  elements,
  find,
  ownText,
  prefixedAttribute,
  type XmlElement,
} from "../../archive/xml-element.ts";
import type { Rectangle, SlidePart } from "../deck.ts";
import { clip, FROM_EMU, groupTransform, place, type Transform } from "../layout/geometry.ts";
import type { Shape, ShapeContext } from "./shapes.ts";
import { rectangle } from "./transforms.ts";

/** A real diagram has some dozens. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 100;

/** Reads a diagram. Its sentences' boxes are the frame's, or those of its shapes where the file keeps the drawing. */
export function readSmartArt(data: XmlElement, shape: Shape, context: ShapeContext): SlidePart[] {
  const boxes = nodeBoxes(data, shape, context);
  const statements = smartArtStatements(data).map(({ text, nodes }) => {
    const found = nodes.flatMap((id) => boxes.get(id) ?? []);
    return { text, boxes: found.length > 0 ? found : [shape.box] };
  });
  return statements.length > 0 ? [{ type: "figure", of: "diagram", box: shape.box, statements }] : [];
}

/**
 * A diagram's nodes and which of them hang from which: a node with others below it is `parent → child; child`, one
 * alone is its own text.
 *
 * @returns each with the ids of the nodes that it names
 */
export function smartArtStatements(
  data: XmlElement,
): { readonly text: string; readonly nodes: readonly string[] }[] {
  const texts = new Map<string, string>();
  let root = "";
  for (const point of elements(find(data, "ptLst"), "pt").slice(0, MAX_NODES)) {
    const id = point.attributes["modelId"] ?? "";
    const type = point.attributes["type"] ?? "node";
    if (type === "doc") root = id;
    else if (type === "node" || type === "asst") texts.set(id, nodeText(find(point, "t")));
  }
  const children = childrenOf(data);
  const statements: { text: string; nodes: string[] }[] = [];
  const seen = new Set<string>();
  const visit = (id: string, depth: number, alone: boolean): void => {
    if (seen.has(id) || depth > MAX_DEPTH) return;
    seen.add(id);
    const text = texts.get(id) ?? "";
    const below = (children.get(id) ?? []).filter((child) => !seen.has(child));
    const named = below.filter((child) => (texts.get(child) ?? "") !== "");
    const list = named.map((child) => texts.get(child)!).join("; ");
    if (text !== "" && list !== "") {
      statements.push({ text: `${text} → ${list}`, nodes: [id, ...named] });
    } else if (text !== "" && alone) statements.push({ text, nodes: [id] });
    // What a parent's sentence has named needs none of its own unless it has children.
    for (const child of below) visit(child, depth + 1, text === "");
  };
  visit(root, 0, true);
  for (const [id] of texts) if (!seen.has(id)) visit(id, 0, true);
  return statements;
}

function childrenOf(data: XmlElement): Map<string, string[]> {
  const connections = elements(find(data, "cxnLst"), "cxn")
    .slice(0, MAX_NODES * 5)
    .filter(({ attributes }) => (attributes["type"] ?? "parOf") === "parOf")
    .toSorted((a, b) => Number(a.attributes["srcOrd"] ?? 0) - Number(b.attributes["srcOrd"] ?? 0));
  const children = new Map<string, string[]>();
  for (const { attributes } of connections) {
    const list = children.get(attributes["srcId"] ?? "") ?? [];
    list.push(attributes["destId"] ?? "");
    children.set(attributes["srcId"] ?? "", list);
  }
  return children;
}

function nodeText(body: XmlElement | undefined): string {
  return descendants(body, "p")
    .map((paragraph) =>
      elements(paragraph)
        .map((run) => (run.name === "br" ? " " : ownText(find(run, "t"))))
        .join(""),
    )
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The places of the nodes' shapes, from the drawing that the file keeps of the diagram. */
function nodeBoxes(data: XmlElement, shape: Shape, context: ShapeContext): Map<string, Rectangle[]> {
  const boxes = new Map<string, Rectangle[]>();
  const extension = descendants(find(data, "extLst"), "dataModelExt")[0];
  const drawing = context.relations.get(
    extension?.attributes["relId"] ?? prefixedAttribute(extension, "relId") ?? "",
  );
  if (!drawing || drawing.external || !context.pack.archive.has(drawing.target)) return boxes;
  const shown = new Map(
    elements(find(data, "ptLst"), "pt").flatMap((point) => {
      const node = find(point, "prSet")?.attributes["presAssocID"];
      return point.attributes["type"] === "pres" && node !== undefined
        ? [[point.attributes["modelId"] ?? "", node] as const]
        : [];
    }),
  );
  const tree = find(context.pack.part(drawing.target), "spTree");
  const frame: Transform = { ...FROM_EMU, shiftX: shape.frame.x, shiftY: shape.frame.y };
  const transform = groupOf(tree, frame);
  for (const one of descendants(tree, "sp")) {
    const node = shown.get(one.attributes["modelId"] ?? "");
    const own = find(one, "txXfrm") ?? find(one, "spPr", "xfrm");
    const box = own && rectangle(own, "off", "ext");
    if (node === undefined || !box || !find(one, "txBody")) continue;
    boxes.set(node, [...(boxes.get(node) ?? []), clip(place(box, transform), shape.box)]);
  }
  return boxes;
}

function groupOf(tree: XmlElement | undefined, by: Transform): Transform {
  const xfrm = find(tree, "grpSpPr", "xfrm");
  const outer = xfrm && rectangle(xfrm, "off", "ext");
  const inner = xfrm && rectangle(xfrm, "chOff", "chExt");
  return outer && inner && inner.width > 0 && inner.height > 0 ? groupTransform(outer, inner, by) : by;
}
