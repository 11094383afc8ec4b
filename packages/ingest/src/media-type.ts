import { extname } from "node:path";

import { diagramSignature } from "./diagrams/content-type.ts";
import { type Format, FORMATS } from "./formats.ts";
import { imageSignature } from "./images/signature.ts";

const BY_EXTENSION: ReadonlyMap<string, Format> = new Map(
  FORMATS.flatMap((format) => format.extensions.map((extension) => [extension, format] as const)),
);

/** File name endings that can be read, with their dots. */
export const SUPPORTED_EXTENSIONS: readonly string[] = [...BY_EXTENSION.keys()];

/**
 * The format of a file, or `undefined` when files of its kind cannot be read. A PDF's or picture's first bytes tell
 * more than its name, which may have no ending, or another picture's; diagrams are known by their first element where
 * the ending does not tell; texts and other archives have their endings only.
 */
export function formatOf(path: string, bytes: Uint8Array): Format | undefined {
  const byName = BY_EXTENSION.get(extname(path).toLowerCase());
  if (byName && !isTold(byName.mediaType)) return byName;
  const told = imageSignature(bytes) ?? pdfSignature(bytes);
  const mediaType = told ?? (byName ? undefined : diagramSignature(bytes));
  return FORMATS.find((format) => format.mediaType === mediaType) ?? byName;
}

/** Whether a format is told by its first bytes. */
function isTold(mediaType: string): boolean {
  return mediaType === PDF || mediaType.startsWith("image/");
}

const PDF = "application/pdf";

function pdfSignature(bytes: Uint8Array): string | undefined {
  return Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-" ? PDF : undefined;
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
