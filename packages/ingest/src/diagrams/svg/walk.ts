import { elements, find, ownText, type XmlElement } from "../../archive/xml-element.ts";
import type { Matrix } from "../diagram.ts";
import { labelText } from "../labels/label.ts";
import type { Budget } from "../limits.ts";
import { foreignText } from "./foreign-object.ts";
import { idsOf, startOf } from "./references.ts";
import { emptyGroup, SHAPES, shapeItem } from "./shape-item.ts";
import { type Properties, type StyleOf, styleSheet } from "./stylesheet.ts";
import type { Group, SvgItem } from "./svg-item.ts";
import { inheritText, TEXT_STYLE, textItem, type TextStyle } from "./text-item.ts";
import { movedBox, rotationOf, scaleOf, times } from "../layout/matrix.ts";
import { matrixOf, placeOf, viewport } from "./transform.ts";

/** Elements that are shown only where something refers to them, or never. */
const UNSHOWN = new Set([
  "defs",
  "symbol",
  "marker",
  "clipPath",
  "mask",
  "pattern",
  "linearGradient",
  "radialGradient",
  "filter",
  "style",
  "script",
  "metadata",
  "title",
  "desc",
]);
/** A use within a use. */
const MAX_USES = 8;

interface State {
  readonly matrix: Matrix;
  readonly text: TextStyle;
  readonly group: Group;
  readonly around: { readonly width: number; readonly height: number };
  /** What is shown by the uses that this is in. */
  readonly uses: readonly XmlElement[];
}

/** Everything that a drawing shows, in the order in which it is drawn. */
export function walk(
  root: XmlElement,
  matrix: Matrix,
  around: State["around"],
  budget: Budget,
): { readonly items: readonly SvgItem[]; readonly hidden: number } {
  const items: SvgItem[] = [];
  const styleOf: StyleOf = styleSheet(root);
  const byId = idsOf(root);
  let hidden = 0;
  const said = styleOf(root);
  const state: State = {
    matrix,
    text: inheritText(TEXT_STYLE, said),
    group: groupOf(root, undefined),
    around,
    uses: [],
  };
  if (!isHidden(said)) for (const child of elements(root)) visit(child, state);
  return { items, hidden };

  function visit(element: XmlElement, outer: State): void {
    const { name, attributes } = element;
    if (UNSHOWN.has(name)) return;
    budget.shapes(name === "g" ? 0 : 1);
    const own = styleOf(element);
    if (isHidden(own)) {
      hidden += name === "text" || name === "foreignObject" ? 1 : countTexts(element);
      return;
    }
    const inner: State = {
      ...outer,
      matrix: times(outer.matrix, matrixOf(attributes["transform"])),
      text: inheritText(outer.text, own),
    };
    if (SHAPES.has(name)) addShape(element, inner, own);
    else if (name === "text") addText(element, inner);
    else if (name === "foreignObject") addForeign(element, inner);
    else if (name === "use") addUse(element, inner);
    else if (name === "switch") visitSwitch(element, inner);
    else if (name === "svg") {
      const place = placeOf(attributes, outer.around);
      const view = viewport(attributes["viewBox"], place, attributes["preserveAspectRatio"]);
      visitChildren(element, { ...inner, matrix: times(inner.matrix, view), around: place });
    } else visitChildren(element, inner);
  }

  function visitChildren(element: XmlElement, state: State): void {
    const group = groupOf(element, state.group);
    for (const child of elements(element)) visit(child, { ...state, group });
  }

  function addShape(element: XmlElement, { matrix: by, group }: State, own: Properties): void {
    const item = shapeItem(element, by, own, { own: groupOf(element, group), group });
    if (item) items.push(item);
  }

  function addText(element: XmlElement, { matrix: by, text, group }: State): void {
    const item = textItem(
      element,
      by,
      text,
      { styleOf, startOf: (address) => startOf(address, byId) },
      groupOf(element, group),
    );
    if (!item) return;
    budget.characters(labelText(item.label).length);
    items.push(item);
  }

  function addForeign(element: XmlElement, { matrix: by, text, group, around: whole }: State): void {
    const found = foreignText(element, whole, text.fontSize);
    if (!found) return;
    budget.characters(labelText(found.label).length);
    const box = movedBox(found.setting.box, by);
    const setting = {
      ...found.setting,
      box,
      fontSize: found.setting.fontSize * scaleOf(by),
      rotation: rotationOf(by),
    };
    items.push({ kind: "text", label: found.label, box, setting, group });
  }

  function addUse(element: XmlElement, state: State): void {
    const { attributes } = element;
    const target = byId.get((attributes["href"] ?? attributes["xlink:href"] ?? "").replace(/^#/, ""));
    // What shows itself is not shown, as in browsers.
    if (!target || state.uses.length >= MAX_USES || state.uses.includes(target)) return;
    const place = placeOf(attributes, { width: 0, height: 0 });
    const shifted = times(state.matrix, [1, 0, 0, 1, place.x, place.y]);
    const inner = { ...state, uses: [...state.uses, target], matrix: shifted };
    if (target.name !== "symbol") {
      visit(target, inner);
      return;
    }
    const { viewBox, preserveAspectRatio } = target.attributes;
    const view = viewport(viewBox, { ...place, x: 0, y: 0 }, preserveAspectRatio);
    visitChildren(target, { ...inner, matrix: times(shifted, view) });
  }

  /** HTML and, for programs that show none, the same once more: the first says it all. */
  function visitSwitch(element: XmlElement, state: State): void {
    const html =
      find(element, "foreignObject") ?? elements(element).find((child) => find(child, "foreignObject"));
    const [first] = elements(element);
    const shown = html ?? first;
    if (shown) visit(shown, state);
  }
}

function isHidden(said: Properties): boolean {
  return (
    said["display"] === "none" ||
    said["visibility"] === "hidden" ||
    said["visibility"] === "collapse" ||
    Number(said["opacity"] ?? 1) === 0
  );
}

function countTexts(element: XmlElement): number {
  return elements(element).reduce(
    (sum, child) => sum + (child.name === "text" || child.name === "foreignObject" ? 1 : countTexts(child)),
    0,
  );
}

export function groupOf(element: XmlElement, parent: Group | undefined): Group {
  const { attributes } = element;
  const title = ownText(find(element, "title")).replace(/\s+/g, " ").trim();
  const link = element.name === "a" ? (attributes["href"] ?? attributes["xlink:href"]) : undefined;
  const data = Object.entries(attributes).filter(([name]) => name.startsWith("data-"));
  return {
    ...emptyGroup(),
    id: attributes["id"],
    classes: new Set((attributes["class"] ?? "").split(/\s+/).filter(Boolean)),
    title: title === "" ? undefined : title,
    data: Object.fromEntries(data),
    link:
      link?.startsWith("#") || link?.startsWith("data:") || link?.startsWith("javascript:")
        ? undefined
        : link,
    parent,
  };
}
