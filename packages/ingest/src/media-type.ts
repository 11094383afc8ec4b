import { extname } from "node:path";

import { type Format, FORMATS } from "./formats.ts";

const BY_EXTENSION: ReadonlyMap<string, Format> = new Map(
  FORMATS.flatMap((format) => format.extensions.map((extension) => [extension, format] as const)),
);

/** File name endings that can be read, with their dots. */
export const SUPPORTED_EXTENSIONS: readonly string[] = [...BY_EXTENSION.keys()];

/** The format that a path's ending stands for, or `undefined` when files of its kind cannot be read. */
export function formatOf(path: string): Format | undefined {
  return BY_EXTENSION.get(extname(path).toLowerCase());
}

/** The media type that a path's ending stands for, or `undefined` when files of its kind cannot be read. */
export function supportedMediaType(path: string): string | undefined {
  return formatOf(path)?.mediaType;
}
