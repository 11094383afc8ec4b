import { descendants, elements, find, ownText, type XmlElement } from "../../archive/xml-element.ts";
import type { Archive } from "../../archive/open-zip.ts";
import { parseXml } from "../../archive/parse-xml.ts";
import { chartStatements } from "../chart-statements.ts";
import type { Rectangle, SlideImage, SlidePart, TextPart } from "../deck.ts";
import { joinParagraphs } from "../find-title.ts";
import { centreOf, clip, cornerOf, overlaps, shownPart, turned, WHOLE } from "../layout/geometry.ts";
import { boundsOf, readingOrder } from "../layout/reading-order.ts";
import { setText } from "../layout/set-text.ts";
import { pictureDescription } from "../picture-description.ts";
import { readOdpChart } from "./chart.ts";
import { length, type Styles } from "./styles.ts";
import { readOdpTable } from "./table.ts";
import { readOdpParagraphs } from "./text.ts";

export interface OdpItem {
  readonly box: Rectangle;
  readonly parts: readonly SlidePart[];
  readonly title: boolean;
}

export interface OdpContext {
  readonly archive: Archive;
  readonly source: string;
  readonly styles: Styles;
  /** Slide number, from 1. */
  readonly slide: number;
  readonly page: Rectangle;
  /** What the reader finds is entered here. */
  readonly images: SlideImage[];
  readonly warnings: string[];
}

const SHAPES = new Set([
  "frame",
  "custom-shape",
  "rect",
  "ellipse",
  "circle",
  "line",
  "connector",
  "polygon",
  "path",
]);
const MAX_GROUPS_DEEP = 30;
const SIDE_INSET = 7.09;
const TOP_INSET = 3.54;

/** Reads the shapes of a slide or group. */
export function readOdpShapes(of: XmlElement, context: OdpContext, depth = 0): OdpItem[] {
  if (depth > MAX_GROUPS_DEEP) {
    context.warnings.push(
      `Groups nested deeper than ${MAX_GROUPS_DEEP} were not read on slide ${context.slide}.`,
    );
    return [];
  }
  return elements(of).flatMap((element): OdpItem[] => {
    if (element.name === "a") return readOdpShapes(element, context, depth + 1);
    if (element.name === "g") {
      const members = readingOrder(readOdpShapes(element, context, depth + 1));
      if (members.length === 0 || members.some(({ title }) => title)) return members;
      return [{ box: boundsOf(members), parts: members.flatMap(({ parts }) => parts), title: false }];
    }
    return SHAPES.has(element.name) ? readShape(element, context) : [];
  });
}

function readShape(element: XmlElement, context: OdpContext): OdpItem[] {
  const role = element.attributes["presentation:class"] ?? "";
  // Empty placeholders hold the program's own prompt, and the number is the page's.
  if (role === "page-number" || element.attributes["presentation:placeholder"] === "true") return [];
  const placed = placeOf(element) ?? { frame: context.page, upright: context.page, rotation: 0 };
  const { frame } = placed;
  if (!overlaps({ ...frame, width: frame.width + 0.01, height: frame.height + 0.01 }, context.page)) {
    context.warnings.push(`Shapes outside of the slide were left out on slide ${context.slide}.`);
    return [];
  }
  const box = clip(frame, context.page);
  const parts = partsOf(element, role, placed, box, context);
  return parts.length > 0 ? [{ box, parts, title: role === "title" && parts[0]!.type === "text" }] : [];
}

function partsOf(
  element: XmlElement,
  role: string,
  { frame, upright, rotation }: Place,
  box: Rectangle,
  context: OdpContext,
): SlidePart[] {
  const table = find(element, "table");
  if (table) return readOdpTable(table, frame, context);
  const object = find(element, "object");
  if (object) return readObject(object, box, context);
  const body = element.name === "frame" ? find(element, "text-box") : element;
  const texts = readText(element, body, role, frame, context);
  if (texts.length > 0) return texts;
  const image = find(element, "image")?.attributes["xlink:href"];
  if (image !== undefined && context.archive.has(image)) {
    const isUpright = rotation === 0;
    const { isCut, ...mirrored } = pictureStyle(element, context);
    context.images.push({
      part: image,
      slide: context.slide,
      box,
      shown: isUpright ? shownPart(frame, box) : WHOLE,
      ...(isCut ? {} : { frame: isUpright ? box : upright }),
      rotation,
      ...mirrored,
    });
  }
  return described(element, box);
}

