import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";

import { IngestError, LongdocError, UsageError } from "@longdoc/core";
import { mayBeReadable, SUPPORTED_EXTENSIONS, supportedMediaType } from "@longdoc/ingest";
import { glob, isDynamicPattern } from "tinyglobby";

const READABLE = `Files that can be read end in ${SUPPORTED_EXTENSIONS.join(", ")}.`;

export interface FoundFiles {
  /** Absolute paths, each once, in the order of the paths given. */
  readonly files: readonly string[];
  /** Paths that led to no document. */
  readonly failures: readonly { readonly path: string; readonly error: LongdocError }[];
  /** Files in folders and of globs left out because their type is not supported. */
  readonly skipped: number;
}

/** @throws UsageError `usage.path` */
export function checkPaths(paths: readonly string[]): void {
  if (paths.some((path) => path.trim() === "")) throw new UsageError("usage.path", "A path is empty.");
}

/** The documents that paths stand for: a file, a folder with all below it, or a glob. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  // By what they are on the disk: a link to a document is that document.
  const files = new Map<string, string>();
  const failures: { path: string; error: LongdocError }[] = [];
  let skipped = 0;
  for (const path of paths) {
    try {
      const found = await findAt(path);
      for (const file of found.files) {
        const place = await realpath(file).catch(() => file);
        if (!files.has(place)) files.set(place, file);
      }
      skipped += found.skipped;
    } catch (error) {
      if (!(error instanceof LongdocError)) throw error;
      failures.push({ path: resolve(path), error });
    }
  }
  return { files: [...files.values()], failures, skipped };
}

async function findAt(path: string): Promise<{ files: readonly string[]; skipped: number }> {
  const absolute = resolve(path);
  const status = await stat(absolute).catch((error: NodeJS.ErrnoException) => error);
  if (!(status instanceof Error)) {
    if (status.isDirectory()) return inFolder(path, absolute);
    // A pipe or a device may never end.
    if (!status.isFile()) throw unreadable(path, "is no file");
    return named(path, absolute);
  }
  if (status.code === "EACCES") throw unreadable(path, "may not be read", status);
  if (isDynamicPattern(path)) return matching(path);
  throw new IngestError("file.missing", `There is no file or folder "${path}".`, {
    input: path,
    hint: "Check the path.",
    cause: status,
  });
}

/** A file that the user names must be readable as a document: leaving it out would be a silent loss. */
function named(path: string, absolute: string): { files: readonly string[]; skipped: number } {
  if (!mayBeReadable(absolute)) {
    throw new IngestError("file.unsupported", `"${path}" is of a type that cannot be read.`, {
      input: path,
      hint: READABLE,
    });
  }
  return { files: [absolute], skipped: 0 };
}

async function inFolder(
  path: string,
  folder: string,
): Promise<{ files: readonly string[]; skipped: number }> {
  const found = await search(["**/*"], folder);
  if (found.files.length > 0) return found;
  throw new IngestError(
    "file.folder-empty",
    found.skipped === 0
      ? `The folder "${path}" has nothing in it.`
      : `The folder "${path}" has no document in it: none of its ${found.skipped} files is of a type that can be read.`,
    { input: path, hint: `${READABLE} Hidden ones are left out.` },
  );
}

async function matching(pattern: string): Promise<{ files: readonly string[]; skipped: number }> {
  const found = await search([pattern], process.cwd());
  if (found.files.length > 0) return found;
  throw new IngestError("file.missing", `No document matches "${pattern}".`, {
    input: pattern,
    hint: "Check the pattern, and quote it.",
  });
}

async function search(
  patterns: readonly string[],
  folder: string,
): Promise<{ files: readonly string[]; skipped: number }> {
  const all = await glob([...patterns], {
    cwd: folder,
    absolute: true,
    expandDirectories: false,
    ignore: ["**/node_modules/**"],
  });
  const files = all.filter((file) => supportedMediaType(file) !== undefined);
  return { files: files.toSorted(), skipped: all.length - files.length };
}

function unreadable(path: string, why: string, cause?: Error): IngestError {
  return new IngestError("file.unreadable", `"${path}" ${why}.`, {
    input: path,
    hint: "Check it, and the permissions of the folders above it.",
    cause,
  });
}
