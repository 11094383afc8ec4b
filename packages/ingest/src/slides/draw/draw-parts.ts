import { IngestError } from "@longdoc/core";

import { drawByPage } from "../../draw/draw-parts.ts";
import type { DrawnPart, FileInput, PartsToDraw, RenderedPage } from "../../formats.ts";
import type { SandboxOptions } from "../../pdf/sandboxed.ts";
import { runTask } from "../../sandbox/run-task.ts";
import type { Deck } from "../deck.ts";
import { openDeck } from "../read-slides.ts";
import type { PictureRequest } from "./picture-task.ts";

/** Draws pictures of a presentation as its file holds them, whatever lies above them on the slide. */
export async function* drawSlideParts(
  input: FileInput,
  { boxes, limits: pictureLimits }: PartsToDraw,
  options: SandboxOptions,
): AsyncGenerator<DrawnPart> {
  const { deck, archive } = await openDeck(input, options);
  const { signal, pageTimeoutMs: timeoutMs, memoryLimitBytes } = options;
  const limits = { signal, timeoutMs, memoryLimitBytes };
  for (const box of boxes) {
    // One by one: a picture that cannot be drawn leaves the slide's others be.
    yield* drawByPage([box], async function* () {
      const image = imageAt(deck, box);
      if (!image) throw new IngestError("image.invalid", "It is not a picture of the file's own.");
      const request: PictureRequest = {
        ...archive,
        part: image.part,
        shown: image.shown,
        limits: pictureLimits,
      };
      const drawn = await runTask<RenderedPage>("./picture-task", import.meta.url, request, limits);
      const upright = image.frame && image.rotation === 0 && !image.mirrored;
      yield { box, ...drawn, ...(upright ? {} : { turned: true as const }) };
    });
  }
}

function imageAt(deck: Deck, box: PartsToDraw["boxes"][number]): Deck["images"][number] | undefined {
  return deck.images.find(
    (image) =>
      image.slide === box.page &&
      (["x", "y", "width", "height"] as const).every((side) => image.box[side] === box[side]),
  );
}