function readText(
  element: XmlElement,
  body: XmlElement | undefined,
  role: string,
  frame: Rectangle,
  context: OdpContext,
): TextPart[] {
  const { styles } = context;
  const style = element.attributes["presentation:style-name"] ?? element.attributes["draw:style-name"];
  const graphic = (name: string): string | undefined => styles.attribute(style, "graphic-properties", name);
  const anchor = graphic("draw:textarea-vertical-align");
  const paragraphs = readOdpParagraphs(body, styles, style);
  const lines = setText(paragraphs, {
    box: frame,
    insets: {
      left: length(graphic("fo:padding-left")) ?? SIDE_INSET,
      top: length(graphic("fo:padding-top")) ?? TOP_INSET,
      right: length(graphic("fo:padding-right")) ?? SIDE_INSET,
      bottom: length(graphic("fo:padding-bottom")) ?? TOP_INSET,
    },
    anchor: anchor === "middle" ? "centre" : anchor === "bottom" ? "bottom" : "top",
    wraps: graphic("draw:auto-grow-width") !== "true",
    rotation: 0,
    textRotation: 0,
  });
  const parts = paragraphs.flatMap((paragraph, index): TextPart[] => {
    if (paragraph.text === "") return [];
    const { text, links, fontSize, bold, level } = paragraph;
    const kind =
      role === "title"
        ? "heading"
        : role === "footer" || role === "date-time"
          ? "footer"
          : role === "header"
            ? "header"
            : level === undefined
              ? "paragraph"
              : "list-item";
    const set = lines[index]!.map((line) => ({ ...line, box: clip(line.box, context.page) }));
    return [{ type: "text", kind, text, lines: set, links, fontSize, bold }];
  });
  return role === "title" && parts.length > 0 ? [joinParagraphs(parts)] : parts;
}

function readObject(object: XmlElement, box: Rectangle, context: OdpContext): SlidePart[] {
  const folder = (object.attributes["xlink:href"] ?? "").replace(/^\.\//, "");
  const part = `${folder}/content.xml`;
  const bytes = context.archive.bytes(part);
  const root = bytes && parseXml(bytes, { part, source: context.source });
  const inner = descendants(root, "chart").find(({ attributes }) => attributes["chart:class"] !== undefined);
  if (!inner) {
    context.warnings.push(`An embedded file was not read on slide ${context.slide}.`);
    return [];
  }
  const statements = chartStatements(readOdpChart(inner)).map((text) => ({ text, boxes: [box] }));
  return [{ type: "figure", of: "chart", box, statements }];
}

function described(element: XmlElement, box: Rectangle): SlidePart[] {
  const written = [find(element, "title"), find(element, "desc")].map((one) => ownText(one).trim());
  const text = pictureDescription(written.filter((one) => one !== "").join(". "));
  if (text === undefined) return [];
  return [{ type: "figure", of: "picture", box, statements: [{ text, boxes: [box] }] }];
}

/** Whether a picture is cut at its edges, which its style says in lengths on paper, and how it is mirrored. */
function pictureStyle(
  { attributes }: XmlElement,
  { styles }: OdpContext,
): Pick<SlideImage, "mirrored"> & { readonly isCut: boolean } {
  const style = attributes["presentation:style-name"] ?? attributes["draw:style-name"];
  const of = (name: string): string => styles.attribute(style, "graphic-properties", name) ?? "";
  const mirror = of("style:mirror");
  const [x, y] = [mirror.includes("horizontal"), mirror.includes("vertical")];
  return { isCut: /[1-9]/.test(of("fo:clip")), ...(x || y ? { mirrored: { x, y } } : {}) };
}

/** A shape's place. */
interface Place {
  /** As it is seen. */
  readonly frame: Rectangle;
  /** Before it is turned about its centre. */
  readonly upright: Rectangle;
  /** Degrees, clockwise. */
  readonly rotation: number;
}

/** A shape's place; what is turned or moved says so in a transformation. */
function placeOf({ attributes }: XmlElement): Place | undefined {
  const width = length(attributes["svg:width"]);
  const height = length(attributes["svg:height"]);
  const [x1, y1, x2, y2] = ["svg:x1", "svg:y1", "svg:x2", "svg:y2"].map((name) => length(attributes[name]));
  if (x1 !== undefined && y1 !== undefined && x2 !== undefined && y2 !== undefined) {
    const line = {
      x: Math.min(x1, x2),
      y: Math.min(y1, y2),
      width: Math.abs(x2 - x1),
      height: Math.abs(y2 - y1),
    };
    return { frame: line, upright: line, rotation: 0 };
  }
  if (width === undefined || height === undefined) return undefined;
  const transform = attributes["draw:transform"] ?? "";
  const shift = /translate\s*\(\s*(\S+?)[\s,]+(\S+?)\s*\)/.exec(transform);
  const x = (length(attributes["svg:x"]) ?? 0) + (length(shift?.[1]) ?? 0);
  const y = (length(attributes["svg:y"]) ?? 0) + (length(shift?.[2]) ?? 0);
  const turn = Number(/rotate\s*\(\s*(\S+?)\s*\)/.exec(transform)?.[1] ?? 0);
  const box = { x, y, width, height };
  // Turned about its own corner, against the clock, in radians.
  if (!Number.isFinite(turn) || turn === 0) return { frame: box, upright: box, rotation: 0 };
  const rotation = (-turn * 180) / Math.PI;
  const frame = turned(box, rotation, { x, y });
  return { frame, upright: { ...box, ...cornerOf(box, centreOf(frame)) }, rotation };
}
