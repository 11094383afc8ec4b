import {
  type Block,
  type Chunk,
  countTokens,
  type Document,
  type DocumentQuality,
  IngestError,
} from "@longdoc/core";

import { chunk } from "./chunks/chunk.ts";
import { type DocumentPart, partsOf } from "./document-parts.ts";
import type { SourceFile, Format } from "./formats.ts";
import { openInput, type Source } from "./open-input.ts";
import type { ReadPdfOptions } from "./pdf/read-pdf.ts";
import type { VisionOptions } from "./vision/options.ts";
import { pickPictures } from "./vision/pick-pictures.ts";

export interface IngestOptions extends Omit<ReadPdfOptions, "keepUnread"> {
  /** Tokens that a chunk aims at. Default 400. */
  readonly targetTokens?: number;
  /** Set to have pictures described by a vision model, which costs money. Default: they are not. */
  readonly vision?: VisionOptions;
}

export interface Ingested {
  readonly document: Document;
  readonly chunks: readonly Chunk[];
}

/**
 * The token counter takes 60 MB, and half a second to load: while another process reads, unless both processes are
 * going to be large by then.
 */
const LONG_DOCUMENT_PAGES = 300;

/**
 * Reads a document and cuts it into chunks. The same bytes under the same source always give the same ids; with
 * `vision`, the same descriptions do.
 *
 * @throws IngestError `file.missing`, `file.unreadable`, `file.empty`, `file.too-large`, `file.unsupported`,
 * `file.changed`, `file.cancelled`, `pdf.*`, `slides.*`, `docx.*`, `html.*`, `image.*`, `diagram.*`, `ocr.*`, `text.*`,
 * `archive.*`, `xml.*`, `vision.*`; with `vision` also ModelError where no picture can be described at all:
 * `model.key-missing`, `model.key-invalid`, `model.permission`, `model.billing`, `model.not-found`
 *
 * @example
 * const { document, chunks } = await ingest("report.pdf");
 * await store.replace(summarize(document), chunks);
 */
export async function ingest(source: Source, options: IngestOptions = {}): Promise<Ingested> {
  const { targetTokens, onProgress } = options;
  let begun = false;
  const document = await readDocument(source, {
    ...options,
    onProgress: (progress) => {
      if (!begun && progress.pages <= LONG_DOCUMENT_PAGES) setImmediate(() => countTokens(""));
      begun = true;
      onProgress?.(progress);
    },
  });
  return { document, chunks: chunk(document, targetTokens === undefined ? {} : { targetTokens }) };
}

/** Reads a document. @throws as `ingest` */
export async function readDocument(source: Source, options: IngestOptions = {}): Promise<Document> {
  const { vision, targetTokens: _targetTokens, ...reading } = options;
  const { file, format } = await open(source, reading.signal);
  if (!vision || !format.drawParts) {
    const document = await format.read(file, reading);
    return { ...document, quality: qualityWithPictures(document) };
  }
  const { openVision } = await import("./vision/describe-pictures.ts");
  const describePictures = await openVision(vision);
  const document = await format.read(file, { ...reading, keepUnread: true });
  const counted = { ...document, quality: qualityWithPictures(document) };
  const described = await describePictures({ file, format, document: counted, reading });
  assertRead(described);
  return described;
}

/**
 * Reads a document of any length in parts: blocks as they become certain, and at the end what is known of it as a whole.
 * The parts joined are what `readDocument` gives. A PDF's parts come while it is read, the first after some ten of them, and
 * memory stays flat unless pages have to be recognised; other formats come in one part. Pictures are not described.
 *
 * @throws as `ingest`, also after parts were given
 *
 * @example
 * for await (const part of streamDocument("report.pdf")) {
 *   if (part.type === "blocks") for (const { sentences } of part.blocks) index(sentences);
 * }
 */
export async function* streamDocument(
  source: Source,
  options: Omit<IngestOptions, "vision" | "targetTokens"> = {},
): AsyncGenerator<DocumentPart> {
  const { file, format } = await open(source, options.signal);
  const pictures: Block[] = [];
  for await (const part of format.stream?.(file, options) ?? partsOf(await format.read(file, options))) {
    if (part.type === "blocks") {
      pictures.push(...part.blocks.filter(({ picture }) => picture));
      if (part.blocks.length > 0) yield part;
    } else {
      const quality = qualityWithPictures({ ...part.document, blocks: pictures, text: "" });
      yield { ...part, document: { ...part.document, quality } };
    }
  }
}

async function open(
  source: Source,
  signal: AbortSignal | undefined,
): Promise<{ readonly file: SourceFile; readonly format: Format }> {
  const opened = await openInput(source);
  if (!signal?.aborted) return opened;
  const { source: name } = opened.file;
  throw new IngestError("file.cancelled", `Reading "${name}" was cancelled.`, { input: name });
}

function qualityWithPictures(document: Document): DocumentQuality {
  const undescribed = pickPictures(document, false).length;
  if (undescribed === 0) return document.quality;
  return { ...document.quality, pictures: { described: 0, undescribed } };
}

/** A document that was all pictures may be read now. */
function assertRead({ source, pages, quality }: Document): void {
  const [first] = quality.failedPages;
  if (first === undefined || quality.failedPages.length < pages.length) return;
  throw new IngestError(first.code, `No page of "${source}" could be read: ${first.reason}`, {
    input: source,
    ...(quality.warnings.length > 0 ? { hint: quality.warnings.join(" ") } : {}),
  });
}
