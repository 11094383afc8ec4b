import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { asError, QueueError } from "@longdoc/core";

import type { BlobStore } from "./blob-store.ts";

/** Blobs as files below a folder, which is made with the first of them. */
export function folderBlobs(folder: string): BlobStore {
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (thrown) {
      throw new QueueError(
        "blobs.unavailable",
        `The folder "${folder}" failed: ${asError(thrown).message}.`,
        {
          input: folder,
          recovery: "transient",
          hint: "Check that it is there, that it may be written, and that its disk has room.",
          cause: thrown,
        },
      );
    }
  };
  return {
    get: (key) =>
      attempt(async () => {
        try {
          return await readFile(join(folder, key));
        } catch (thrown) {
          if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
          throw thrown;
        }
      }),
    put: (key, bytes) =>
      attempt(async () => {
        const path = join(folder, key);
        const temporary = `${path}.${randomUUID()}`;
        await mkdir(dirname(path), { recursive: true });
        try {
          await writeFile(temporary, bytes);
          await rename(temporary, path);
        } catch (thrown) {
          await rm(temporary, { force: true });
          throw thrown;
        }
      }),
    delete: (key) => attempt(() => rm(join(folder, key), { force: true })),
  };
}
