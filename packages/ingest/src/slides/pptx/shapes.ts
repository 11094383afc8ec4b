import { elements, find, prefixedAttribute, type XmlElement } from "../../archive/xml-element.ts";
import type { FigurePart, Rectangle, SlideImage, SlidePart } from "../deck.ts";
import {
  centreOf,
  clip,
  FROM_EMU,
  groupTransform,
  overlaps,
  place,
  shownPart,
  type Transform,
  turnImage,
  turned,
  WHOLE,
} from "../layout/geometry.ts";
import { boundsOf, readingOrder } from "../layout/reading-order.ts";
import { pictureDescription } from "../picture-description.ts";
import { readGraphic } from "./graphics.ts";
import type { Package, Relation } from "../../archive/office-package.ts";
import { type Master, type Placeholder, placeholderOf } from "./placeholders.ts";
import { linkAddress } from "./text-body.ts";
import { readTextShape } from "./text-shape.ts";
import { degrees, rectangle } from "./transforms.ts";

/** Something on a slide that is read as one: a shape, a table, a group. */
export interface SlideItem {
  readonly box: Rectangle;
  readonly parts: readonly SlidePart[];
  readonly title: boolean;
  /** Of its text, where it has some. */
  readonly rightToLeft?: boolean;
}

export interface ShapeContext {
  readonly pack: Package;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly master: Master;
  /** Slide number, from 1. */
  readonly slide: number;
  /** The slide itself, points. */
  readonly page: Rectangle;
  /** What the reader finds is entered here. */
  readonly images: SlideImage[];
  readonly warnings: string[];
}

/** A shape with its place. */
export interface Shape {
  readonly element: XmlElement;
  /** Before it is turned. */
  readonly frame: Rectangle;
  /** As it is seen, inside of the slide. */
  readonly box: Rectangle;
  /** Degrees, clockwise. */
  readonly rotation: number;
  readonly placeholder: Placeholder | undefined;
  readonly inherited: readonly XmlElement[];
}

/** PowerPoint itself gives up at less. */
const MAX_GROUPS_DEEP = 30;

/** Reads the shapes of a tree or group, each with the place that `by` gives it. */
export function readShapes(
  tree: XmlElement | undefined,
  by: Transform,
  context: ShapeContext,
  depth: number,
): SlideItem[] {
  if (depth > MAX_GROUPS_DEEP) {
    context.warnings.push(
      `Groups nested deeper than ${MAX_GROUPS_DEEP} were not read on slide ${context.slide}.`,
    );
    return [];
  }
  return elements(tree).flatMap((element) => readShape(element, by, context, depth));
}

function readShape(element: XmlElement, by: Transform, context: ShapeContext, depth: number): SlideItem[] {
  if (element.name === "AlternateContent") {
    const before = context.images.length;
    const chosen = readShapes(find(element, "Choice"), by, context, depth + 1);
    return context.images.length > before || chosen.some((item) => item.parts.length > 0)
      ? chosen
      : readShapes(find(element, "Fallback"), by, context, depth + 1);
  }
  if (!["sp", "cxnSp", "pic", "graphicFrame", "grpSp"].includes(element.name)) return [];
  if (description(element)?.attributes["hidden"] === "1") {
    context.warnings.push(`Hidden shapes were left out on slide ${context.slide}.`);
    return [];
  }
  if (element.name === "grpSp") return readGroup(element, by, context, depth);
  const shape = placeShape(element, by, context);
  if (!shape) {
    context.warnings.push(`Shapes outside of the slide were left out on slide ${context.slide}.`);
    return [];
  }
  const item = (parts: readonly SlidePart[]): SlideItem[] =>
    parts.length > 0 ? [{ box: shape.box, parts, title: false }] : [];
  switch (element.name) {
    case "pic":
      countImage(element, shape, context);
      return item(describedPicture(shape));
    case "graphicFrame":
      return item(readGraphic(shape, context));
    default: {
      countImage(find(element, "spPr"), shape, context);
      return readTextShape(shape, context);
    }
  }
}

/** A group is read as one, its members by their places in it. */
function readGroup(element: XmlElement, by: Transform, context: ShapeContext, depth: number): SlideItem[] {
  const transform = find(element, "grpSpPr", "xfrm");
  const outer = transform && rectangle(transform, "off", "ext");
  const inner = transform && rectangle(transform, "chOff", "chExt");
  const within = outer && inner ? groupTransform(outer, inner, by) : by;
  const before = context.images.length;
  const members = readShapes(element, within, context, depth + 1).filter((item) => item.parts.length > 0);
  const rotation = degrees(transform);
  const isTurned = rotation !== 0 && outer !== undefined;
  if (isTurned) {
    const about = centreOf(place(outer, by));
    const images = context.images.splice(before);
    context.images.push(...images.map((image) => turnImage(image, rotation, about, context.page)));
  }
  if (members.length === 0) return [];
  const turnedMembers = isTurned
    ? members.map((item) => turnItem(item, rotation, centreOf(place(outer, by)), context.page))
    : members;
  if (turnedMembers.some((item) => item.title)) return turnedMembers;
  const ordered = readingOrder(turnedMembers);
  return [{ box: boundsOf(ordered), parts: ordered.flatMap((item) => item.parts), title: false }];
}

