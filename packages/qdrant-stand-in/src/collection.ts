import { badRequest } from "./api-error.ts";

export type PointId = string | number;
export type Payload = Readonly<Record<string, unknown>>;

export interface StoredPoint {
  readonly id: PointId;
  readonly payload: Payload;
  /** Values of each named sparse vector by dimension. */
  readonly sparse: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Number of the operation that wrote it. */
  readonly version: number;
}

export interface IndexParameters {
  readonly type: string;
  readonly lookup?: boolean;
  readonly range?: boolean;
}

export interface CollectionDefinition {
  readonly vectors?: object;
  readonly sparse_vectors?: Readonly<Record<string, { readonly modifier?: "none" | "idf" }>>;
  readonly shard_number?: number;
  readonly replication_factor?: number;
  readonly write_consistency_factor?: number;
  readonly on_disk_payload?: boolean;
  readonly metadata?: object;
}

export interface Collection {
  readonly name: string;
  readonly definition: CollectionDefinition;
  readonly indexes: Map<string, IndexParameters>;
  readonly points: Map<PointId, StoredPoint>;
  /** Updates run one after another; reads do not wait for them. */
  updates: Promise<unknown>;
  operations: number;
}

export function createCollection(name: string, definition: CollectionDefinition): Collection {
  return {
    name,
    definition,
    indexes: new Map(),
    points: new Map(),
    updates: Promise.resolve(),
    operations: 0,
  };
}

export function describe({ definition, indexes, points }: Collection): object {
  const { metadata, shard_number = 1, replication_factor = 1, ...rest } = definition;
  const { write_consistency_factor = 1, on_disk_payload = true, vectors = {}, sparse_vectors } = rest;
  const payload_schema = Object.fromEntries(
    Array.from(indexes, ([field, params]) => [
      field,
      {
        data_type: params.type,
        params,
        points: [...points.values()].filter(({ payload }) => field in payload).length,
      },
    ]),
  );
  return {
    status: "green",
    optimizer_status: "ok",
    points_count: points.size,
    indexed_vectors_count: 0,
    segments_count: 2,
    config: {
      params: {
        vectors,
        shard_number,
        replication_factor,
        write_consistency_factor,
        on_disk_payload,
        ...(sparse_vectors ? { sparse_vectors } : {}),
      },
      hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10_000 },
      optimizer_config: { default_segment_number: 0, flush_interval_sec: 5 },
      ...(metadata ? { metadata } : {}),
    },
    payload_schema,
  };
}

export function putIndex(collection: Collection, field: string, schema: string | IndexParameters): void {
  collection.indexes.set(field, typeof schema === "string" ? { type: schema } : schema);
}

/** Servers in strict mode, Qdrant's own cloud among them, refuse to filter by a field that has no index. */
export function requireIndex(
  { indexes }: Collection,
  field: string,
  type: "keyword" | "integer",
  use: "lookup" | "range",
): void {
  const index = indexes.get(field);
  if (index?.type === type && (type === "keyword" || index[use] !== false)) return;
  throw badRequest(
    `Bad request: Index required but not found for "${field}" of one of the following types: [${type}]. Help: Create an index for this key or use a different filter.`,
  );
}
