import { confidenceOf, isUnsure, percent } from "../../ocr/confidence.ts";
import type { DraftSentence } from "../../ledger/ledger.ts";
import type { SlideImage } from "../deck.ts";
import { numberedList } from "../../structure/numbered-list.ts";
import type { PictureReadings } from "./read-pictures.ts";

/** What a reader of a presentation should know of its pictures, a sentence each. */
export function pictureWarnings(pictures: PictureReadings): string[] {
  const read: (readonly [SlideImage, readonly DraftSentence[]])[] = [];
  const failed: (readonly [SlideImage, string])[] = [];
  for (const [image, reading] of pictures) {
    if (reading.type === "failed") failed.push([image, reading.reason]);
    else if (reading.sentences.length > 0) read.push([image, reading.sentences]);
  }
  const unsure = read.filter(([, sentences]) => isUnsure(confidence(sentences)));
  const all = confidence(read.flatMap(([, sentences]) => sentences));
  return [
    ...(read.length > 0
      ? [`The text of pictures on ${slidesOf(read)} was recognised (confidence ${percent(all)}).`]
      : []),
    ...(unsure.length > 0
      ? [`The text of pictures on ${slidesOf(unsure)} was hard to recognise: compare quotes with the slide.`]
      : []),
    ...[...Map.groupBy(failed, ([, reason]) => reason)].map(
      ([reason, own]) =>
        `${own.length === 1 ? "A picture" : `${own.length} pictures`} on ${slidesOf(own)} ${own.length === 1 ? "was" : "were"} not read: ${reason}`,
    ),
  ];
}

function slidesOf(of: readonly (readonly [SlideImage, unknown])[]): string {
  return numberedList(
    "slide",
    [...new Set(of.map(([{ slide }]) => slide))].toSorted((one, other) => one - other),
  );
}

/** Mean by the sentences' length. */
function confidence(sentences: readonly DraftSentence[]): number {
  return confidenceOf(
    sentences.map(({ text, origin }) => ({
      text,
      confidence: origin.type === "ocr" ? origin.confidence : 1,
    })),
  );
}
