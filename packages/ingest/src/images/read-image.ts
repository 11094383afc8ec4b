import { type Document, documentVersion, IngestError } from "@longdoc/core";

import { loadRanges, writeRanges } from "../checkpoints/page-checkpoints.ts";
import { type RecognizedPage, recognizePages } from "../ocr/recognize-pages.ts";
import type { OcrImage } from "../ocr/engine.ts";
import type { QuarterTurn } from "../layout/geometry.ts";
import type { OpenedMessage, PageMessage } from "../pdf/messages.ts";
import type { ReadPdfOptions } from "../pdf/read-pdf.ts";
import { toDocument } from "../document-parts.ts";
import { openAssembly } from "../structure/assemble.ts";
import { describeImage, drawImage, type PicturePage } from "./describe-image.ts";
import type { ImageInput } from "./task.ts";

/** Pixels: more of them make recognition slower and not better. */
const MOST_PIXELS = 24_000_000;
/** Pixels to which a picture is enlarged at most: a photograph rarely says how large its page was. */
const MOST_ENLARGED_PIXELS = 12_000_000;
/** Pixels per inch below which letters are too small for the engine, which was trained on 300. */
const LEAST_DENSITY = 200;

/**
 * Reads a picture, the pages of a TIFF, or a part of a picture, to a Document of what is recognised in it. A picture
 * without text is a Document without sentences, which says so.
 *
 * @throws IngestError `image.*`, `ocr.*`, `file.*`
 */
export async function readImage(
  input: ImageInput,
  mediaType: string,
  options: ReadPdfOptions,
): Promise<Document> {
  const { source } = input;
  const { pages: pictures, left } = await describeImage(input, options);
  if (options.ocr === "off") {
    throw new IngestError(
      "image.not-read",
      `"${source}" is a picture, and recognising text is switched off.`,
      {
        input: source,
        hint: "Leave out --no-ocr.",
      },
    );
  }
  const recognition = await recognizePages({
    ...options,
    source,
    draw: ({ number }, angle, signal) =>
      drawPicture(input, { page: number, angle }, pictures[number - 1]!, { ...options, signal }),
  });
  const opened: OpenedMessage = {
    type: "opened",
    version: documentVersion(input.bytes),
    pages: pictures.length,
    outline: [],
    attachments: [],
  };
  const before = await loadRanges(options.checkpoints);
  const ranges = writeRanges(options.checkpoints, opened, before.pages.length + 1);
  let done = 0;
  for (const [index, picture] of pictures.entries()) {
    const known = before.pages[index] as RecognizedPage | undefined;
    if (known) recognition.restore(known);
    const read: Promise<RecognizedPage> = known
      ? Promise.resolve(known)
      : new Promise((resolve) => recognition.add(unread(picture, index + 1), resolve));
    void read.then(() => options.onProgress?.({ page: ++done, pages: pictures.length }));
    if (!known) ranges.add(read);
  }
  const recognized = await recognition.finish();
  await ranges.finish();
  const assembly = openAssembly({ source, mediaType, opened });
  const document = await toDocument(
    (async function* () {
      for (let page = 1; page <= pictures.length; page++) yield await assembly.add(recognized.get(page)!);
      yield* await assembly.finish();
    })(),
  );
  const { failedPages, warnings } = document.quality;
  if (failedPages.length === document.pages.length) {
    const { code, reason } = failedPages[0]!;
    throw new IngestError(code, `"${source}" could not be read: ${reason}`, { input: source });
  }
  if (left === 0) return document;
  const more = `${left === 1 ? "1 more picture" : `${left} more pictures`} of the file ${left === 1 ? "was" : "were"} not read.`;
  return { ...document, quality: { ...document.quality, warnings: [...warnings, more] } };
}

/** The page before its text is recognised. */
function unread({ width, height, scale }: PicturePage, number: number): PageMessage {
  const [pageWidth, pageHeight] = [width / scale, height / scale];
  return {
    type: "page",
    number,
    width: pageWidth,
    height: pageHeight,
    headers: [],
    footers: [],
    blocks: [],
    images: [{ x0: 0, y0: 0, x1: pageWidth, y1: pageHeight }],
    statements: [],
    hiddenCharacters: 0,
    scanned: false,
    textLayer: "none",
    coverage: { inked: 0, read: 0 },
    boxes: "estimated",
  };
}

async function drawPicture(
  input: ImageInput,
  place: { readonly page: number; readonly angle: QuarterTurn },
  picture: PicturePage,
  options: ReadPdfOptions,
): Promise<OcrImage> {
  const { width, height, scale } = picture;
  const enlarged = Math.min(LEAST_DENSITY / (72 * scale), Math.sqrt(MOST_ENLARGED_PIXELS / (width * height)));
  const factor = Math.min(Math.max(1, enlarged), Math.sqrt(MOST_PIXELS / (width * height)));
  const size = {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor)),
  };
  const png = await drawImage(input, { ...place, ...size, gray: true }, options);
  const onSide = place.angle === 90 || place.angle === 270;
  return {
    png,
    width: onSide ? size.height : size.width,
    height: onSide ? size.width : size.height,
    dpi: 72 * scale * factor,
  };
}
