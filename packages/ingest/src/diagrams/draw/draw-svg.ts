import { createCanvas, loadImage } from "@napi-rs/canvas";
import { IngestError } from "@longdoc/core";

import { drawHighlights } from "../../draw/highlight.ts";
import type { Drawing, FileInput, RenderedPage } from "../../formats.ts";
import type { SandboxOptions } from "../../pdf/sandboxed.ts";
import { runTask } from "../../sandbox/run-task.ts";
import type { DiagramPage } from "../diagram.ts";
import type { RasterizeInput } from "../svg/task.ts";
import { drawMarks, pixelSize } from "./draw-marks.ts";

/** Draws an SVG as it is; where that cannot be done, its outlines and texts. @throws IngestError `file.cancelled` */
export async function drawSvg(
  input: FileInput,
  page: DiagramPage,
  drawing: Drawing,
  options: SandboxOptions,
): Promise<RenderedPage> {
  const { width, height, scale } = pixelSize(page, drawing);
  const png = await rasterize({ ...input, width, height }, options);
  if (!png) return drawMarks(page, drawing);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(await loadImage(Buffer.from(png)), 0, 0);
  drawHighlights(context, drawing.highlight, scale);
  return { png: await canvas.encode("png"), width, height };
}

async function rasterize(
  input: RasterizeInput,
  { signal, pageTimeoutMs: timeoutMs, memoryLimitBytes }: SandboxOptions,
): Promise<Uint8Array | undefined> {
  try {
    const options = { signal, timeoutMs, memoryLimitBytes };
    return await runTask<Uint8Array | undefined>("../svg/task", import.meta.url, input, options);
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || thrown.code === "file.cancelled") throw thrown;
    return undefined;
  }
}
