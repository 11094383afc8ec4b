import { opendir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { asError, IngestError } from "@longdoc/core";

/** A source and what tells one state of it from the next. */
export interface Listed {
  readonly source: string;
  readonly revision: string;
}

/**
 * The files below a folder, without hidden ones and node_modules.
 *
 * @throws IngestError `file.unreadable` (transient) when the listing is not whole: what it lacks is then not deleted
 */
export async function* listFolder(folder: string, signal?: AbortSignal): AsyncGenerator<Listed> {
  const folders = [resolve(folder)];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    try {
      for await (const entry of await opendir(next)) {
        signal?.throwIfAborted();
        if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
        const path = join(next, entry.name);
        if (entry.isDirectory()) folders.push(path);
        else if (entry.isFile() || entry.isSymbolicLink()) {
          const state = await stat(path).catch(() => undefined);
          if (state?.isFile())
            yield { source: path, revision: `${state.ino} ${state.size} ${state.mtimeMs}` };
        }
      }
    } catch (thrown) {
      signal?.throwIfAborted();
      throw new IngestError("file.unreadable", `"${next}" cannot be listed: ${asError(thrown).message}.`, {
        input: next,
        recovery: "transient",
        hint: "Check that it is there, and its permissions.",
        cause: thrown,
      });
    }
  }
}
