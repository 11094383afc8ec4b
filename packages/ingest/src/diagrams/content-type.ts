import { isZip } from "../archive/is-zip.ts";
import { DRAWIO, type DiagramMediaType, PLANTUML, SVG, VISIO } from "./media-types.ts";

/** Bytes in which a file's first element is looked for, behind declarations and comments. */
const LOOKED_AT = 8_192;
const FIRST_ELEMENT =
  /^\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\][^>]*)?>\s*)*<(?:\w+:)?(\w+)/;

/** What a file's content tells of the kind of diagram in it; `undefined` where it may be anything. */
export function diagramSignature(bytes: Uint8Array): DiagramMediaType | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isZip(bytes)) return buffer.includes("visio/document.xml") ? VISIO : undefined;
  const head = new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-8").decode(
    buffer.subarray(0, LOOKED_AT),
  );
  if (/^\s*@startuml\b/.test(head)) return PLANTUML;
  switch (FIRST_ELEMENT.exec(head)?.[1]) {
    case "mxfile":
    case "mxGraphModel":
      return DRAWIO;
    case "svg":
      return SVG;
    default:
      return undefined;
  }
}
