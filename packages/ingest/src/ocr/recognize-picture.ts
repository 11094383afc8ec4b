import { availableParallelism } from "node:os";

import pLimit from "p-limit";

import { cleanLines } from "./clean-lines.ts";
import type { OcrEngine, OcrImage, OcrLine, RecognizeOptions } from "./engine.ts";
import { ocrCancelled } from "./errors.ts";
import type { RecognizedLine } from "./recognition.ts";
import { evenSizes } from "./type-size.ts";

/** For all documents together: each recognition keeps a core busy. */
const atOnce = pLimit(availableParallelism());

/** A picture of a page, with the page's size. */
export interface PagePicture extends OcrImage {
  /** Points. */
  readonly pageWidth: number;
}

/**
 * Recognises a page's lines. The picture is made when its turn has come, so that no more pictures are held than are
 * worked on; `undefined` from `draw` stands for a page with nothing on it.
 *
 * @throws IngestError as `OcrEngine.recognize`, and as `draw` does
 */
export function recognizePicture(
  engine: OcrEngine,
  draw: () => Promise<PagePicture | undefined>,
  options: RecognizeOptions,
): Promise<readonly RecognizedLine[] | undefined> {
  return atOnce(async () => {
    if (options.signal?.aborted) throw ocrCancelled();
    const picture = await draw();
    if (!picture) return undefined;
    const lines = cleanLines(await engine.recognize(picture, options));
    const scale = picture.width / picture.pageWidth;
    return evenSizes(lines).map((line) => inPoints(line, scale));
  });
}

function inPoints(line: OcrLine & { readonly size: number }, scale: number): RecognizedLine {
  return {
    baseline: line.baseline / scale,
    size: line.size / scale,
    words: line.words.map(({ text, confidence, box }) => ({
      text,
      confidence,
      x0: box.x0 / scale,
      y0: box.y0 / scale,
      x1: box.x1 / scale,
      y1: box.y1 / scale,
    })),
  };
}
