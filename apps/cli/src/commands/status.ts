import { existsSync } from "node:fs";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { openExisting } from "../library/open.ts";
import { describeLibrary } from "../output/library.ts";
import type { CommandContext } from "../program.ts";

const EMPTY = {
  documents: [],
  failures: [],
  statistics: { documents: 0, chunks: 0, sentences: 0, bytes: 0 },
};

/** `longdoc status`: what is in the library, and what could not be read. */
export async function statusCommand({ options, output }: CommandContext): Promise<ExitCode> {
  if (!existsSync(options.library)) {
    output.document({ library: options.library, ...EMPTY });
    describeLibrary(output, options.library, EMPTY);
    return DONE;
  }
  await using store = await openExisting(options.library);
  const [documents, failures, statistics] = await Promise.all([
    store.documents(),
    store.failures(),
    store.statistics(),
  ]);
  output.document({ library: options.library, documents, failures, statistics });
  describeLibrary(output, options.library, { documents, failures, statistics });
  return DONE;
}
