import { availableParallelism } from "node:os";
import { join } from "node:path";

import { UsageError } from "@longdoc/core";
import type { IndexDocumentsOptions, UpstreamLimits, UpstreamName } from "@longdoc/queue";

export interface WorkerConfig {
  /** Documents at a time. `LONGDOC_CONCURRENCY`, default one for every core. */
  readonly concurrency: number;
  /** `LONGDOC_DRAIN_SECONDS`, default 30: time for what is under way when asked to stop. */
  readonly drainMs: number;
  /** `LONGDOC_LEASE_SECONDS`, default 30: a worker that is silent for so long has lost its jobs. */
  readonly leaseMs: number;
  /** `LONGDOC_HTTP_PORT`, default 9464; `off` for no server. */
  readonly port: number | undefined;
  /** `LONGDOC_HTTP_HOST`, default 127.0.0.1: Bull Board has no password. */
  readonly host: string;
  /** `LONGDOC_BLOBS`: where parsed documents wait to be indexed, a folder or `s3://bucket/prefix`. */
  readonly blobs: string;
  /** `LONGDOC_QUEUE_PREFIX`, default `longdoc`: what all keys in Redis begin with. */
  readonly prefix: string;
  /**
   * Calls of each upstream by this worker: `LONGDOC_SOURCE_CONCURRENCY` at a time and `LONGDOC_SOURCE_PER_SECOND`, and
   * the same for `STORE`, `BLOBS` and `MODEL`. Default: no limits.
   */
  readonly limits: Readonly<Partial<Record<UpstreamName, UpstreamLimits>>>;
  /** `LONGDOC_LOG_LEVEL`, default `info`. */
  readonly logLevel: string;
  /**
   * How documents are read. `LONGDOC_PASSWORD`: for locked PDFs, never written into the queue. `LONGDOC_OCR_LANGUAGE`:
   * of scans and pictures, default English.
   */
  readonly reading: NonNullable<IndexDocumentsOptions["ingest"]>;
}

const LIMITED: readonly UpstreamName[] = ["source", "store", "blobs", "model"];
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** Reads the worker's settings. @throws UsageError `usage.setting` */
export function readConfig(
  library: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): WorkerConfig {
  const number = (name: string, otherwise: number, least: number): number => {
    const text = environment[name];
    if (text === undefined || text === "") return otherwise;
    const value = Number(text);
    if (Number.isFinite(value) && value >= least) return value;
    throw wrong(name, text, `a number of at least ${least}`);
  };
  const limitsOf = (name: UpstreamName): UpstreamLimits => {
    const setting = `LONGDOC_${name.toUpperCase()}`;
    return {
      concurrency: number(`${setting}_CONCURRENCY`, Infinity, 1),
      perSecond: number(`${setting}_PER_SECOND`, Infinity, 0.001),
    };
  };
  const port = environment["LONGDOC_HTTP_PORT"];
  const logLevel = environment["LONGDOC_LOG_LEVEL"] ?? "info";
  if (!LOG_LEVELS.includes(logLevel)) throw wrong("LONGDOC_LOG_LEVEL", logLevel, LOG_LEVELS.join(", "));
  const prefix = environment["LONGDOC_QUEUE_PREFIX"] ?? "longdoc";
  if (!/^[\w{}.-]+$/.test(prefix))
    throw wrong("LONGDOC_QUEUE_PREFIX", prefix, "letters, digits, dots and dashes");
  const password = environment["LONGDOC_PASSWORD"];
  const ocrLanguage = environment["LONGDOC_OCR_LANGUAGE"];
  return {
    concurrency: Math.floor(number("LONGDOC_CONCURRENCY", availableParallelism(), 1)),
    drainMs: number("LONGDOC_DRAIN_SECONDS", 30, 0) * 1_000,
    leaseMs: number("LONGDOC_LEASE_SECONDS", 30, 2) * 1_000,
    port: port === "off" ? undefined : Math.floor(number("LONGDOC_HTTP_PORT", 9464, 0)),
    host: environment["LONGDOC_HTTP_HOST"] ?? "127.0.0.1",
    blobs: environment["LONGDOC_BLOBS"] ?? join(library, "parsed"),
    prefix,
    limits: Object.fromEntries(LIMITED.map((name) => [name, limitsOf(name)])),
    logLevel,
    reading: {
      ...(password === undefined ? {} : { password }),
      ...(ocrLanguage ? { ocrLanguages: [ocrLanguage] } : {}),
    },
  };
}

function wrong(name: string, value: string, expected: string): UsageError {
  return new UsageError("usage.setting", `${name} takes ${expected}, not "${value}".`, { input: value });
}
