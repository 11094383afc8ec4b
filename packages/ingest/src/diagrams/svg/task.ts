/** A task for a child process: a drawing of a few bytes may take hours to draw. */
import sharp from "sharp";

import type { FileInput } from "../../formats.ts";
import { embeddedMxfile } from "./read-svg.ts";
import { renderable } from "./renderable.ts";
import { frameOf, parseSvg } from "./svg-document.ts";

export interface RasterizeInput extends FileInput {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const LOAD = { operation: ["VipsForeignLoadSvg"] };

sharp.cache(false);

/** Draws an SVG as PNG; `undefined` where it is not shown as it is drawn, but as the diagram that it holds. */
export default async function rasterize(input: RasterizeInput): Promise<Uint8Array | undefined> {
  const root = parseSvg(input);
  const { width, height, source } = input;
  if (embeddedMxfile(root, source)) return undefined;
  const frame = frameOf(root);
  if (!frame) return undefined;
  const viewBox = root.attributes["viewBox"] ?? `0 0 ${frame.width} ${frame.height}`;
  const svg = renderable(root, width, height, viewBox);
  // The process may have been told to read no SVG as a picture.
  sharp.unblock(LOAD);
  try {
    const drawn = sharp(Buffer.from(svg), { limitInputPixels: width * height * 2 });
    return await drawn
      .resize(width, height, { fit: "fill" })
      .flatten({ background: "#ffffff" })
      .png()
      .toBuffer();
  } finally {
    sharp.block(LOAD);
  }
}
