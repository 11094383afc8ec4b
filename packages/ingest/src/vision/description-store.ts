import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { asError, IngestError } from "@longdoc/core";

/** Where descriptions are kept. The queue's blob stores fit, in a folder as on S3. */
export interface DescriptionStore {
  /** `undefined` where there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
}

/** Keeps nothing. */
export const NO_STORE: DescriptionStore = {
  get: async () => undefined,
  put: async () => undefined,
  delete: async () => undefined,
};

/** Descriptions as files below a folder, which is made with the first of them. */
export function folderStore(folder: string): DescriptionStore {
  return {
    get: async (key) => {
      try {
        return await readFile(join(folder, key));
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw unusable(folder, thrown);
      }
    },
    put: async (key, bytes) => {
      const path = join(folder, key);
      // Written beside and then renamed: another process never sees half of it.
      const partial = `${path}.${randomUUID()}`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(partial, bytes);
        await rename(partial, path);
      } catch (thrown) {
        await rm(partial, { force: true });
        throw unusable(folder, thrown);
      }
    },
    delete: (key) => rm(join(folder, key), { force: true }),
  };
}

/** What is paid for and cannot be kept would be paid again: that is worth an error. */
function unusable(folder: string, cause: unknown): IngestError {
  return new IngestError(
    "vision.cache-failed",
    `The folder "${folder}", which keeps descriptions of pictures, failed: ${asError(cause).message}.`,
    {
      input: folder,
      recovery: "transient",
      hint: "Check that it may be written, and that its disk has room.",
      cause,
    },
  );
}
