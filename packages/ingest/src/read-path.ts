import { open, readFile, stat } from "node:fs/promises";

import { asError, IngestError } from "@longdoc/core";

/** Files above this are refused: Node holds no buffer larger than this on every platform. */
const MAX_FILE_BYTES = 2 * 1024 ** 3;

/** Bytes that tell a file's kind. */
const START_BYTES = 1024;

/**
 * A file's first bytes, up to 1,024; `undefined` of what can be read once only, as a pipe.
 *
 * @throws IngestError `file.missing`, `file.unreadable`
 */
export async function readStart(path: string): Promise<Uint8Array | undefined> {
  try {
    if (!(await stat(path)).isFile()) return undefined;
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (thrown) {
    throw fileError(path, thrown);
  }
}

/** @throws IngestError `file.missing`, `file.unreadable`, `file.too-large` */
export async function readPath(path: string): Promise<Uint8Array> {
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
    throw thrown instanceof IngestError ? thrown : fileError(path, thrown);
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
