import { type Document, documentVersion, IngestError } from "@longdoc/core";

import type { FileInput } from "../formats.ts";
import type { ReadPdfOptions } from "../pdf/read-pdf.ts";
import type { SandboxOptions } from "../pdf/sandboxed.ts";
import { runTask } from "../sandbox/run-task.ts";
import { assemble } from "./assemble.ts";
import type { Diagram } from "./diagram.ts";
import type { DiagramMediaType } from "./media-types.ts";
import type { DiagramInput } from "./parse-diagram.ts";

/**
 * Reads a diagram to a Document, in a child process. Pages that cannot be read are listed in its quality.
 *
 * @throws IngestError `diagram.*`, `archive.*`, `xml.*`, `file.*`
 */
export async function readDiagram(
  input: FileInput,
  mediaType: DiagramMediaType,
  options: ReadPdfOptions,
): Promise<Document> {
  const { bytes, source } = input;
  const version = documentVersion(bytes);
  const diagram = await parseDiagram(input, mediaType, options);
  const { pages } = diagram;
  const document = await assemble({ diagram, source, version, mediaType });
  const { failedPages } = document.quality;
  if (pages.length === 0 || failedPages.length === pages.length) {
    const [first] = failedPages;
    throw new IngestError(
      "diagram.unreadable",
      first ? `No page of "${source}" could be read: ${first.reason}` : `"${source}" has no pages.`,
      { input: source, hint: "Open it in the program that made it and save it again." },
    );
  }
  options.onProgress?.({ page: pages.length, pages: pages.length });
  return document;
}

/** The diagram before it is a Document: for drawing. @throws as `readDiagram` */
export async function parseDiagram(
  { bytes, source }: FileInput,
  mediaType: DiagramMediaType,
  { signal, pageTimeoutMs: timeoutMs, memoryLimitBytes }: SandboxOptions,
): Promise<Diagram> {
  const input: DiagramInput = { bytes, source, mediaType };
  return runTask<Diagram>("./parse-diagram", import.meta.url, input, { signal, timeoutMs, memoryLimitBytes });
}
