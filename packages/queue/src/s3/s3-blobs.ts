import { QueueError } from "@longdoc/core";

import type { BlobStore } from "../blobs/blob-store.ts";
import { openS3, s3Failure } from "./client.ts";
import { parseS3 } from "./location.ts";

/** Blobs in a bucket, below a prefix: `s3://bucket/prefix`. @throws UsageError `usage.s3-location` */
export function s3Blobs(place: string): BlobStore {
  const { bucket, key: prefix } = parseS3(place);
  const object = (key: string) => ({
    Bucket: bucket,
    Key: prefix === "" ? key : `${prefix.replace(/\/$/, "")}/${key}`,
  });
  const failed = (thrown: unknown): QueueError => {
    const { kind, reason, retryAfterMs } = s3Failure(thrown);
    return new QueueError(
      kind === "unavailable" ? "blobs.unavailable" : "blobs.refused",
      `The bucket at ${place} ${kind === "unavailable" ? "does not answer" : "refuses"}: ${reason}.`,
      {
        input: place,
        hint: "Check the bucket's name, the keys and what they allow.",
        recovery: kind === "unavailable" ? "transient" : "permanent",
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        cause: thrown,
      },
    );
  };
  return {
    get: async (key) => {
      const { client, sdk } = await openS3();
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand(object(key)));
        return await Body?.transformToByteArray();
      } catch (thrown) {
        if (s3Failure(thrown).kind === "missing") return undefined;
        throw failed(thrown);
      }
    },
    put: async (key, bytes) => {
      const { client, sdk } = await openS3();
      await client
        .send(new sdk.PutObjectCommand({ ...object(key), Body: bytes }))
        .catch((thrown: unknown) => {
          throw failed(thrown);
        });
    },
    delete: async (key) => {
      const { client, sdk } = await openS3();
      await client.send(new sdk.DeleteObjectCommand(object(key))).catch((thrown: unknown) => {
        throw failed(thrown);
      });
    },
  };
}
