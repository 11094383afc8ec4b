import { StoreError } from "@longdoc/core";
import type { ChunkStore } from "@longdoc/retrieve";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { libraryName, openExisting } from "../library/open.ts";
import type { Options } from "../options.ts";
import { shortPath } from "../output/ingested.ts";
import { describeLibrary, type LibraryContents } from "../output/library.ts";
import type { CommandContext } from "../program.ts";

const EMPTY: LibraryContents = {
  documents: [],
  failures: [],
  statistics: { documents: 0, chunks: 0, sentences: 0, bytes: 0 },
};

/** `longdoc status`: what is in the library, and what could not be read. */
export async function statusCommand({ options, output }: CommandContext): Promise<ExitCode> {
  const contents = await readContents(options);
  output.document({ library: libraryName(options), ...contents });
  describeLibrary(output, options.qdrant ? libraryName(options) : shortPath(options.library), contents);
  return DONE;
}

/** A library that nobody has filled yet is empty. */
async function readContents(options: Options): Promise<LibraryContents> {
  let opened: ChunkStore;
  try {
    opened = await openExisting(options);
  } catch (error) {
    if (error instanceof StoreError && error.code === "library.missing") return EMPTY;
    throw error;
  }
  await using store = opened;
  const [documents, failures, statistics] = await Promise.all([
    store.documents(),
    store.failures(),
    store.statistics(),
  ]);
  return { documents, failures, statistics };
}
