import type { PDFDocumentProxy } from "pdfjs-dist";

import type { OpenedMessage, PdfOutlineEntry } from "./messages.ts";

const MAX_OUTLINE_ENTRIES = 5_000;

/** Everything that the file says about itself. What is damaged is left out: the pages matter more. */
export async function describeDocument(document: PDFDocumentProxy, version: string): Promise<OpenedMessage> {
  const metadata = await orUndefined(document.getMetadata());
  const info = (metadata?.info ?? {}) as { Title?: unknown; Language?: unknown };
  const labels = await orUndefined(document.getPageLabels());
  const attachments = (await orUndefined(document.getAttachments())) as
    | Record<string, { filename?: string }>
    | null
    | undefined;
  return {
    type: "opened",
    version,
    pages: document.numPages,
    ...(typeof info.Title === "string" && info.Title.trim() ? { title: info.Title.trim() } : {}),
    ...(typeof info.Language === "string" && info.Language ? { language: info.Language } : {}),
    outline: (await orUndefined(readOutline(document))) ?? [],
    ...(labels ? { labels } : {}),
    attachments: Object.values(attachments ?? {}).flatMap(({ filename }) => (filename ? [filename] : [])),
  };
}

type Node = Awaited<ReturnType<PDFDocumentProxy["getOutline"]>>[number];

async function readOutline(document: PDFDocumentProxy): Promise<PdfOutlineEntry[]> {
  const entries: PdfOutlineEntry[] = [];
  const visit = async (nodes: readonly Node[], level: number): Promise<void> => {
    for (const node of nodes) {
      if (entries.length >= MAX_OUTLINE_ENTRIES) return;
      const page = await orUndefined(pageOf(document, node.dest));
      const title = node.title.replace(/\s+/g, " ").trim();
      if (title) entries.push({ title, level, ...(page === undefined ? {} : { page }) });
      await visit(node.items as Node[], level + 1);
    }
  };
  await visit((await document.getOutline()) ?? [], 1);
  return entries;
}

async function pageOf(document: PDFDocumentProxy, destination: Node["dest"]): Promise<number | undefined> {
  const resolved = typeof destination === "string" ? await document.getDestination(destination) : destination;
  const target: unknown = resolved?.[0];
  if (typeof target === "number") return target + 1;
  if (target === null || typeof target !== "object") return undefined;
  return (await document.getPageIndex(target as Parameters<PDFDocumentProxy["getPageIndex"]>[0])) + 1;
}

async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch {
    return undefined;
  }
}
