import type { Box } from "@longdoc/core";

import type { RenderedPage } from "../formats.ts";
import { openInput, type Source } from "../open-input.ts";
import type { SandboxOptions } from "../pdf/sandboxed.ts";

export interface RenderOptions extends SandboxOptions {
  /** Page number, from 1. */
  readonly page: number;
  /** Pixels per point. Default 2 (144 dpi); lowered for pages that would exceed 4,000 pixels. */
  readonly scale?: number;
  /** Boxes to light, as a citation gives them; those of other pages are left out. */
  readonly highlight?: readonly Box[];
}

const DEFAULT_SCALE = 2;

/**
 * Draws a page as PNG, with a citation's boxes lit. Text documents are drawn on the grid that their boxes refer to.
 *
 * @throws IngestError `file.*`, `pdf.*`, `image.*`; `file.no-such-page`
 */
export async function renderPage(source: Source, options: RenderOptions): Promise<RenderedPage> {
  const { file, format } = await openInput(source);
  const { page, scale = DEFAULT_SCALE } = options;
  const highlight = (options.highlight ?? [])
    .filter((box) => box.page === page)
    .map(({ x, y, width, height }) => ({ x, y, width, height }));
  return format.draw(file, { page, scale, highlight }, options);
}
