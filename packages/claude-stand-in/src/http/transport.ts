import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { ApiError, invalid } from "../api-error.ts";
import type { ApiVersion } from "../validate/request.ts";

const VERSIONS: readonly string[] = ["2023-06-01", "2026-10-21"] satisfies ApiVersion[];
export const MAX_BODY_BYTES: number = 32 * 1024 * 1024;
export const MAX_BATCH_BYTES: number = 256 * 1024 * 1024;

/** Checks key and version. An empty `keys` lets every key in. */
export function authorize(request: IncomingMessage, keys: readonly string[]): ApiVersion {
  const own = request.headers["x-api-key"];
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  const key = typeof own === "string" ? own : bearer;
  if (!key) throw new ApiError(401, "x-api-key header is required");
  if (keys.length > 0 && !keys.includes(key)) throw new ApiError(401, "invalid x-api-key");
  const version = request.headers["anthropic-version"];
  if (version === undefined) throw invalid("anthropic-version: header is required");
  if (!VERSIONS.includes(String(version))) {
    throw invalid(`anthropic-version: "${String(version)}" is not a valid version`);
  }
  return version as ApiVersion;
}

/** @throws ApiError 413 above `limit` bytes, 400 where the body is not JSON */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    // Read to the end all the same: a client that is still sending would not see the answer.
    if (size <= limit) parts.push(part);
  }
  if (size > limit) throw new ApiError(413, "Request exceeds the maximum size");
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8")) as unknown;
  } catch {
    throw invalid("The request body is not valid JSON.");
  }
}

/** Headers that every response has; those of rate limits too where `limits` is set. */
export function setHeaders(response: ServerResponse, limits: boolean): string {
  const requestId = `req_${randomBytes(12).toString("hex")}`;
  response.setHeader("request-id", requestId);
  response.setHeader("anthropic-organization-id", "00000000-0000-4000-8000-000000000001");
  response.setHeader("anthropic-workspace-id", "wrkspc_00000000000000000000000001");
  if (limits) {
    const reset = new Date(Math.ceil(Date.now() / 1000) * 1000).toISOString();
    for (const [bucket, limit] of Object.entries(RATE_LIMITS)) {
      response.setHeader(`anthropic-ratelimit-${bucket}-limit`, limit);
      response.setHeader(`anthropic-ratelimit-${bucket}-remaining`, limit);
      response.setHeader(`anthropic-ratelimit-${bucket}-reset`, reset);
    }
  }
  return requestId;
}

/** Those of the first usage tier. They are only told, never enforced. */
const RATE_LIMITS = {
  requests: 1_000,
  tokens: 2_400_000,
  "input-tokens": 2_000_000,
  "output-tokens": 400_000,
} as const;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

export function sendError(response: ServerResponse, error: unknown, requestId: string): void {
  const failure =
    error instanceof ApiError ? error : new ApiError(500, `The stand-in failed: ${String(error)}`);
  for (const [name, value] of Object.entries(failure.headers)) response.setHeader(name, value);
  sendJson(response, failure.status, failure.toBody(requestId));
}
