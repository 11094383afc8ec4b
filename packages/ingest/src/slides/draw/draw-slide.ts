import { extname } from "node:path";

import { IngestError } from "@longdoc/core";

import type { Drawing, FileInput, RenderedPage } from "../../formats.ts";
import { drawPdfPage, type SandboxOptions } from "../../pdf/sandboxed.ts";
import { containerOf } from "../../archive/container.ts";
import { convertWithOffice } from "../../libreoffice/convert.ts";
import { parseSlides } from "../read-slides.ts";

/**
 * Draws a slide: as LibreOffice shows it, and where that is not installed, or cannot, its texts in their places.
 *
 * @throws IngestError `file.no-such-page`, and as `readSlides`
 */
export async function drawSlide(
  input: FileInput,
  drawing: Drawing,
  options: SandboxOptions,
): Promise<RenderedPage> {
  // It is looked at with limits before LibreOffice gets it, which has none but time.
  const deck = await parseSlides(input, options);
  if (!deck.slides.some(({ number }) => number === drawing.page)) {
    throw new IngestError(
      "file.no-such-page",
      `"${input.source}" has ${deck.slides.length} slides and no slide ${drawing.page}.`,
      { input: input.source },
    );
  }
  try {
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    const pdf = await convertWithOffice(input, officeExtension(input), "pdf", signal);
    return await drawPdfPage({ bytes: pdf, source: input.source }, drawing, options);
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || thrown.code === "file.cancelled") throw thrown;
    // The canvas costs 60 MB of memory, which ingestion has no use for.
    const { drawPlainSlide } = await import("./draw-plain.ts");
    return drawPlainSlide(deck, drawing);
  }
}

/** LibreOffice goes by a file's ending; a name given by a caller may have the wrong one. */
function officeExtension({ bytes, source }: FileInput): string {
  if (containerOf(bytes) === "compound") return ".ppt";
  const extension = extname(source).toLowerCase();
  return extension === ".ppt" ? ".pptx" : extension;
}
