import { IngestError } from "@longdoc/core";

import type { RecognizePagesInput } from "../ocr/recognize-pages.ts";
import type { PdfInput } from "./messages.ts";
import { drawPdfPage, type SandboxOptions } from "./sandboxed.ts";

/** Pixels per inch. */
const DPI = 200;

/** Draws pages of a PDF for recognition. */
export function drawForRecognition(
  input: PdfInput & { readonly version: string },
  options: SandboxOptions,
): RecognizePagesInput["draw"] {
  return async (page, angle, signal) => {
    const drawing = { page: page.number, scale: DPI / 72, highlight: [], angle };
    try {
      const { png, width, height, ink } = await drawPdfPage(input, drawing, { ...options, signal });
      if (!ink) return undefined;
      return { png, width, height, dpi: (72 * Math.max(width, height)) / Math.max(page.width, page.height) };
    } catch (thrown) {
      throw notDrawn(thrown);
    }
  };
}

/** A failure of the page, and not, as drawing reports it, of the file. */
function notDrawn(thrown: unknown): unknown {
  if (!(thrown instanceof IngestError) || thrown.code === "file.cancelled") return thrown;
  const reasons: Readonly<Record<string, string>> = {
    "pdf.timeout": "drawing it takes too long",
    "pdf.memory": "drawing it needs more memory than allowed",
  };
  const reason = reasons[thrown.code] ?? "it cannot be drawn";
  return new IngestError("ocr.not-drawn", `The page is a picture that was not read: ${reason}.`, {
    cause: thrown,
  });
}
