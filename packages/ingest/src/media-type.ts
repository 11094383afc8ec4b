import { extname } from "node:path";

import { isZip } from "./archive/is-zip.ts";
import { diagramSignature } from "./diagrams/content-type.ts";
import { type Format, FORMATS } from "./formats.ts";
import { imageSignature } from "./images/signature.ts";
import { DOCX } from "./text/media-types.ts";

export const PDF = "application/pdf";

const BY_EXTENSION: ReadonlyMap<string, Format> = new Map(
  FORMATS.flatMap((format) => format.extensions.map((extension) => [extension, format] as const)),
);

/** File name endings that can be read, with their dots. */
export const SUPPORTED_EXTENSIONS: readonly string[] = [...BY_EXTENSION.keys()];

/**
 * The format of a file, or `undefined` when files of its kind cannot be read. A PDF's or picture's first bytes tell
 * more than its name, which may have no ending, or another picture's. HTML, DOCX and diagrams are known by their content
 * where the name says nothing; other texts and archives have their endings only.
 */
export function formatOf(path: string, bytes: Uint8Array): Format | undefined {
  const byName = BY_EXTENSION.get(extname(path).toLowerCase());
  if (byName && !isTold(byName.mediaType)) return byName;
  const told = imageSignature(bytes) ?? pdfSignature(bytes);
  const mediaType =
    told ?? (byName ? undefined : (htmlSignature(bytes) ?? docxSignature(bytes) ?? diagramSignature(bytes)));
  return FORMATS.find((format) => format.mediaType === mediaType) ?? byName;
}

/** Whether a format is told by its first bytes. */
function isTold(mediaType: string): boolean {
  return mediaType === PDF || mediaType.startsWith("image/");
}

function pdfSignature(bytes: Uint8Array): string | undefined {
  return Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-" ? PDF : undefined;
}

/** Bytes in which a page of HTML says that it is one. */
const HTML_HEAD = 1024;
const HTML_START = /^\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html\b|html[\s>])/i;

function htmlSignature(bytes: Uint8Array): string | undefined {
  // UTF-16 is read as what it has in common with ASCII.
  const head = Buffer.from(bytes.subarray(0, HTML_HEAD)).toString("latin1");
  const text = head.replace(/^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/, "").replaceAll("\0", "");
  return HTML_START.test(text) ? "text/html" : undefined;
}

function docxSignature(bytes: Uint8Array): string | undefined {
  if (!isZip(bytes)) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes("word/document.xml") ? DOCX : undefined;
}

/** Endings of files that are read if their content is of a kind that can be. */
const TOLD_BY_CONTENT: ReadonlySet<string> = new Set(["", ".xml"]);

/** Whether a file may be readable, as far as its path tells. */
export function mayBeReadable(path: string): boolean {
  return supportedMediaType(path) !== undefined || TOLD_BY_CONTENT.has(extname(path).toLowerCase());
}

/** The media type that a path's ending stands for, or `undefined` when files of its kind cannot be read. */
export function supportedMediaType(path: string): string | undefined {
  return BY_EXTENSION.get(extname(path).toLowerCase())?.mediaType;
}
