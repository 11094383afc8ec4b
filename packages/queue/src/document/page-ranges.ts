import { createHash } from "node:crypto";

import type { IngestOptions, PageCheckpoints } from "@longdoc/ingest";

import type { ParsedDocuments } from "./parsed.ts";

/** The ranges of pages that are kept of one content while it is parsed. */
export interface PageRanges extends PageCheckpoints {
  /** Forgets them: the document is parsed. */
  clear(): Promise<void>;
}

/** @param use gives access to where ranges are kept, for as long as it is there */
export function pageRanges(
  version: string,
  { ocr, ocrLanguages, ocrTimeoutMs, pageTimeoutMs, memoryLimitBytes }: IngestOptions,
  use: <Result>(work: (parsed: ParsedDocuments) => Promise<Result>) => Promise<Result | undefined>,
): PageRanges {
  const options = JSON.stringify([ocr, ocrLanguages, ocrTimeoutMs, pageTimeoutMs, memoryLimitBytes]);
  const reading = createHash("sha256").update(options).digest("hex").slice(0, 8);
  const kept = new Set<number>();
  return {
    load: async (firstPage) => {
      const range = await use((parsed) => parsed.getRange({ version, reading, firstPage }));
      if (range) kept.add(firstPage);
      return range;
    },
    save: async (range) => {
      const { firstPage } = range;
      kept.add(firstPage);
      await use((parsed) => parsed.putRange({ version, reading, firstPage }, range));
    },
    clear: async () => {
      for (const firstPage of kept)
        await use((parsed) => parsed.deleteRange({ version, reading, firstPage }));
    },
  };
}
