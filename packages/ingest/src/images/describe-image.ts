import { IngestError } from "@longdoc/core";

import type { SandboxOptions } from "../pdf/sandboxed.ts";
import { runTask, type TaskOptions } from "../sandbox/run-task.ts";
import { imageSignature } from "./signature.ts";
import type { ImageDescription, ImageInput, ImagePage, ImageRequest } from "./task.ts";

/** Pixels per inch of a picture that does not say its own: a screen's, as CSS has it. */
const DEFAULT_DENSITY = 96;
/** No scanner or camera states less or more and means it. */
const MIN_DENSITY = 30;
const MAX_DENSITY = 2_400;
/** Points: the largest page that PDF knows, 200 inches. */
const MAX_PAGE_PT = 14_400;

/** A page of a picture file, with its size on paper. */
export interface PicturePage extends ImagePage {
  /** Pixels per point. */
  readonly scale: number;
}

/** @throws IngestError `image.invalid`, `image.too-large`, `file.*` */
export async function describeImage(
  input: ImageInput,
  options: SandboxOptions,
): Promise<{ readonly pages: readonly PicturePage[]; readonly left: number }> {
  if (imageSignature(input.bytes) === undefined) {
    throw new IngestError("image.invalid", `"${input.source}" is not a picture.`, {
      input: input.source,
      hint: "Its ending may be wrong, or the file is damaged.",
    });
  }
  const request: ImageRequest = { ...input };
  const { pages, left } = await runTask<ImageDescription>(
    "./task",
    import.meta.url,
    request,
    taskOptions(options),
  );
  return { left, pages: pages.map((page) => ({ ...page, scale: scaleOf(page) })) };
}

/** Draws a page as PNG of a size in pixels. @throws as `describeImage` */
export function drawImage(
  input: ImageInput,
  draw: NonNullable<ImageRequest["draw"]>,
  options: SandboxOptions,
): Promise<Uint8Array> {
  const request: ImageRequest = { ...input, draw };
  return runTask<Uint8Array>("./task", import.meta.url, request, taskOptions(options));
}

function scaleOf({ width, height, density }: ImagePage): number {
  const stated = density !== undefined && density >= MIN_DENSITY && density <= MAX_DENSITY;
  const scale = (stated ? density : DEFAULT_DENSITY) / 72;
  return Math.max(scale, Math.max(width, height) / MAX_PAGE_PT);
}

function taskOptions({ signal, pageTimeoutMs: timeoutMs, memoryLimitBytes }: SandboxOptions): TaskOptions {
  return { signal, timeoutMs, memoryLimitBytes };
}
