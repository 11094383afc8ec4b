import sharp from "sharp";

import type { RenderedPage } from "../formats.ts";
import { fitWithin, type PictureLimits } from "./fit-picture.ts";

/** Cuts a part, given as shares of width and height, out of a picture, and scales it down to the limits. */
export async function cutOut(
  picture: RenderedPage,
  part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  limits: PictureLimits,
): Promise<RenderedPage> {
  const left = Math.min(picture.width - 1, Math.max(0, Math.floor(part.x * picture.width)));
  const top = Math.min(picture.height - 1, Math.max(0, Math.floor(part.y * picture.height)));
  const right = Math.min(picture.width, Math.ceil((part.x + part.width) * picture.width));
  const bottom = Math.min(picture.height, Math.ceil((part.y + part.height) * picture.height));
  const cut = { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
  const size = fitWithin(cut, limits);
  const png = await sharp(picture.png)
    .extract(cut)
    .resize(size.width, size.height, { fit: "fill" })
    .flatten({ background: "#ffffff" })
    .png()
    .toBuffer();
  return { png, ...size };
}
