import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { type Box, IngestError } from "@longdoc/core";

import { supportedMediaType } from "../media-type.ts";
import { drawPdfPage, type SandboxOptions } from "../pdf/sandboxed.ts";
import type { Source } from "../ingest.ts";

export interface RenderOptions extends SandboxOptions {
  /** Page number, from 1. */
  readonly page: number;
  /** Pixels per point. Default 2 (144 dpi); lowered for pages that would exceed 4,000 pixels. */
  readonly scale?: number;
  /** Boxes to light, as a citation gives them; those of other pages are left out. */
  readonly highlight?: readonly Box[];
}

export interface RenderedPage {
  readonly png: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const DEFAULT_SCALE = 2;

/**
 * Draws a page as PNG, with a citation's boxes lit. Text documents are drawn on the grid that their boxes refer to.
 *
 * @throws IngestError `file.*`, `pdf.*`; `file.no-such-page`
 */
export async function renderPage(source: Source, options: RenderOptions): Promise<RenderedPage> {
  const name = typeof source === "string" ? resolve(source) : source.name;
  const bytes = typeof source === "string" ? await readFile(name) : source.bytes;
  const mediaType = supportedMediaType(name);
  const scale = options.scale ?? DEFAULT_SCALE;
  const highlight = (options.highlight ?? [])
    .filter((box) => box.page === options.page)
    .map(({ x, y, width, height }) => ({ x, y, width, height }));
  if (mediaType === "application/pdf") {
    return drawPdfPage({ bytes, source: name }, { page: options.page, scale, highlight }, options);
  }
  if (mediaType === "text/plain" || mediaType === "text/markdown") {
    if (options.page !== 1) {
      throw new IngestError("file.no-such-page", `"${name}" has one page, not ${options.page}.`, {
        input: name,
      });
    }
    // The canvas costs 60 MB of memory, which ingestion has no use for.
    const { drawTextPage } = await import("./draw-text.ts");
    return drawTextPage(bytes, mediaType, { scale, highlight });
  }
  throw new IngestError("file.unsupported", `"${name}" is of a type that cannot be drawn.`, { input: name });
}
