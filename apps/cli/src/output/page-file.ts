import { writeFile } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";

import { LongdocError } from "@longdoc/core";

/**
 * Where the picture of a page goes: `report-p52.png` in the current folder. A chosen name is the first page's, and
 * the others are numbered beside it.
 */
export function pageFile(source: string, page: number, chosen: string | undefined, first: boolean): string {
  if (chosen === undefined) return resolve(`${basename(source, extname(source))}-p${page}.png`);
  if (first) return chosen;
  const extension = extname(chosen);
  return `${chosen.slice(0, chosen.length - extension.length)}-p${page}${extension}`;
}

/** @throws LongdocError `file.unwritable` */
export async function writePicture(path: string, png: Uint8Array): Promise<void> {
  await writeFile(path, png).catch((cause: unknown) => {
    // Node's message: "ENOSPC: no space left on device, open '…'".
    const reason = cause instanceof Error ? (/^\w+: ([^,]+)/.exec(cause.message)?.[1] ?? cause.message) : "";
    throw new LongdocError("file.unwritable", `"${path}" cannot be written: ${reason}.`, {
      input: path,
      hint: "Choose another place with --output.",
      cause,
    });
  });
}
