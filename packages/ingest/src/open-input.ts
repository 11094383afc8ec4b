import { resolve } from "node:path";

import { IngestError } from "@longdoc/core";

import type { Format, SourceFile } from "./formats.ts";
import { formatOf, mayBeReadable, PDF, SUPPORTED_EXTENSIONS } from "./media-type.ts";
import { readPath, readStart } from "./read-path.ts";

/** A file's path, or bytes under a name of the caller's (its ending tells the media type). */
export type Source = string | { readonly name: string; readonly bytes: Uint8Array };

interface OpenInput {
  readonly file: SourceFile;
  readonly format: Format;
}

/**
 * A source's file, and the format that reads it. Of a PDF that has a path, no more is read than its first bytes.
 *
 * @throws IngestError `file.missing`, `file.unreadable`, `file.empty`, `file.too-large`, `file.unsupported`
 */
export async function openInput(source: Source): Promise<OpenInput> {
  if (typeof source !== "string") return openBytes(source.name, source.bytes);
  const path = resolve(source);
  // A file that cannot be read anyway is not loaded.
  if (!mayBeReadable(path)) throw unsupported(path);
  const start = await readStart(path);
  const format = start && formatOf(path, start);
  if (format?.mediaType === PDF && start!.byteLength > 0) {
    return { file: { source: path, path, load: () => readPath(path) }, format };
  }
  return openBytes(path, await readPath(path));
}

function openBytes(name: string, bytes: Uint8Array): OpenInput {
  const format = formatOf(name, bytes);
  if (!format) throw unsupported(name);
  if (bytes.byteLength === 0) throw new IngestError("file.empty", `"${name}" is empty.`, { input: name });
  return { file: { source: name, load: async () => bytes }, format };
}

function unsupported(name: string): IngestError {
  return new IngestError("file.unsupported", `"${name}" is of a type that cannot be read.`, {
    input: name,
    hint: `Files that can be read end in ${SUPPORTED_EXTENSIONS.join(", ")}.`,
  });
}
