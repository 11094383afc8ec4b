import { cutOut } from "../draw/cut-out.ts";
import { drawByPage } from "../draw/draw-parts.ts";
import type { DrawnPart, PartsToDraw } from "../formats.ts";
import type { PdfInput } from "./messages.ts";
import { drawPdfPage, type SandboxOptions } from "./sandboxed.ts";

/** Pixels per point, 216 dpi: the small print of a chart's axes is legible at it. */
const SCALE = 3;

/** Draws boxes of a PDF. Failures as those of `drawPdfPage`, per box. */
export function drawPdfParts(
  input: PdfInput,
  { pages, boxes, limits }: PartsToDraw,
  options: SandboxOptions,
): AsyncIterable<DrawnPart> {
  return drawByPage(boxes, async function* (page, own) {
    const drawn = await drawPdfPage(input, { page, scale: SCALE, highlight: [] }, options);
    const { width, height } = pages[page - 1]!;
    for (const box of own) {
      const share = {
        x: box.x / width,
        y: box.y / height,
        width: box.width / width,
        height: box.height / height,
      };
      yield { box, ...(await cutOut(drawn, share, limits)) };
    }
  });
}
