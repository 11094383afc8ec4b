import { existsSync } from "node:fs";

import { StoreError } from "@longdoc/core";
import { type ChunkStore, openLibrary } from "@longdoc/retrieve";

import { commandName } from "../usage.ts";

/**
 * Opens a library that must be there already: looking into one does not create it.
 *
 * @throws StoreError `library.missing`
 */
export async function openExisting(folder: string): Promise<ChunkStore> {
  if (!existsSync(folder)) {
    throw new StoreError("library.missing", `There is no library at ${folder}.`, {
      input: folder,
      hint: `Fill one with ${commandName()} ingest PATH, or name another with --library.`,
    });
  }
  return openLibrary(folder);
}
