import { IngestError } from "@longdoc/core";
import { createCanvas } from "@napi-rs/canvas";

import { columnsOf } from "../text/columns.ts";
import type { GridLine } from "../text/grid.ts";
import type { TextGrid } from "../text/read-text.ts";
import type { Drawing, RenderedPage } from "../formats.ts";
import { fixedPitchFonts } from "./fonts.ts";
import { drawHighlights } from "./highlight.ts";

const MAX_EDGE_PIXELS = 4_000;
/** Points of text shown above and below what is lit, where a document is too long for one picture. */
const CONTEXT_PT = 240;
const FONT_PT = 9;

/** Draws a document without pages of its own on its grid. */
export async function drawTextPage(grid: TextGrid, source: string, options: Drawing): Promise<RenderedPage> {
  if (options.page !== 1) {
    throw new IngestError("file.no-such-page", `"${source}" has one page, not ${options.page}.`, {
      input: source,
    });
  }
  return drawGrid(grid, options);
}

/** Draws lines of a fixed pitch; only the part around the lit boxes where the whole would be too tall. */
export async function drawGrid(grid: TextGrid, options: Drawing): Promise<RenderedPage> {
  const { top, bottom } = visibleRange(grid.height, options);
  const { scale } = options;
  const width = Math.ceil(grid.width * scale);
  const height = Math.ceil((bottom - top) * scale);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#1a1a1a";
  context.font = `${FONT_PT * scale}px ${fixedPitchFonts()}`;
  context.textBaseline = "alphabetic";
  for (const line of grid.lines) {
    if (line.y + 12 >= top && line.y <= bottom) drawLine(line);
  }
  drawHighlights(
    context,
    options.highlight.map((box) => ({ ...box, y: box.y - top })),
    scale,
  );
  return { png: await canvas.encode("png"), width, height };

  /** Character by character: a box names columns of the grid, whatever font there is to draw with. */
  function drawLine(line: GridLine): void {
    let x = line.x;
    for (const { segment } of graphemes.segment(line.text)) {
      context.fillText(segment, x * scale, (line.y - top + FONT_PT) * scale);
      x += 6 * columnsOf(segment);
    }
  }
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function visibleRange(
  pageHeight: number,
  options: Pick<Drawing, "scale" | "highlight">,
): { top: number; bottom: number } {
  const most = MAX_EDGE_PIXELS / options.scale;
  if (pageHeight <= most) return { top: 0, bottom: pageHeight };
  const first = Math.min(...options.highlight.map((box) => box.y), pageHeight);
  const top = options.highlight.length > 0 ? Math.max(0, first - CONTEXT_PT) : 0;
  const last = Math.max(top, ...options.highlight.map((box) => box.y + box.height));
  return { top, bottom: Math.min(pageHeight, top + most, last + CONTEXT_PT) };
}
