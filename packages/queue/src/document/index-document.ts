import { type CostBudget, type Document, documentId, type DocumentQuality, IngestError } from "@longdoc/core";
import { chunk, type IngestOptions, readDocument, summarize } from "@longdoc/ingest";
import type { ChunkStore, StoredDocument } from "@longdoc/retrieve";

import type { Claim, JobFailure, JobOutcome } from "../queue.ts";
import { inSpan } from "../tracing.ts";
import type { JobControl, JobHandler, RunOptions } from "../work/run-jobs.ts";
import { upstreamOf } from "../work/upstreams.ts";
import { governVision } from "./govern-vision.ts";
import { pageRanges } from "./page-ranges.ts";
import type { ParsedDocuments } from "./parsed.ts";
import { type OpenedSource, openFile, type OpenSource } from "./source.ts";

export interface IndexDocumentsOptions {
  readonly store: ChunkStore;
  /** Default: files of this machine. */
  readonly openSource?: OpenSource;
  /** Where parsed documents wait to be indexed. Default: nowhere, so that a job taken up again parses again. */
  readonly parsed?: ParsedDocuments;
  /** The queue's, for pictures that are described: a job that finds it used up is given back. Default: no bound. */
  readonly budget?: CostBudget;
  readonly ingest?: Pick<
    IngestOptions,
    | "password"
    | "pageTimeoutMs"
    | "memoryLimitBytes"
    | "targetTokens"
    | "ocr"
    | "ocrLanguages"
    | "ocrTimeoutMs"
    | "vision"
  >;
}

export interface IndexDocuments {
  readonly handler: JobHandler;
  /** Records in the store that a source could not be indexed. */
  readonly onDead: (claim: Claim, failure: JobFailure) => Promise<void>;
  readonly ahead: NonNullable<RunOptions["ahead"]>;
}

/**
 * Documents that one worker fetches and parses while the store is away: with some 100 KB each of parsed documents, 100
 * MB of the blob store.
 */
const PARSED_AHEAD = 1_000;

/**
 * The job of one document: fetch → parse → chunk → index. Each step is harmless when done twice, and found done by
 * the content's hash: bytes that are indexed are not read again, a parsed document that waits to be indexed is not
 * parsed again, a long one that is being parsed goes on behind the last range of pages that was finished, and the store
 * replaces a document's version at once or not at all.
 */