function turnItem(
  item: SlideItem,
  rotation: number,
  about: { x: number; y: number },
  page: Rectangle,
): SlideItem {
  const turn = (box: Rectangle): Rectangle => clip(turned(box, rotation, about), page);
  const parts = item.parts.map((part): SlidePart => {
    switch (part.type) {
      case "text":
        return { ...part, lines: part.lines.map((line) => ({ ...line, box: turn(line.box) })) };
      case "figure":
        return {
          ...part,
          box: turn(part.box),
          statements: part.statements.map(({ text, boxes }) => ({ text, boxes: boxes.map(turn) })),
        };
      case "table":
        return part;
    }
  });
  return { ...item, box: turn(item.box), parts };
}

/** A shape's place, from the layout or master where it has none of its own; `undefined` when it is off the slide. */
function placeShape(element: XmlElement, by: Transform, context: ShapeContext): Shape | undefined {
  const placeholder = placeholderOf(element);
  const inherited = placeholder ? context.master.inherited(placeholder) : [];
  const own = transformOf(element);
  const given = own ?? inherited.map(transformOf).find((transform) => transform !== undefined);
  const raw = given && rectangle(given, "off", "ext");
  // What has no place anywhere is somewhere on the slide.
  const frame = raw ? place(raw, own ? by : FROM_EMU) : context.page;
  const rotation = degrees(given);
  const seen = rotation === 0 ? frame : turned(frame, rotation, centreOf(frame));
  if (!overlaps({ ...seen, width: seen.width + 0.01, height: seen.height + 0.01 }, context.page))
    return undefined;
  return { element, frame, box: clip(seen, context.page), rotation, placeholder, inherited };
}

function transformOf(shape: XmlElement): XmlElement | undefined {
  return find(shape, "spPr", "xfrm") ?? find(shape, "xfrm");
}

/** `cNvPr`: a shape's name, description and link. */
function description(shape: XmlElement): XmlElement | undefined {
  return find(
    elements(shape).find(({ name }) => /^nv\w*Pr$/.test(name)),
    "cNvPr",
  );
}

/** What a picture shows, as its author describes it. */
export function describedPicture(shape: Shape): FigurePart[] {
  const text = pictureDescription(description(shape.element)?.attributes["descr"] ?? "");
  if (text === undefined) return [];
  return [{ type: "figure", of: "picture", box: shape.box, statements: [{ text, boxes: [shape.box] }] }];
}

function countImage(element: XmlElement | undefined, shape: Shape, context: ShapeContext): void {
  const blip = find(element, "blipFill", "blip");
  const relation = context.relations.get(
    blip?.attributes["r:embed"] ?? prefixedAttribute(blip, "embed") ?? "",
  );
  if (!relation || relation.external) return;
  if (!context.pack.archive.has(relation.target)) return;
  const { box, rotation } = shape;
  const fill = find(element, "blipFill");
  const source = sourceRectangle(find(fill, "srcRect"));
  // An upright one is cut off at the slide's edge.
  const upright = rotation === 0;
  context.images.push({
    part: relation.target,
    slide: context.slide,
    box,
    shown: upright ? shownPart(shape.frame, box, source) : source,
    ...(isStretched(fill) ? { frame: upright ? box : shape.frame } : {}),
    rotation,
    ...mirroring(transformOf(shape.element)),
  });
}

/** Whether a picture fills its shape from edge to edge, and not with tiles of itself or beyond. */
function isStretched(fill: XmlElement | undefined): boolean {
  const { l, t, r, b } = find(fill, "stretch", "fillRect")?.attributes ?? {};
  return !find(fill, "tile") && [l, t, r, b].every((edge) => Number(edge ?? 0) === 0);
}

function mirroring(transform: XmlElement | undefined): Pick<SlideImage, "mirrored"> {
  const [x, y] = ["flipH", "flipV"].map((flip) => /^(?:1|true)$/.test(transform?.attributes[flip] ?? ""));
  return x || y ? { mirrored: { x: x!, y: y! } } : {};
}

/** `srcRect`: what is cut off a picture's edges, in thousandths of a per cent of it. */
function sourceRectangle(cut: XmlElement | undefined): Rectangle {
  const [left, top, right, bottom] = ["l", "t", "r", "b"].map((edge) =>
    Math.max(0, Number(cut?.attributes[edge] ?? 0) / 100_000),
  );
  const [width, height] = [1 - left! - right!, 1 - top! - bottom!];
  return width > 0 && height > 0 ? { x: left!, y: top!, width, height } : WHOLE;
}

/** Where a click on the whole shape leads outside of the file. */
export function shapeLink(shape: Shape, context: ShapeContext): string | undefined {
  return linkAddress(find(description(shape.element), "hlinkClick"), context.relations);
}
