import { IngestError } from "@longdoc/core";

import { parseXml } from "../../archive/parse-xml.ts";
import type { XmlElement } from "../../archive/xml-element.ts";
import type { FileInput } from "../../formats.ts";
import type { Rectangle } from "../../slides/deck.ts";
import { invalidDiagram } from "../limits.ts";
import { lengthOf, numbersOf } from "./units.ts";

/** HTML's elements without content, which browsers write unclosed into what they export. */
const UNCLOSED = /<(br|hr|img|input|wbr)\b([^<>]*?)\/?>(?:<\/\1>)?/gi;

/** The root of an SVG file. @throws IngestError `diagram.invalid`, `xml.*` */
export function parseSvg({ bytes, source }: FileInput): XmlElement {
  const root = parseForgiving(bytes, source);
  if (root.name !== "svg") throw invalidDiagram(source, `its root is <${root.name}>, and not <svg>`);
  return root;
}

function parseForgiving(bytes: Uint8Array, source: string): XmlElement {
  const options = { part: "drawing", source };
  try {
    return parseXml(bytes, options);
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || thrown.code !== "xml.invalid") throw thrown;
    const closed = new TextDecoder().decode(bytes).replace(UNCLOSED, "<$1$2/>");
    return parseXml(Buffer.from(closed), options);
  }
}

/** Pixels; browsers show a drawing of no stated size so. */
const DEFAULT = { width: 300, height: 150 };

/** Where the drawing is shown: pixels from the top left; `undefined` where the file does not say how large it is. */
export function frameOf({ attributes }: XmlElement): Rectangle | undefined {
  const [, , viewWidth = 0, viewHeight = 0] = numbersOf(attributes["viewBox"]);
  const stated = { width: sizeOf(attributes["width"]), height: sizeOf(attributes["height"]) };
  if (viewWidth > 0 && viewHeight > 0) {
    const ratio = viewHeight / viewWidth;
    const width = stated.width ?? (stated.height === undefined ? viewWidth : stated.height / ratio);
    return { x: 0, y: 0, width, height: stated.height ?? width * ratio };
  }
  if (stated.width === undefined && stated.height === undefined) return undefined;
  return { x: 0, y: 0, width: stated.width ?? DEFAULT.width, height: stated.height ?? DEFAULT.height };
}

/** Shares are of a window that is not known. */
function sizeOf(value: string | undefined): number | undefined {
  const size = value?.includes("%") === true ? undefined : lengthOf(value);
  return size !== undefined && size > 0 ? size : undefined;
}
