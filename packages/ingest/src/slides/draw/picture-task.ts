/** A task for a child process: a picture of an untrusted file. */
import { IngestError } from "@longdoc/core";

import { openZip } from "../../archive/open-zip.ts";
import { cutOut } from "../../draw/cut-out.ts";
import { fitWithin, type PictureLimits } from "../../draw/fit-picture.ts";
import type { RenderedPage } from "../../formats.ts";
import { imageSignature } from "../../images/signature.ts";
import image, { type ImageDescription } from "../../images/task.ts";
import type { Rectangle } from "../deck.ts";

export interface PictureRequest {
  readonly source: string;
  /** Of the archive. */
  readonly bytes: Uint8Array;
  /** Name of the archive's part. */
  readonly part: string;
  /** What of the picture is wanted, as shares of it. */
  readonly shown: Rectangle;
  readonly limits: PictureLimits;
}

/** Before it is cut: a picture of which a small part is shown may be large. */
const MOST: PictureLimits = { edge: 8_000, tokens: 40_000 };

/**
 * Draws a picture that a presentation's archive holds.
 *
 * @throws IngestError `image.invalid`, `image.too-large`, `archive.*`
 */
export default async function drawPicture(request: PictureRequest): Promise<RenderedPage> {
  const { source, bytes, part, shown, limits } = request;
  const archive = await openZip(bytes, source);
  const file = archive.bytes(part);
  if (!file || imageSignature(file) === undefined) {
    throw new IngestError("image.invalid", `"${part}" is of a kind that cannot be drawn.`, { input: source });
  }
  const picture = { source: part, bytes: file };
  const { pages } = (await image(picture)) as ImageDescription;
  const size = fitWithin(pages[0]!, MOST);
  const png = (await image({ ...picture, draw: { page: 1, ...size, gray: false } })) as Uint8Array;
  return cutOut({ png, ...size }, shown, limits);
}
