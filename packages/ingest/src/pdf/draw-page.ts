import { createCanvas } from "@napi-rs/canvas";
import type { PDFDocumentProxy } from "pdfjs-dist";

import { drawHighlights, type HighlightBox } from "../draw/highlight.ts";
import type { QuarterTurn } from "../layout/geometry.ts";

/** A canvas above this many pixels on its long edge takes seconds and a gigabyte, or cannot be made at all. */
const MAX_EDGE_PIXELS = 4_000;

/** Draws a page as PNG, with boxes (points, origin top-left) lit. `scale` is lowered for very large pages. */
export async function drawPage(
  document: PDFDocumentProxy,
  options: {
    readonly page: number;
    readonly scale: number;
    readonly highlight: readonly HighlightBox[];
    /** Clockwise degrees by which the page is turned back. */
    readonly angle?: QuarterTurn;
  },
): Promise<{ png: Uint8Array; width: number; height: number; ink: boolean }> {
  const page = await document.getPage(options.page);
  const rotation = (page.rotate - (options.angle ?? 0) + 360) % 360;
  const full = page.getViewport({ scale: 1, rotation });
  const scale = Math.min(options.scale, MAX_EDGE_PIXELS / Math.max(full.width, full.height));
  const viewport = page.getViewport({ scale, rotation });
  const width = Math.max(1, Math.ceil(viewport.width));
  const height = Math.max(1, Math.ceil(viewport.height));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  await page.render({ canvas: canvas as never, canvasContext: context as never, viewport }).promise;
  const ink = showsInk(context.getImageData(0, 0, width, height).data);
  drawHighlights(context, options.highlight, scale);
  return { png: await canvas.encode("png"), width, height, ink };
}

/** Steps of 256 by which a pixel differs from paper that is not quite white, or from a coloured ground. */
const INK_CONTRAST = 40;
/** Fewer pixels are a speck. */
const MIN_INK_PIXELS = 12;

/** Whether any pixels stand out from the first one: a page of one colour shows nothing. */
function showsInk(pixels: Uint8ClampedArray): boolean {
  let ink = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const contrast =
      Math.abs(pixels[at]! - pixels[0]!) +
      Math.abs(pixels[at + 1]! - pixels[1]!) +
      Math.abs(pixels[at + 2]! - pixels[2]!);
    if (contrast > 3 * INK_CONTRAST && ++ink >= MIN_INK_PIXELS) return true;
  }
  return false;
}
