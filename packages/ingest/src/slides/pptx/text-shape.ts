import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import type { TextPart } from "../deck.ts";
import { joinParagraphs } from "../find-title.ts";
import { clip } from "../layout/geometry.ts";
import { type Frame, setText } from "../layout/set-text.ts";
import { describedPicture, type Shape, type ShapeContext, shapeLink, type SlideItem } from "./shapes.ts";
import { points, share } from "./styles.ts";
import { type Paragraph, readParagraphs } from "./text-body.ts";

const SIDE_INSET = 7.2;
const TOP_INSET = 3.6;

/** Reads a shape's paragraphs; a shape that holds none may still have a description. */
export function readTextShape(shape: Shape, context: ShapeContext): SlideItem[] {
  const type = shape.placeholder?.type ?? "";
  // The number is the page's own; what every slide repeats is the master's.
  if (type === "sldNum") return [];
  const body = find(shape.element, "txBody");
  const properties = [shape.element, ...shape.inherited].map((one) => find(one, "txBody", "bodyPr"));
  const fit = elements(properties[0]).find(({ name }) => name === "normAutofit");
  const reduction = share(fit?.attributes["lnSpcReduction"]);
  const paragraphs = readParagraphs(body, {
    relations: context.relations,
    themeFaces: context.master.themeFaces,
    styles: [find(body, "lstStyle"), ...context.master.styles(shape.placeholder, shape.inherited)],
    ...(fit ? { fontScale: share(fit.attributes["fontScale"]) ?? 1 } : {}),
    ...(reduction === undefined ? {} : { spacingScale: Math.max(0.2, 1 - reduction) }),
  });
  const lines = setText(paragraphs, frameOf(shape, properties));
  const isTitle = type === "title" || type === "ctrTitle";
  const link = shapeLink(shape, context);
  const parts = paragraphs.flatMap((paragraph, index): TextPart[] => {
    if (paragraph.text === "") return [];
    const links =
      link === undefined ? paragraph.links : [{ start: 0, end: paragraph.text.length, address: link }];
    return [
      {
        type: "text",
        kind: kindOf(paragraph, type),
        ...(isTitle ? { level: 2 } : {}),
        text: paragraph.text,
        lines: lines[index]!.map((line) => ({ ...line, box: clip(line.box, context.page) })),
        links,
        fontSize: paragraph.fontSize,
        bold: paragraph.bold,
      },
    ];
  });
  if (parts.length === 0) {
    const described = describedPicture(shape);
    return described.length > 0 ? [{ box: shape.box, parts: described, title: false }] : [];
  }
  const rightToLeft = paragraphs.some((paragraph) => paragraph.rightToLeft);
  // A title of several paragraphs is one title.
  return [{ box: shape.box, parts: isTitle ? [joinParagraphs(parts)] : parts, title: isTitle, rightToLeft }];
}

function kindOf(paragraph: Paragraph, placeholder: string): TextPart["kind"] {
  switch (placeholder) {
    case "title":
    case "ctrTitle":
      return "heading";
    case "dt":
    case "ftr":
    case "hdr":
      return placeholder === "hdr" ? "header" : "footer";
    default:
      return paragraph.bullet || paragraph.level > 0 ? "list-item" : "paragraph";
  }
}

function frameOf(shape: Shape, properties: readonly (XmlElement | undefined)[]): Frame {
  const attribute = (name: string): string | undefined =>
    properties.find((one) => one?.attributes[name] !== undefined)?.attributes[name];
  const anchor = attribute("anchor");
  const runs = attribute("vert") ?? "horz";
  return {
    box: shape.frame,
    insets: {
      left: points(attribute("lIns")) ?? SIDE_INSET,
      top: points(attribute("tIns")) ?? TOP_INSET,
      right: points(attribute("rIns")) ?? SIDE_INSET,
      bottom: points(attribute("bIns")) ?? TOP_INSET,
    },
    anchor: anchor === "ctr" ? "centre" : anchor === "b" ? "bottom" : "top",
    wraps: attribute("wrap") !== "none",
    rotation: attribute("upright") === "1" ? 0 : shape.rotation,
    textRotation: runs === "vert270" ? 270 : runs === "horz" ? 0 : 90,
  };
}
