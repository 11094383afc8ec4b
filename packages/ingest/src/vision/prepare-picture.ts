import { createHash } from "node:crypto";

import sharp from "sharp";

import type { RenderedPage } from "../formats.ts";
import type { Picture } from "./describer.ts";

/** Photographs as PNG are several times as large, and show no more. */
const MOST_PNG_BYTES = 1_000_000;
const JPEG_QUALITY = 90;

/** A picture as a model gets it: the same pixels always give the same bytes. */
export async function preparePicture({ png, width, height }: RenderedPage): Promise<Picture> {
  const isLarge = png.byteLength > MOST_PNG_BYTES;
  const bytes = isLarge
    ? await sharp(png).jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:4:4" }).toBuffer()
    : png;
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { hash, bytes, mediaType: isLarge ? "image/jpeg" : "image/png", width, height };
}
