import type { FailedSource, StoredDocument, StoreStatistics } from "@longdoc/retrieve";

import { commandName } from "../usage.ts";
import { count } from "./count.ts";
import { inkRead, shortPath } from "./ingested.ts";
import type { Output } from "./output.ts";
import { undescribedPictures } from "./pictures.ts";

const BYTES_PER_MEGABYTE = 1_000_000;

export interface LibraryContents {
  readonly documents: readonly StoredDocument[];
  readonly failures: readonly FailedSource[];
  readonly statistics: StoreStatistics;
}

/** A library for people: its documents, then every file and page that could not be read, with the reason. */
export function describeLibrary(output: Output, name: string, contents: LibraryContents): void {
  const { documents, failures, statistics } = contents;
  const size = `${(statistics.bytes / BYTES_PER_MEGABYTE).toFixed(1)} MB`;
  output.line(
    `${name}  ${count(statistics.documents, "document")}, ` +
      `${count(statistics.chunks, "chunk")}, ${count(statistics.sentences, "sentence")}, ${size}`,
  );
  if (documents.length === 0) output.line(`Fill it with ${commandName()} ingest PATH.`);
  for (const document of documents) {
    const { pages, chunks, indexedAt, quality } = document;
    output.line(
      `${document.id}  ${shortPath(document.source)}  ` +
        output.style.dim(
          `${count(pages, "page")}, ${count(chunks, "chunk")}${coverageOf(quality)}, indexed ${indexedAt}`,
        ),
    );
    for (const warning of quality.warnings) output.line(`    ${warning}`);
    const undescribed = undescribedPictures(quality);
    if (undescribed !== undefined) output.line(`    ${undescribed}`);
    for (const { page, reason } of quality.failedPages) output.line(`    page ${page} failed: ${reason}`);
  }
  for (const failure of failures) {
    output.line(`${failure.documentId}  ${shortPath(failure.source)}  failed: ${failure.reason}`);
  }
}

function coverageOf({ textCoverage }: StoredDocument["quality"]): string {
  return textCoverage === undefined ? "" : `, ${inkRead(textCoverage)}`;
}
