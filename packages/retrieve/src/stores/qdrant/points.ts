import type { Schemas } from "@qdrant/js-client-rest";

import type { Connection } from "./connection.ts";

export type Condition = Schemas["Condition"];
export type PointFilter = Schemas["Filter"];
export type Point = Schemas["PointStruct"];

interface Cancellable {
  readonly signal?: AbortSignal | undefined;
}

export interface Stored<Payload> {
  readonly id: string;
  readonly payload: Payload;
}

/** The points of one collection. Writes are done when they return; reads see them. */
export interface Points {
  /** Those of the ids that there are, with the fields named. */
  read<Payload>(
    ids: readonly string[],
    fields: readonly string[],
    options?: Cancellable,
  ): Promise<Stored<Payload>[]>;
  /** All that match, page by page, in the order of their ids. */
  scroll<Payload>(
    filter: PointFilter,
    fields: readonly string[],
    options?: Cancellable,
  ): AsyncIterable<readonly Stored<Payload>[]>;
  count(filter: PointFilter, options?: Cancellable): Promise<number>;
  /** Every value of a field, with the number of points that have it. */
  values(
    field: string,
    filter: PointFilter,
    options?: Cancellable,
  ): Promise<readonly { readonly value: string | number; readonly count: number }[]>;
  /** Highest dot products first. */
  query<Payload>(
    query: {
      readonly vector: Schemas["SparseVector"];
      readonly using: string;
      readonly filter: PointFilter;
      readonly limit: number;
      readonly fields: readonly string[];
    },
    options?: Cancellable,
  ): Promise<(Stored<Payload> & { readonly score: number })[]>;
  /** With `onlyIf`, a point that is there already is replaced only if it matches. */
  upsert(points: readonly Point[], onlyIf?: PointFilter): Promise<void>;
  remove(filter: PointFilter): Promise<void>;
}

const PAGE_POINTS = 1_000;
/** Values that `values` asks for at first; as the server sets memory aside for them, not for all that there may be. */
const FIRST_VALUES = 1_000;

export function createPoints(connection: Connection, collection: string, replicas: number): Points {
  const name = { collection_name: collection };
  // With copies, what most of them hold is what counts; the permanent leader of a shard sets the order of writes.
  const reading = replicas > 1 ? { ...name, consistency: "majority" as const } : name;
  const writing = { ...name, wait: true, ...(replicas > 1 ? { ordering: "strong" as const } : {}) };
  let valuesExpected = FIRST_VALUES;

  return {
    async read<Payload>(ids: readonly string[], fields: readonly string[], options?: Cancellable) {
      if (ids.length === 0) return [];
      const found: Stored<Payload>[] = [];
      for (let first = 0; first < ids.length; first += PAGE_POINTS) {
        const page = ids.slice(first, first + PAGE_POINTS);
        const parameters = { ...reading, ids: page, with_payload: [...fields], with_vector: false };
        const records = await connection.call("getPoints", parameters, options);
        found.push(...records.map(toStored<Payload>));
      }
      return found;
    },

    async *scroll<Payload>(filter: PointFilter, fields: readonly string[], options?: Cancellable) {
      let offset: Schemas["ScrollResult"]["next_page_offset"];
      do {
        const { points, next_page_offset } = await connection.call(
          "scrollPoints",
          {
            ...reading,
            filter,
            limit: PAGE_POINTS,
            with_payload: [...fields],
            with_vector: false,
            ...(offset === undefined ? {} : { offset }),
          },
          options,
        );
        yield points.map(toStored<Payload>);
        offset = next_page_offset;
      } while (offset !== undefined && offset !== null);
    },

    async count(filter, options) {
      const { count } = await connection.call("countPoints", { ...reading, filter, exact: true }, options);
      return count;
    },

    async values(field, filter, options) {
      for (;;) {
        const limit = valuesExpected;
        const parameters = { ...reading, key: field, filter, limit, exact: true };
        const { hits } = await connection.call("facet", parameters, options);
        if (hits.length < limit) return hits as { value: string | number; count: number }[];
        valuesExpected = limit * 4;
      }
    },

    async query<Payload>(
      { vector, using, filter, limit, fields }: Parameters<Points["query"]>[0],
      options?: Cancellable,
    ) {
      const { points } = await connection.call(
        "queryPoints",
        {
          ...reading,
          query: vector,
          using,
          filter,
          limit,
          with_payload: [...fields],
          with_vector: false,
          // A sparse search is exact anyway; but without this, a server asks each of several shards for fewer points
          // than `limit`, and trusts that they are spread evenly.
          params: { exact: true },
        },
        options,
      );
      return points.map((point) => ({ ...toStored<Payload>(point), score: point.score }));
    },

    async upsert(points, onlyIf) {
      if (points.length === 0) return;
      const condition = onlyIf ? { update_filter: onlyIf } : {};
      await connection.call("upsertPoints", { ...writing, points: [...points], ...condition });
    },

    async remove(filter) {
      await connection.call("deletePoints", { ...writing, filter });
    },
  };
}

function toStored<Payload>({ id, payload }: Schemas["Record"]): Stored<Payload> {
  return { id: String(id), payload: payload as Payload };
}

export const is = (key: string, value: string): Condition => ({ key, match: { value } });
export const isAnyOf = (key: string, values: readonly (string | number)[]): Condition => ({
  key,
  match: { any: [...new Set(values)] as string[] },
});
