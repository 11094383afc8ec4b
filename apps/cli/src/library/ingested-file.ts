import type { DocumentSummary, LongdocError, PictureCount } from "@longdoc/core";

/** How a file came out of ingestion; the names of the JSON that `ingest` prints. */
export interface IngestedFile {
  readonly id: string;
  /** Absolute path. */
  readonly source: string;
  /** `partial`: some pages could not be read. `unchanged`: these bytes were in the library, no work was done. */
  readonly status: "indexed" | "partial" | "unchanged" | "failed";
  readonly pages: number;
  readonly failedPages: DocumentSummary["quality"]["failedPages"];
  readonly sentences: number;
  readonly chunks: number;
  readonly seconds: number;
  /** Share of its pages' ink that became text, where it is measured. */
  readonly textCoverage?: number;
  /** Those that it takes vision to describe, where there are any. */
  readonly pictures?: PictureCount;
  /** What a reader should know, a sentence each. */
  readonly warnings: readonly string[];
  /** Set when `status` is `failed`. */
  readonly error?: LongdocError;
}
