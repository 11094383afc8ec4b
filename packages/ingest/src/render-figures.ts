import type { Box, Document } from "@longdoc/core";

import { HIGH_RESOLUTION } from "./draw/fit-picture.ts";
import type { RenderedPage } from "./formats.ts";
import { openInput, type Source } from "./open-input.ts";
import type { SandboxOptions } from "./pdf/sandboxed.ts";
import { pickPictures } from "./vision/pick-pictures.ts";

export interface RenderedFigure extends RenderedPage {
  readonly box: Box;
}

/** A figure that cannot be drawn. */
export interface UndrawnFigure {
  readonly box: Box;
  /** A sentence. */
  readonly failure: string;
}

/**
 * Draws a document's figures as PNG, one after the other: those that a vision model would read, as it would get them.
 *
 * @throws IngestError as `renderPage`
 */
export async function* renderFigures(
  source: Source,
  document: Document,
  options: SandboxOptions = {},
): AsyncGenerator<RenderedFigure | UndrawnFigure> {
  const { file, format } = await openInput(source);
  const boxes = pickPictures(document, false).map(({ box }) => box);
  if (!format.drawParts || boxes.length === 0) return;
  yield* await format.drawParts(file, { pages: document.pages, boxes, limits: HIGH_RESOLUTION }, options);
}
