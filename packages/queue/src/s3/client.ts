import type { S3Client } from "@aws-sdk/client-s3";
import { asError, LongdocError } from "@longdoc/core";

type S3Module = typeof import("@aws-sdk/client-s3");

export interface S3 {
  readonly client: S3Client;
  readonly sdk: S3Module;
}

let opened: Promise<S3> | undefined;

/**
 * The S3 client, loaded when the first `s3://` comes. Region, keys and endpoint come from where the AWS SDK looks for
 * them: `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL_S3`, ….
 *
 * @throws LongdocError `s3.not-installed`
 */
export function openS3(): Promise<S3> {
  opened ??= load();
  return opened;
}

async function load(): Promise<S3> {
  const sdk = await import("@aws-sdk/client-s3").catch((cause: unknown) => {
    throw new LongdocError("s3.not-installed", "Files in S3 need the package @aws-sdk/client-s3.", {
      hint: "Install it: npm install @aws-sdk/client-s3.",
      cause,
    });
  });
  // Servers other than Amazon's have no host name for every bucket.
  const ownEndpoint = process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"];
  return { sdk, client: new sdk.S3Client({ forcePathStyle: ownEndpoint !== undefined }) };
}

interface Answered {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** How a request to S3 failed: what is not there, what may not be read, and what may work later. */
export function s3Failure(thrown: unknown): {
  readonly kind: "missing" | "refused" | "unavailable";
  readonly reason: string;
  readonly retryAfterMs?: number;
} {
  const { name, $metadata, $response } = thrown as Answered;
  const status = $metadata?.httpStatusCode;
  const reason = asError(thrown).message || name || "no reason given";
  if (name === "NoSuchKey" || name === "NotFound" || status === 404) return { kind: "missing", reason };
  if (status === 400 || status === 401 || status === 403 || name === "CredentialsProviderError") {
    return { kind: "refused", reason };
  }
  const seconds = Number($response?.headers?.["retry-after"]);
  return { kind: "unavailable", reason, ...(seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {}) };
}
