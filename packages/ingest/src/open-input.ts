import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";

import { asError, IngestError } from "@longdoc/core";

import type { FileInput, Format } from "./formats.ts";
import { formatOf, mayBeReadable, SUPPORTED_EXTENSIONS } from "./media-type.ts";

/** A file's path, or bytes under a name of the caller's (its ending tells the media type). */
export type Source = string | { readonly name: string; readonly bytes: Uint8Array };

/** Files above this are refused: Node holds no buffer larger than this on every platform. */
const MAX_FILE_BYTES = 2 * 1024 ** 3;

/**
 * A source's bytes, and the format that reads them.
 *
 * @throws IngestError `file.missing`, `file.unreadable`, `file.empty`, `file.too-large`, `file.unsupported`
 */
export async function openInput(
  source: Source,
): Promise<{ readonly input: FileInput; readonly format: Format }> {
  const name = typeof source === "string" ? resolve(source) : source.name;
  // A file that cannot be read anyway is not loaded.
  const unreadable = !mayBeReadable(name);
  const bytes = typeof source === "string" ? (unreadable ? undefined : await readBytes(name)) : source.bytes;
  const format = bytes && formatOf(name, bytes);
  if (!format) {
    throw new IngestError("file.unsupported", `"${name}" is of a type that cannot be read.`, {
      input: name,
      hint: `Files that can be read end in ${SUPPORTED_EXTENSIONS.join(", ")}.`,
    });
  }
  if (bytes.byteLength === 0) {
    throw new IngestError("file.empty", `"${name}" is empty.`, { input: name });
  }
  return { input: { bytes, source: name }, format };
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) {
      throw new IngestError("file.too-large", `"${path}" is larger than 2 GiB.`, {
        input: path,
        hint: "Split the file.",
      });
    }
    return await readFile(path);
  } catch (thrown) {
    if (thrown instanceof IngestError) throw thrown;
    throw fileError(path, thrown);
  }
}

function fileError(path: string, thrown: unknown): IngestError {
  const { code } = thrown as NodeJS.ErrnoException;
  const options = { input: path, cause: thrown };
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new IngestError("file.missing", `There is no file "${path}".`, {
      ...options,
      hint: "Check the path.",
    });
  }
  if (code === "EACCES" || code === "EPERM") {
    return new IngestError("file.unreadable", `"${path}" may not be read.`, {
      ...options,
      hint: "Check its permissions.",
    });
  }
  if (code === "EISDIR") {
    return new IngestError("file.unreadable", `"${path}" is a folder.`, {
      ...options,
      hint: "Give its files.",
    });
  }
  return new IngestError("file.unreadable", `"${path}" cannot be read: ${asError(thrown).message}.`, options);
}
