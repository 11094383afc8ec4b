import { resolve } from "node:path";

import { isS3 } from "../s3/location.ts";
import type { BlobStore } from "./blob-store.ts";
import { folderBlobs } from "./folder-blobs.ts";

/** The blob store at a place: a folder, or `s3://bucket/prefix`. @throws UsageError `usage.s3-location` */
export async function openBlobs(place: string): Promise<BlobStore> {
  if (!isS3(place)) return folderBlobs(resolve(place));
  const { s3Blobs } = await import("../s3/s3-blobs.ts");
  return s3Blobs(place);
}
