/** A task for a child process: pictures of an untrusted archive, as they lie in it. */
import { createHash } from "node:crypto";
import { basename } from "node:path";

import { type Failure, IngestError } from "@longdoc/core";

import { type Archive, openZip } from "../../archive/open-zip.ts";
import type { FileInput } from "../../formats.ts";
import { imageSignature } from "../../images/signature.ts";

export interface ExtractRequest extends FileInput {
  /** Names of the archive's parts. */
  readonly parts: readonly string[];
}

export type ExtractedPicture = { readonly part: string } & (
  | {
      readonly bytes: Uint8Array;
      readonly mediaType: string;
      /** SHA-256 of the bytes. */
      readonly hash: string;
    }
  | { readonly failure: Failure }
);

/** Bytes of a deck's pictures that are held at once. */
const MAX_BYTES = 256 * 1024 ** 2;

/**
 * Gives the bytes of pictures, or why there are none. Nothing is decoded.
 *
 * @throws IngestError `archive.invalid`, `archive.unsafe-name`, `archive.too-large`
 */
export default async function extract({ bytes, source, parts }: ExtractRequest): Promise<ExtractedPicture[]> {
  const archive = await openZip(bytes, source);
  let left = MAX_BYTES;
  return parts.map((part): ExtractedPicture => {
    try {
      const picture = pictureOf(archive, part, left);
      left -= picture.bytes.byteLength;
      return { part, ...picture };
    } catch (thrown) {
      if (!(thrown instanceof IngestError)) throw thrown;
      return { part, failure: { code: thrown.code, reason: thrown.message } };
    }
  });
}

function pictureOf(
  archive: Archive,
  part: string,
  most: number,
): { readonly bytes: Uint8Array; readonly mediaType: string; readonly hash: string } {
  if ((archive.size(part) ?? 0) > most) {
    throw new IngestError("image.too-large", "The presentation's pictures are too large together.");
  }
  const bytes = archive.bytes(part) ?? new Uint8Array();
  const mediaType = imageSignature(bytes);
  if (mediaType === undefined) {
    const name = basename(part);
    throw new IngestError("image.unsupported", `"${name}" is damaged, or of a kind that cannot be read.`);
  }
  return { bytes, mediaType, hash: createHash("sha256").update(bytes).digest("hex") };
}
