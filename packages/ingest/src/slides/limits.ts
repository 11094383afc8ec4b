import { IngestError } from "@longdoc/core";

import { descendants, type XmlElement } from "../archive/xml-element.ts";
import type { SlidePart } from "./deck.ts";

/** More is no presentation: the longest of real ones have some 1,500 slides. */
export const MAX_SLIDES = 5_000;

export function tooManySlides(source: string, slides: number): IngestError {
  return new IngestError("slides.too-many", `"${source}" has ${slides} slides; ${MAX_SLIDES} can be read.`, {
    input: source,
    hint: "Split the presentation.",
  });
}

/** Paragraphs and line breaks of a slide: one that is full has some hundreds. */
const MAX_PARAGRAPHS = 10_000;
/** Bytes of XML: the largest of real slides, drawn by hand in ten thousand strokes, have some 20 MB. */
const MAX_PART_BYTES = 32 * 1024 ** 2;
/** UTF-16 units of a deck's text: ten long books. */
const MAX_CHARACTERS = 10_000_000;

/** @throws IngestError `slides.too-large` where a part is larger than one can be that people made */
export function checkPartSize(name: string, bytes: number, source: string): void {
  if (bytes > MAX_PART_BYTES) throw tooLarge(source, `its part "${name}" has ${bytes} bytes`);
}

/** @throws IngestError `slides.too-large` where a slide holds more text than one can show */
export function checkSlide(root: XmlElement, number: number, source: string): void {
  const paragraphs = descendants(root, "p").length + descendants(root, "br").length;
  if (paragraphs > MAX_PARAGRAPHS) throw tooLarge(source, `slide ${number} has ${paragraphs} paragraphs`);
}

/** Counts a deck's text while it grows. @throws IngestError `slides.too-large` */
export function createTextBudget(source: string): (parts: readonly SlidePart[]) => void {
  let characters = 0;
  return (parts) => {
    characters += parts.reduce((sum, part) => sum + lengthOf(part), 0);
    if (characters > MAX_CHARACTERS) throw tooLarge(source, "it has more text than ten books");
  };
}

/** Whether an error is of the whole file, and not only of the part in which it came up. */
export function endsReading({ code }: IngestError): boolean {
  return code === "archive.too-large" || code === "slides.too-large";
}

function lengthOf(part: SlidePart): number {
  switch (part.type) {
    case "text":
      return part.text.length;
    case "table":
      return part.rows.reduce(
        (sum, { cells }) => sum + cells.reduce((all, { text }) => all + text.length, 0),
        0,
      );
    case "figure":
      return part.statements.reduce((sum, { text }) => sum + text.length, 0);
  }
}

function tooLarge(source: string, reason: string): IngestError {
  return new IngestError("slides.too-large", `"${source}" is too large to be read: ${reason}.`, {
    input: source,
    hint: "It may have been built to stall a reader.",
  });
}
