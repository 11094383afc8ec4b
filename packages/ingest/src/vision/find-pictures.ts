import type { Document } from "@longdoc/core";

import type { PictureLimits } from "../draw/fit-picture.ts";
import type { SourceFile, Format } from "../formats.ts";
import type { ReadPdfOptions } from "../pdf/read-pdf.ts";
import type { Picture } from "./describer.ts";
import { pickPictures, type PicturePlace } from "./pick-pictures.ts";
import { preparePicture } from "./prepare-picture.ts";

/** A picture of a document, ready to be described. */
export interface FoundPicture {
  readonly place: PicturePlace;
  readonly picture: Picture;
  /** Set where it does not lie upright in its place. */
  readonly turned: boolean;
}

/** A picture that cannot be drawn. */
export interface LostPicture {
  readonly place: PicturePlace;
  /** A sentence. */
  readonly failure: string;
}

export interface FindPicturesInput {
  readonly file: SourceFile;
  readonly format: Format;
  readonly document: Document;
  readonly scans: boolean;
  /** Of each picture. */
  readonly limits: PictureLimits;
  readonly reading: ReadPdfOptions;
}

/** Draws the pictures of a document, one after the other, so that no more than a few are held at a time. */
export async function* findPictures(of: FindPicturesInput): AsyncGenerator<FoundPicture | LostPicture> {
  const { file, format, document, reading } = of;
  const places = format.drawParts ? pickPictures(document, of.scans) : [];
  if (places.length === 0) return;
  const boxes = places.map(({ box }) => box);
  const parts = { pages: document.pages, boxes, limits: of.limits };
  let index = 0;
  for await (const part of await format.drawParts!(file, parts, reading)) {
    const place = places[index++]!;
    if ("failure" in part) yield { place, failure: part.failure };
    else yield { place, picture: await preparePicture(part), turned: part.turned ?? false };
  }
}
