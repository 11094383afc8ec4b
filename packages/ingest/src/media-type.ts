import { extname } from "node:path";

const BY_EXTENSION: Readonly<Record<string, string>> = {
  ".pdf": "application/pdf",
  ".txt": "text/plain",
  ".text": "text/plain",
  ".md": "text/markdown",
  ".markdown": "text/markdown",
};

/** File name endings that can be read, with their dots. */
export const SUPPORTED_EXTENSIONS: readonly string[] = Object.keys(BY_EXTENSION);

/** The media type that a path's ending stands for, or `undefined` when files of its kind cannot be read. */
export function supportedMediaType(path: string): string | undefined {
  return BY_EXTENSION[extname(path).toLowerCase()];
}
