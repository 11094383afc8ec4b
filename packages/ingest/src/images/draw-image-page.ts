import { IngestError } from "@longdoc/core";
import { createCanvas, loadImage } from "@napi-rs/canvas";

import { drawHighlights } from "../draw/highlight.ts";
import type { Drawing, FileInput, RenderedPage } from "../formats.ts";
import type { SandboxOptions } from "../pdf/sandboxed.ts";
import { describeImage, drawImage } from "./describe-image.ts";

const MAX_EDGE_PIXELS = 4_000;

/**
 * Draws a picture as it is displayed, with boxes (points) lit. `scale` is lowered for very large ones.
 *
 * @throws IngestError `file.no-such-page`, and as `describeImage`
 */
export async function drawImagePage(
  input: FileInput,
  drawing: Drawing,
  options: SandboxOptions,
): Promise<RenderedPage> {
  const { pages } = await describeImage(input, options);
  const picture = pages[drawing.page - 1];
  if (!picture) {
    throw new IngestError(
      "file.no-such-page",
      `"${input.source}" has ${pages.length === 1 ? "one page" : `${pages.length} pages`} and no page ${drawing.page}.`,
      { input: input.source },
    );
  }
  const points = { width: picture.width / picture.scale, height: picture.height / picture.scale };
  const scale = Math.min(drawing.scale, MAX_EDGE_PIXELS / Math.max(points.width, points.height));
  const width = Math.max(1, Math.round(points.width * scale));
  const height = Math.max(1, Math.round(points.height * scale));
  const drawn = await drawImage(input, { page: drawing.page, width, height, gray: false }, options);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(await loadImage(Buffer.from(drawn)), 0, 0);
  drawHighlights(context, drawing.highlight, scale);
  return { png: await canvas.encode("png"), width, height };
}
