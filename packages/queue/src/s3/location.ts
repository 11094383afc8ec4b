import { UsageError } from "@longdoc/core";

export interface S3Location {
  readonly bucket: string;
  /** A key, or what keys begin with; may be empty. */
  readonly key: string;
}

export function isS3(source: string): boolean {
  return source.startsWith("s3://");
}

/** @throws UsageError `usage.s3-location` */
export function parseS3(source: string): S3Location {
  const [, bucket, key = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(source) ?? [];
  if (bucket === undefined) {
    throw new UsageError("usage.s3-location", `"${source}" is no place in S3.`, {
      input: source,
      hint: "Write s3://BUCKET/KEY.",
    });
  }
  return { bucket, key };
}
