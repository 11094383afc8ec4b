import { setImmediate as turn } from "node:timers/promises";

import { badRequest } from "./api-error.ts";
import type { Collection, Payload, PointId, StoredPoint } from "./collection.ts";
import { type Filter, toTest } from "./filter.ts";

interface SentPoint {
  readonly id: PointId;
  readonly payload?: Payload | null;
  readonly vector: Readonly<
    Record<string, { readonly indices: readonly number[]; readonly values: readonly number[] }>
  >;
}

/** Points that an update changes before readers get their turn: no update of many points is seen as one. */
const POINTS_PER_TURN = 16;

/** Writes points; with `update_filter`, those that are there already only where it matches. */
export async function upsert(
  collection: Collection,
  body: { readonly points: readonly SentPoint[]; readonly update_filter?: Filter | null },
): Promise<void> {
  const replaceable = toTest(body.update_filter, collection);
  const version = ++collection.operations;
  const points = body.points.map((point) => toStored(point, collection, version));
  await inTurns(points, (point) => {
    const old = collection.points.get(point.id);
    if (!old || replaceable(old)) collection.points.set(point.id, point);
  });
}

export async function remove(
  collection: Collection,
  body: { readonly points?: readonly PointId[]; readonly filter?: Filter },
): Promise<void> {
  collection.operations++;
  const test = body.points ? undefined : toTest(body.filter, collection);
  const ids =
    body.points ?? [...collection.points.values()].filter((point) => test!(point)).map(({ id }) => id);
  await inTurns(ids, (id) => void collection.points.delete(id));
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => void): Promise<void> {
  for (let first = 0; first < items.length; first += POINTS_PER_TURN) {
    if (first > 0) await turn();
    for (const item of items.slice(first, first + POINTS_PER_TURN)) work(item);
  }
}

function toStored({ id, payload, vector }: SentPoint, collection: Collection, version: number): StoredPoint {
  const sparse = Object.entries(vector).map(([name, { indices, values }]) => {
    if (!collection.definition.sparse_vectors?.[name]) {
      throw badRequest(`Wrong input: Not existing vector name error: ${name}`);
    }
    if (new Set(indices).size !== indices.length) {
      throw badRequest("Wrong input: Validation error in JSON body: [indices: must be unique]");
    }
    if (indices.length !== values.length) {
      throw badRequest("Wrong input: Validation error in JSON body: must be the same length as indices");
    }
    // Qdrant computes with 32-bit floats.
    return [name, new Map(indices.map((index, at) => [index, Math.fround(values[at]!)]))] as const;
  });
  return { id, payload: payload ?? {}, sparse: new Map(sparse), version };
}
