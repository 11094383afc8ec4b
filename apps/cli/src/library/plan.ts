import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { extname } from "node:path";

import { documentId } from "@longdoc/core";
import { isS3 } from "@longdoc/queue";
import type { ChunkStore } from "@longdoc/retrieve";

import type { StreamedJob } from "../sources/stream-jobs.ts";

/** What indexing documents would take, told from their names, sizes and times: none of them is opened. */
export interface Plan {
  readonly documents: number;
  readonly bytes: number;
  /** By file name ending. */
  readonly types: Readonly<Record<string, { readonly documents: number; readonly bytes: number }>>;
  /** Files that the library holds and that were not written since. */
  readonly unchanged: number;
  /** Estimates, of the documents that are not unchanged. */
  readonly pages: number;
  /** With one worker on this machine, and no scans among the documents. */
  readonly seconds: number;
  /** US dollars: reading, chunking and indexing cost nothing. */
  readonly dollars: number;
}

/** Bytes per page over the PDFs of financebench and mmlongbench and those of the pdf.js and pypdf suites. */
const PDF_BYTES_PER_PAGE = 15_000;
/** Of texts a page is what fits on one; of presentations a slide with its share of the pictures. */
const BYTES_PER_PAGE: Readonly<Record<string, number>> = { ".txt": 3_000, ".md": 3_000, ".pptx": 60_000 };
/** Pages that one core reads, chunks and indexes in a second: see docs/sizing.md. */
const PAGES_PER_SECOND_AND_CORE = 19;
/** Documents that the library is asked about at once. */
const AT_ONCE = 500;

/** @param store the library, where there is one yet */
export async function planOf(jobs: AsyncIterable<StreamedJob>, store: ChunkStore | undefined): Promise<Plan> {
  const types: Record<string, { documents: number; bytes: number }> = {};
  const total = { documents: 0, bytes: 0, unchanged: 0, pages: 0 };
  let group: Sized[] = [];

  async function flush(): Promise<void> {
    const indexed = new Map<string, number>();
    const documentIds = group.map(({ source }) => documentId(source));
    for (const { id, indexedAt, quality } of (await store?.documents({ documentIds })) ?? []) {
      if (quality.failedPages.length === 0) indexed.set(id, Date.parse(indexedAt));
    }
    for (const { source, bytes, writtenAt } of group) {
      const type = extname(source).toLowerCase();
      const ofType = (types[type] ??= { documents: 0, bytes: 0 });
      ofType.documents += 1;
      ofType.bytes += bytes;
      total.documents += 1;
      total.bytes += bytes;
      if (writtenAt < (indexed.get(documentId(source)) ?? 0)) total.unchanged += 1;
      else total.pages += Math.max(1, Math.round(bytes / (BYTES_PER_PAGE[type] ?? PDF_BYTES_PER_PAGE)));
    }
    group = [];
  }

  for await (const job of jobs) {
    group.push(await sized(job));
    if (group.length >= AT_ONCE) await flush();
  }
  await flush();
  const seconds = Math.ceil(total.pages / (PAGES_PER_SECOND_AND_CORE * availableParallelism()));
  return { ...total, types, seconds, dollars: 0 };
}

interface Sized {
  readonly source: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

async function sized({ source, bytes = 0 }: StreamedJob): Promise<Sized> {
  // What changed in a bucket is told when it is read.
  if (isS3(source)) return { source, bytes, writtenAt: Infinity };
  const state = await stat(source).catch(() => undefined);
  return { source, bytes: state?.size ?? 0, writtenAt: state?.mtimeMs ?? Infinity };
}
