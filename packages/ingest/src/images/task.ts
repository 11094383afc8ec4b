/** A task for a child process: a picture of a few bytes may unfold to gigabytes. */
import { IngestError } from "@longdoc/core";
import sharp, { type Metadata, type Sharp } from "sharp";

import type { FileInput } from "../formats.ts";
import type { QuarterTurn } from "../layout/geometry.ts";
import { MAX_EDGE_PIXELS, MAX_PAGES, MAX_PIXELS } from "./limits.ts";

/** A picture file, or a part of its first picture. */
export interface ImageInput extends FileInput {
  /** What is wanted of the first picture, as shares of its width and height as displayed. Default: all pages. */
  readonly shown?: Shares;
}

interface Shares {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the child process gets. */
export interface ImageRequest extends ImageInput {
  /** Draws a page when given, else says what pages there are. */
  readonly draw?: {
    /** From 1. */
    readonly page: number;
    /** Pixels. */
    readonly width: number;
    readonly height: number;
    readonly gray: boolean;
    /** Clockwise degrees by which the page is turned back; width and height are those before. */
    readonly angle?: QuarterTurn;
  };
}

/** A page's size as displayed, turned as its EXIF orientation says. */
export interface ImagePage {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels per inch, where the file says it. */
  readonly density?: number;
}

export interface ImageDescription {
  readonly pages: readonly ImagePage[];
  /** Pictures of an animation beyond the first, or pages beyond what is read. */
  readonly left: number;
}

sharp.cache(false);
// The formats that are read, and no others that the library knows: SVG, PDF and more.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Png", "Jpeg", "Webp", "Tiff", "Nsgif", "Spng"].map((name) => `VipsForeignLoad${name}`),
});

/**
 * Describes or draws a picture.
 *
 * @throws IngestError `image.invalid`, `image.too-large`
 */
export default async function image(request: ImageRequest): Promise<ImageDescription | Uint8Array> {
  try {
    return await (request.draw ? draw(request, request.draw) : describe(request));
  } catch (thrown) {
    if (thrown instanceof IngestError) throw thrown;
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)).split("\n", 1)[0]!;
    throw new IngestError(
      "image.invalid",
      `"${request.source}" cannot be read as a picture: ${reason.replace(/\.*$/, "")}.`,
      { hint: "The file may be damaged, or cut short." },
    );
  }
}

function open({ bytes }: ImageRequest, page: number, limitInputPixels: number | false): Sharp {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // A damaged end costs what it holds and not the whole picture.
  return sharp(buffer, { page: page - 1, limitInputPixels, failOn: "error" });
}

/** What a page's head says; nothing is decoded for it, so that its size may be anything. */
function head(request: ImageRequest, page: number): Promise<Metadata> {
  return open(request, page, false).metadata();
}

async function describe(request: ImageRequest): Promise<ImageDescription> {
  const first = await head(request, 1);
  if (request.shown) {
    const { density, ...whole } = pageOf(first, request.source);
    const { width, height } = pixelsOf(request.shown, whole);
    return { pages: [{ width, height, ...(density === undefined ? {} : { density }) }], left: 0 };
  }
  const found = first.pages ?? 1;
  // The pictures of an animation show one scene; a TIFF's are pages.
  const count = first.format === "tiff" ? Math.min(found, MAX_PAGES) : 1;
  const pages = [pageOf(first, request.source)];
  for (let page = 2; page <= count; page++) {
    pages.push(pageOf(await head(request, page), request.source));
  }
  return { pages, left: found - count };
}

function pageOf(metadata: Metadata, source: string): ImagePage {
  const { width, height } = metadata.autoOrient;
  if (Math.max(width, height) > MAX_EDGE_PIXELS || width * height > MAX_PIXELS) {
    throw new IngestError(
      "image.too-large",
      `"${source}" is a picture of ${width.toLocaleString("en")} × ${height.toLocaleString("en")} pixels.`,
      {
        hint: `At most ${MAX_EDGE_PIXELS.toLocaleString("en")} along an edge and ${MAX_PIXELS / 1e6} million in all are read: scale it down, or cut it up.`,
      },
    );
  }
  const { density } = metadata;
  return { width, height, ...(density === undefined ? {} : { density }) };
}

/** The pixels of a part: at least one. */
function pixelsOf(
  { x, y, width, height }: Shares,
  whole: Pick<ImagePage, "width" | "height">,
): { left: number; top: number; width: number; height: number } {
  const range = (from: number, length: number, most: number): [number, number] => {
    const start = Math.min(most - 1, Math.max(0, Math.round(from * most)));
    const end = Math.min(most, Math.max(start + 1, Math.round((from + length) * most)));
    return [start, end - start];
  };
  const [left, cutWidth] = range(x, width, whole.width);
  const [top, cutHeight] = range(y, height, whole.height);
  return { left, top, width: cutWidth, height: cutHeight };
}

async function draw(
  request: ImageRequest,
  { page, width, height, gray, angle = 0 }: NonNullable<ImageRequest["draw"]>,
): Promise<Uint8Array> {
  const oriented = open(request, page, MAX_PIXELS).autoOrient();
  const cut = request.shown && pixelsOf(request.shown, (await head(request, page)).autoOrient);
  const drawn = (cut ? oriented.extract(cut) : oriented)
    .resize(width, height, { fit: "fill" })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb");
  const png = await (gray ? drawn.grayscale() : drawn).png({ compressionLevel: 3 }).toBuffer();
  // After the turn that its EXIF orientation asks for, one more needs a picture of its own.
  return angle === 0
    ? png
    : sharp(png)
        .rotate(360 - angle)
        .png({ compressionLevel: 3 })
        .toBuffer();
}
