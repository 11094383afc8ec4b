import { UsageError } from "@longdoc/core";

export interface QdrantOptions {
  /** Where the server answers; port 6333 where the address names none. `http://localhost:6333`. */
  readonly url: string;
  /** Default: none is sent. */
  readonly apiKey?: string;
  /** Holds the chunks; the documents are kept in `<collection>-documents`. Default `longdoc`. */
  readonly collection?: string;
  /**
   * Whose documents these are. Tenants share the collections and never see, find, count or weigh one another's.
   * Default `default`.
   */
  readonly tenant?: string;
  /** Whether collections that are missing are made. Default true; otherwise opening throws `library.missing`. */
  readonly create?: boolean;
  /** Shards of the chunks' collection, set when it is made. Default: the server's, one per node. */
  readonly shards?: number;
  /**
   * Copies of every shard, set when the collections are made. Above 1, a write waits for most of the copies and a read
   * asks most of them. Default 1.
   */
  readonly replicas?: number;
  /** Whether the server leaves chunks' texts on disk, set when the collection is made. Default true. */
  readonly onDiskPayload?: boolean;
  /**
   * How the server's index keeps term weights, set when the collection is made: `float16` halves them. Scores do not
   * change: they are computed from counts. Default `float32`.
   */
  readonly quantization?: "float32" | "float16";
  /** Milliseconds that one request may take. Default 60,000. */
  readonly timeoutMs?: number;
  /** Milliseconds for which a request that fails in passing is tried again. Default 15,000; 0: never. */
  readonly retryForMs?: number;
  /** Milliseconds to wait while someone else writes the same document. Default 10,000. */
  readonly busyTimeoutMs?: number;
}

/** What of the options every part of the store reads. */
export interface Settings {
  readonly tenant: string;
  readonly chunks: string;
  readonly documents: string;
  readonly replicas: number;
  readonly busyTimeoutMs: number;
}

const DEFAULT_COLLECTION = "longdoc";
const DEFAULT_TENANT = "default";
const DEFAULT_BUSY_TIMEOUT_MS = 10_000;
/** Qdrant refuses longer names, and those with characters that a file name cannot have. */
const COLLECTION_NAME = /^[\p{L}\p{N}_.-]{1,200}$/u;

/** @throws UsageError `usage.collection`, `usage.qdrant-option` */
export function toSettings(options: QdrantOptions): Settings {
  const { collection = DEFAULT_COLLECTION, tenant = DEFAULT_TENANT, replicas = 1 } = options;
  if (!COLLECTION_NAME.test(collection)) {
    throw new UsageError("usage.collection", `"${collection}" cannot be the name of a collection.`, {
      input: collection,
      hint: "Use letters, digits, hyphens, points and underscores.",
    });
  }
  for (const [name, value] of Object.entries({ replicas, shards: options.shards ?? 1 })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new UsageError("usage.qdrant-option", `\`${name}\` must be a whole number above 0, not ${value}.`, {
      input: String(value),
    });
  }
  return {
    tenant,
    replicas,
    chunks: collection,
    documents: `${collection}-documents`,
    busyTimeoutMs: options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS,
  };
}
