import { drawByPage } from "../draw/draw-parts.ts";
import { fitWithin } from "../draw/fit-picture.ts";
import type { DrawnPart, FileInput, PartsToDraw } from "../formats.ts";
import type { SandboxOptions } from "../pdf/sandboxed.ts";
import { describeImage, drawImage } from "./describe-image.ts";

/** Draws pages of a picture file, each whole. */
export async function* drawImageParts(
  input: FileInput,
  { boxes, limits }: PartsToDraw,
  options: SandboxOptions,
): AsyncGenerator<DrawnPart> {
  const { pages } = await describeImage(input, options);
  yield* drawByPage(boxes, async function* (page, [box]) {
    const size = fitWithin(pages[page - 1]!, limits);
    const png = await drawImage(input, { page, ...size, gray: false }, options);
    yield { box: box!, png, ...size };
  });
}
