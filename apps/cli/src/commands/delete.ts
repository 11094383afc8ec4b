import { resolve } from "node:path";

import { documentId, StoreError } from "@longdoc/core";
import type { ChunkStore, RemovedDocument } from "@longdoc/retrieve";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { forgetAnswerFrom } from "../library/last-answer.ts";
import { openExisting } from "../library/open.ts";
import { count } from "../output/count.ts";
import { shortPath } from "../output/ingested.ts";
import type { CommandContext } from "../program.ts";
import { commandName } from "../usage.ts";

/** `longdoc delete`: removes a document, by its id or its path, and says what was removed. */
export async function deleteCommand(target: string, context: CommandContext): Promise<ExitCode> {
  const { options, output } = context;
  await using store = await openExisting(options);
  const id = await idOf(store, target);
  const failures = await store.failures({ documentIds: [id] });
  const removed = await store.remove({ documentIds: [id] });
  if (removed.length + failures.length === 0) {
    throw new StoreError("library.document-missing", `There is no document ${target} in the library.`, {
      input: target,
      hint: `See ${commandName()} status for those that there are.`,
    });
  }
  await forgetAnswerFrom(options.library, id);
  output.document({ removed, failures });
  for (const document of removed) output.line(receipt(document));
  for (const failure of failures) output.line(`removed the record that ${shortPath(failure.source)} failed`);
  return DONE;
}

/** A path's id follows from it, whether or not the file is still there. */
async function idOf(store: ChunkStore, target: string): Promise<string> {
  const filter = { documentIds: [target] };
  const known = [...(await store.documents(filter)), ...(await store.failures(filter))];
  return known.length > 0 ? target : documentId(resolve(target));
}

function receipt({ id, source, chunks, sentences }: RemovedDocument): string {
  return `removed ${shortPath(source)} (${id}): ${count(chunks, "chunk")}, ${count(sentences, "sentence")}`;
}
