import { existsSync } from "node:fs";

import { StoreError } from "@longdoc/core";
import { type ChunkStore, openLibrary } from "@longdoc/retrieve";

import { commandName } from "../usage.ts";

/** Where a library is: in a folder, or on a Qdrant server; the last answer is kept in the folder in any case. */
export interface LibraryPlace {
  /** Absolute path. */
  readonly library: string;
  readonly qdrant?: QdrantPlace;
}

export interface QdrantPlace {
  /** Address of the server. */
  readonly url: string;
  readonly collection: string;
  /** From the environment only: other users of the machine see a command's flags. */
  readonly apiKey?: string;
}

/** What a person calls the library. */
export function libraryName({ library, qdrant }: LibraryPlace): string {
  return qdrant ? `${qdrant.collection} at ${qdrant.url}` : library;
}

/** Opens a library, making it when it is not there. @throws StoreError, UsageError as the store's own opening */
export async function openOrMake({ library, qdrant }: LibraryPlace): Promise<ChunkStore> {
  return qdrant ? openOnServer(qdrant, true) : openLibrary(library);
}

/**
 * Opens a library that must be there already: looking into one does not create it.
 *
 * @throws StoreError `library.missing`
 */
export async function openExisting(place: LibraryPlace): Promise<ChunkStore> {
  const { library, qdrant } = place;
  if (qdrant) {
    try {
      return await openOnServer(qdrant, false);
    } catch (error) {
      if (error instanceof StoreError && error.code === "library.missing") throw missing(place);
      throw error;
    }
  }
  if (!existsSync(library)) throw missing(place);
  return openLibrary(library);
}

/** Milliseconds: a person waits, and may have mistyped the address. */
const RETRY_FOR_MS = 3_000;

async function openOnServer(place: QdrantPlace, create: boolean): Promise<ChunkStore> {
  // Loaded when it is asked for: most libraries are files, and the client takes a while.
  const { openQdrant } = await import("@longdoc/retrieve/qdrant");
  return openQdrant({ ...place, create, retryForMs: RETRY_FOR_MS });
}

function missing(place: LibraryPlace): StoreError {
  return new StoreError("library.missing", `There is no library at ${libraryName(place)}.`, {
    input: libraryName(place),
    hint: `Fill one with ${commandName()} ingest PATH, or name another with ${place.qdrant ? "--collection" : "--library"}.`,
  });
}
