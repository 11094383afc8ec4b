import { readFile } from "node:fs/promises";

import { documentId, documentVersion } from "@longdoc/core";
import { describeAhead } from "@longdoc/ingest";
import type { ChunkStore } from "@longdoc/retrieve";

import { createProgress } from "../output/progress.ts";
import type { IngestPathsOptions } from "./ingest-files.ts";

/** The pictures of all new and changed documents go into one batch, which is waited for once. */
export async function describeTogether(
  store: ChunkStore,
  files: readonly string[],
  { reading, signal, output }: Pick<IngestPathsOptions, "reading" | "signal" | "output">,
): Promise<void> {
  const { vision } = reading;
  if (!vision?.batch || files.length < 2) return;
  const stored = new Map((await store.documents()).map((document) => [document.id, document]));
  const wanted: string[] = [];
  for (const source of files) {
    const known = stored.get(documentId(source));
    const isDone = known && (known.quality.pictures?.undescribed ?? 0) === 0;
    const bytes = isDone ? await readFile(source).catch(() => undefined) : undefined;
    if (!bytes || documentVersion(bytes) !== known?.version) wanted.push(source);
  }
  if (wanted.length < 2) return;
  output.note("Pictures of all documents are described in one batch; it may take minutes, at most a day.");
  using progress = createProgress(output, 1);
  progress.update(0, "waiting for the batch of pictures");
  await describeAhead(wanted, { ...reading, vision, signal });
}
