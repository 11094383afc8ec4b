import { IngestError } from "@longdoc/core";

import type { Drawing, FileInput, RenderedPage } from "../../formats.ts";
import type { SandboxOptions } from "../../pdf/sandboxed.ts";
import { type DiagramMediaType, SVG } from "../media-types.ts";
import { parseDiagram } from "../read-diagram.ts";

/**
 * Draws a page of a diagram plainly: outlines, lines and texts; an SVG as it is, and what is written as text as its
 * source.
 *
 * @throws IngestError `file.no-such-page`, and as `readDiagram`
 */
export async function drawDiagram(
  input: FileInput,
  mediaType: DiagramMediaType,
  drawing: Drawing,
  options: SandboxOptions,
): Promise<RenderedPage> {
  const { pages } = await parseDiagram(input, mediaType, options);
  const page = pages[drawing.page - 1];
  if (!page) {
    throw new IngestError(
      "file.no-such-page",
      `"${input.source}" has ${pages.length} pages and no page ${drawing.page}.`,
      { input: input.source },
    );
  }
  if (mediaType === SVG) {
    const { drawSvg } = await import("./draw-svg.ts");
    return drawSvg(input, page, drawing, options);
  }
  // The canvas costs 60 MB of memory, which ingestion has no use for.
  if (page.source) {
    const { drawGrid } = await import("../../draw/draw-text.ts");
    return drawGrid({ ...page, lines: page.source }, drawing);
  }
  const { drawMarks } = await import("./draw-marks.ts");
  return drawMarks(page, drawing);
}
