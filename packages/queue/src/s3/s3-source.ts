import { documentVersion, IngestError } from "@longdoc/core";

import type { OpenSource } from "../document/source.ts";
import { openS3, s3Failure } from "./client.ts";
import { parseS3 } from "./location.ts";

/** An object in S3, read whole: `s3://bucket/key`. */
export const openS3Object: OpenSource = async (source, signal) => {
  const { bucket, key } = parseS3(source);
  const { client, sdk } = await openS3();
  const object = { Bucket: bucket, Key: key };
  try {
    const { Body, ETag } = await client.send(new sdk.GetObjectCommand(object), { abortSignal: signal });
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return {
      version: documentVersion(bytes),
      input: { name: source, bytes },
      isCurrent: async () => {
        try {
          return (
            (await client.send(new sdk.HeadObjectCommand(object), { abortSignal: signal })).ETag === ETag
          );
        } catch (thrown) {
          if (s3Failure(thrown).kind === "missing") return false;
          throw objectError(source, thrown);
        }
      },
    };
  } catch (thrown) {
    signal.throwIfAborted();
    throw objectError(source, thrown);
  }
};

/** The IngestError for a request that failed. */
export function objectError(source: string, thrown: unknown): IngestError {
  const { kind, reason, retryAfterMs } = s3Failure(thrown);
  const options = { input: source, cause: thrown };
  if (kind === "missing") {
    return new IngestError("file.missing", `There is no object "${source}".`, {
      ...options,
      hint: "Check its name.",
    });
  }
  if (kind === "refused") {
    return new IngestError("file.unreadable", `"${source}" may not be read: ${reason}.`, {
      ...options,
      hint: "Check the keys and what they allow.",
    });
  }
  return new IngestError("source.unavailable", `"${source}" cannot be read just now: ${reason}.`, {
    ...options,
    recovery: "transient",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
