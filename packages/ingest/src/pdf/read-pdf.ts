import { countTokens, type Document, documentVersion, IngestError } from "@longdoc/core";

import { assemble } from "../structure/assemble.ts";
import type { OpenedMessage, PageFailedMessage, PageMessage } from "./messages.ts";
import { readPdfPages, type SandboxOptions } from "./sandboxed.ts";

export interface ReadPdfOptions extends SandboxOptions {
  /** Called after each page. */
  readonly onProgress?: (progress: { readonly page: number; readonly pages: number }) => void;
}

/**
 * The token counter takes 60 MB, and a while to load: while the child process reads, unless both processes are going to
 * be large by then.
 */
const LONG_DOCUMENT_PAGES = 300;

/**
 * Reads a PDF to a Document. Pages that cannot be read are listed in its quality with their reasons.
 *
 * @throws IngestError as `readPdfPages`; `pdf.no-pages`; `pdf.unreadable` when not one page could be read
 */
export async function readPdf(
  bytes: Uint8Array,
  source: string,
  options: ReadPdfOptions = {},
): Promise<Document> {
  let opened: OpenedMessage | undefined;
  const pages: (PageMessage | PageFailedMessage)[] = [];
  for await (const message of readPdfPages({ bytes, source }, options)) {
    if (message.type === "opened") {
      opened = message;
      if (opened.pages <= LONG_DOCUMENT_PAGES) setImmediate(() => countTokens(""));
    } else {
      pages.push(message);
      options.onProgress?.({ page: message.number, pages: opened!.pages });
    }
  }
  if (!opened || pages.length === 0) {
    throw new IngestError("pdf.no-pages", `"${source}" has no pages.`, { input: source });
  }
  const document = await assemble({
    source,
    version: documentVersion(bytes),
    mediaType: "application/pdf",
    opened,
    pages,
  });
  const { failedPages } = document.quality;
  if (failedPages.length === document.pages.length) {
    const { code, reason } = failedPages[0]!;
    throw new IngestError("pdf.unreadable", `No page of "${source}" could be read: ${reason}`, {
      input: source,
      hint:
        code === "pdf.no-text"
          ? "It is a scan: it needs optical character recognition."
          : "The file may be damaged.",
    });
  }
  return document;
}
