import { IngestError } from "@longdoc/core";

import {
  loadRanges,
  type PageCheckpoints,
  type RangeWriter,
  type ReadPage,
  writeRanges,
} from "../checkpoints/page-checkpoints.ts";
import type { DocumentPart } from "../document-parts.ts";
import { type Assembly, openAssembly } from "../structure/assemble.ts";
import type { OcrOptions } from "../ocr/recognition.ts";
import { needsRecognition, type PageRecognition, recognizePages } from "../ocr/recognize-pages.ts";
import { drawForRecognition } from "./draw-for-recognition.ts";
import type { OpenedMessage, PageFailedMessage, PageMessage, PdfInput } from "./messages.ts";
import { readPdfPages, type SandboxOptions } from "./sandboxed.ts";

export interface ReadPdfOptions extends SandboxOptions, OcrOptions {
  /** Called after each page, with the number of pages that are done. */
  readonly onProgress?: (progress: { readonly page: number; readonly pages: number }) => void;
  /** Whether a document of which no page could be read is given all the same: its pictures may be described. */
  readonly keepUnread?: boolean;
  /** Where ranges of pages are kept that are done, so that another call goes on behind them. Default: nowhere. */
  readonly checkpoints?: PageCheckpoints;
}

/**
 * Reads a PDF, and gives its blocks as they become certain: a document of any length takes as much memory as a window
 * of its pages, unless pages have to be recognised, which those behind them wait for. Pages that cannot be read are
 * listed in its quality with their reasons.
 *
 * @throws IngestError as `readPdfPages` and `recognizePages`; `pdf.no-pages`; `pdf.unreadable` when not one page could be read
 */
export async function* streamPdf(
  input: PdfInput,
  options: ReadPdfOptions = {},
): AsyncGenerator<DocumentPart> {
  const { source } = input;
  const before = await loadRanges(options.checkpoints);
  let opened: OpenedMessage | undefined;
  let assembly: Assembly | undefined;
  let ranges: RangeWriter | undefined;
  let recognition: PageRecognition | undefined;
  /** Pages that wait for recognition to end: documents are assembled in order. */
  const waiting: (PageMessage | PageFailedMessage)[] = [];
  let done = 0;
  const progress = (): void => options.onProgress?.({ page: ++done, pages: opened!.pages });

  function open(message: OpenedMessage): void {
    opened = message;
    assembly = openAssembly({ source, mediaType: "application/pdf", opened });
    ranges = writeRanges(options.checkpoints, opened, before.pages.length + 1);
  }

  /** Takes the next page, as it was read now or by an earlier reading. */
  async function* take({ page, lines }: ReadPage, when: "now" | "before"): AsyncGenerator<DocumentPart> {
    let read: Promise<ReadPage> | undefined;
    if (page.type === "page" && needsRecognition(page, options.ocr)) {
      const draw = drawForRecognition({ ...input, version: opened!.version }, options);
      recognition ??= await recognizePages({ ...options, source, draw });
      if (when === "before") recognition.restore({ page, ...(lines && { lines }) });
      else read = new Promise((resolve) => recognition!.add(page, resolve));
    }
    read ??= Promise.resolve({ page });
    void read.then(progress);
    if (when === "now") ranges!.add(read);
    if (recognition) waiting.push(page);
    else yield await assembly!.add(page);
  }

  let ended = false;
  try {
    if (before.opened) open(before.opened);
    for (const page of before.pages) yield* take(page, "before");
    const resumption = { ...before, pages: before.pages.map(({ page }) => page) };
    for await (const message of readPdfPages(input, options, resumption)) {
      if (message.type === "opened") open(message);
      else yield* take({ page: message }, "now");
    }
    ended = true;
  } finally {
    if (!ended) recognition?.cancel();
  }
  const recognized = await recognition?.finish();
  await ranges?.finish();
  for (const page of waiting) yield await assembly!.add(recognized?.get(page.number) ?? page);
  if (!assembly) throw noPages(source);
  const [last, end] = await assembly.finish();
  const { pages, quality } = end.document;
  if (pages.length === 0) throw noPages(source);
  if (quality.failedPages.length === pages.length && !options.keepUnread) {
    const { code, reason } = quality.failedPages[0]!;
    throw new IngestError("pdf.unreadable", `No page of "${source}" could be read: ${reason}`, {
      input: source,
      hint: hintFor(code),
    });
  }
  yield last;
  yield end;
}

function noPages(source: string): IngestError {
  return new IngestError("pdf.no-pages", `"${source}" has no pages.`, { input: source });
}

/** What to do about a document of which every page failed like its first one. */
function hintFor(code: string): string {
  if (code === "pdf.no-text") return "It is a scan, and recognising text is switched off.";
  if (code.startsWith("ocr."))
    return "It is a scan. If it can be trusted, raise its limits of memory and time.";
  return "The file may be damaged.";
}