export function indexDocuments(options: IndexDocumentsOptions): IndexDocuments {
  const { store, openSource = openFile } = options;
  /** Hashes of what is being worked on, for the record of a failure. */
  const versions = new Map<string, string>();

  return {
    handler: async (claim, control) => {
      const started = performance.now();
      const id = documentId(claim.source);
      versions.delete(claim.id);
      control.report({ step: "fetch" });
      const opened = await inSpan("longdoc.fetch", {}, () =>
        control.upstream("source", () => openSource(claim.source, control.signal)),
      );
      if (opened.version !== undefined) versions.set(claim.id, opened.version);
      const outcome = await index(claim, opened, id, control);
      versions.delete(claim.id);
      return { ...outcome, seconds: Math.round(performance.now() - started) / 1000 };
    },
    onDead: async ({ id, source }, { code, reason, failedAt }) => {
      const version = versions.get(id);
      await store.recordFailure({
        documentId: documentId(source),
        source,
        ...(version === undefined ? {} : { version }),
        code,
        reason,
        failedAt,
      });
      versions.delete(id);
    },
    ahead: { blobs: Infinity, ...(options.parsed && { store: PARSED_AHEAD }) },
  };

  async function index(
    claim: Claim,
    opened: OpenedSource,
    id: string,
    control: JobControl,
  ): Promise<Omit<JobOutcome, "seconds">> {
    const stored = await storedDocument(id, control);
    if (stored && stored.version === opened.version && !wantsPictures(stored.quality)) {
      const failed = stored.quality.failedPages.length > 0;
      if (!failed) return outcomeOf("unchanged", stored, stored);
      // Pages that failed are tried again whenever somebody asks anew, and not by a job that finds its own work.
      // Without vision that would lose what vision has described.
      const loses = !options.ingest?.vision && (stored.quality.pictures?.described ?? 0) > 0;
      if (loses || Date.parse(stored.indexedAt) >= claim.enqueuedAt)
        return outcomeOf("partial", stored, stored);
    }
    const document = await parse(opened, id, control);
    control.report({ step: "chunk" });
    const chunks = await inSpan("longdoc.chunk", {}, async () =>
      chunk(
        document,
        options.ingest?.targetTokens === undefined ? {} : { targetTokens: options.ingest.targetTokens },
      ),
    );
    control.signal.throwIfAborted();
    if (!(await opened.isCurrent())) throw changedMeanwhile(claim.source);
    control.report({ step: "index" });
    const summary = summarize(document);
    const receipt = await inSpan("longdoc.index", { attributes: { "longdoc.chunks": chunks.length } }, () =>
      control.upstream("store", () => store.replace(summary, chunks)),
    );
    await kept(control, (parsed) => parsed.delete(id, document.version));
    return outcomeOf(summary.quality.failedPages.length > 0 ? "partial" : "indexed", summary, receipt);
  }

  /** Whether vision is asked for, and there is something left for it. */
  function wantsPictures({ pictures }: DocumentQuality): boolean {
    return options.ingest?.vision !== undefined && (pictures?.undescribed ?? 0) > 0;
  }

  /** While the store is away, a document is read all the same, and its parsed form kept until the store is back. */
  async function storedDocument(id: string, control: JobControl): Promise<StoredDocument | undefined> {
    try {
      return (await control.upstream("store", () => store.documents({ documentIds: [id] })))[0];
    } catch (thrown) {
      if (options.parsed === undefined || upstreamOf(thrown) !== "store") throw thrown;
      return undefined;
    }
  }

  /** Uses what is kept between the steps. It may be away: the work is done again then, which waiting would not spare. */
  async function kept<Result>(
    { upstream, signal }: JobControl,
    use: (parsed: ParsedDocuments) => Promise<Result>,
  ): Promise<Result | undefined> {
    const { parsed } = options;
    try {
      return parsed && (await upstream("blobs", () => use(parsed)));
    } catch (thrown) {
      if (signal.aborted || upstreamOf(thrown) !== "blobs") throw thrown;
      return undefined;
    }
  }

  async function parse(opened: OpenedSource, id: string, control: JobControl): Promise<Document> {
    const { version } = opened;
    const { ingest = {} } = options;
    return inSpan("longdoc.parse", {}, async (span) => {
      if (version !== undefined) {
        const parsed = await kept(control, (from) => from.get(id, version));
        const usable = parsed && !wantsPictures(parsed.quality) ? parsed : undefined;
        span.setAttribute("longdoc.parsed-before", usable !== undefined);
        if (usable) return usable;
      }
      control.report({ step: "parse" });
      const ranges =
        version === undefined ? undefined : pageRanges(version, ingest, (use) => kept(control, use));
      const governed =
        ingest.vision && options.budget && governVision(ingest.vision, options.budget, control);
      const document = await readDocument(opened.input, {
        ...ingest,
        ...(governed && { vision: governed.vision }),
        ...(ranges && { checkpoints: ranges }),
        signal: control.signal,
        onProgress: ({ page, pages }) => control.report({ step: "parse", page, pages }),
      });
      governed?.check(document);
      assertSomethingRead(document);
      await kept(control, (parsed) => parsed.put(document));
      await ranges?.clear();
      return document;
    });
  }
}

function outcomeOf(
  status: JobOutcome["status"],
  document: Pick<StoredDocument, "pages" | "quality"> & { readonly id: string },
  { chunks, sentences }: { readonly chunks: number; readonly sentences: number },
): Omit<JobOutcome, "seconds"> {
  const failedPages = document.quality.failedPages.length;
  return { status, documentId: document.id, pages: document.pages, failedPages, sentences, chunks };
}

/** A file of which no page could be read must not take the place of an older version that could. */
function assertSomethingRead(document: Document): void {
  const [first] = document.quality.failedPages;
  if (first === undefined || document.quality.pagesRead > 0) return;
  throw new IngestError(first.code, `No page of "${document.source}" could be read: ${first.reason}`, {
    input: document.source,
    hint: "Open it in another program, and save it anew.",
  });
}

function changedMeanwhile(source: string): IngestError {
  return new IngestError("file.changing", `"${source}" was written while it was read.`, {
    input: source,
    recovery: "transient",
    hint: "It is read again when it has come to rest.",
  });
}
