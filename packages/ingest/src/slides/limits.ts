import { IngestError } from "@longdoc/core";

/** More is no presentation: the longest of real ones have some 1,500 slides. */
export const MAX_SLIDES = 5_000;

export function tooManySlides(source: string, slides: number): IngestError {
  return new IngestError("slides.too-many", `"${source}" has ${slides} slides; ${MAX_SLIDES} can be read.`, {
    input: source,
    hint: "Split the presentation.",
  });
}
