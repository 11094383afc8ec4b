import { badRequest } from "./api-error.ts";
import { type Collection, type PointId, requireIndex, type StoredPoint } from "./collection.ts";
import { type Filter, toTest } from "./filter.ts";

interface Selection {
  readonly with_payload?: boolean | readonly string[] | null;
}

const DEFAULT_LIMIT = 10;

export function get(
  collection: Collection,
  body: Selection & { readonly ids: readonly PointId[] },
): object[] {
  return body.ids.flatMap((id) => {
    const point = collection.points.get(id);
    return point ? [toRecord(point, body)] : [];
  });
}

/** Points in the order of their ids. */
export function scroll(
  collection: Collection,
  body: Selection & {
    readonly filter?: Filter | null;
    readonly limit?: number | null;
    readonly offset?: PointId | null;
  },
): object {
  const from = body.offset;
  const matching = matches(collection, body.filter)
    .filter(({ id }) => from === undefined || from === null || id >= from)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const limit = body.limit ?? DEFAULT_LIMIT;
  const points = matching.slice(0, limit).map((point) => toRecord(point, body));
  return { points, next_page_offset: matching[limit]?.id ?? null };
}

export function count(collection: Collection, body: { readonly filter?: Filter | null }): object {
  return { count: matches(collection, body.filter).length };
}

/** Values of a field by how many points have them, most first. */
export function facet(
  collection: Collection,
  body: { readonly key: string; readonly filter?: Filter | null; readonly limit?: number | null },
): object {
  const type = collection.indexes.get(body.key)?.type === "integer" ? "integer" : "keyword";
  requireIndex(collection, body.key, type, "lookup");
  const counts = new Map<unknown, number>();
  for (const { payload } of matches(collection, body.filter)) {
    const value = payload[body.key];
    for (const one of new Set(Array.isArray(value) ? (value as unknown[]) : [value])) {
      if (one !== undefined) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
  }
  const hits = Array.from(counts, ([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  return { hits: hits.slice(0, body.limit ?? DEFAULT_LIMIT) };
}

/** Highest dot products first; points that share no dimension with the query are not found. */
export function query(
  collection: Collection,
  body: Selection & {
    readonly query?: { readonly indices?: readonly number[]; readonly values?: readonly number[] };
    readonly using?: string;
    readonly filter?: Filter | null;
    readonly limit?: number | null;
    readonly offset?: number | null;
  },
): object {
  const { indices, values } = body.query ?? {};
  const name = body.using ?? "";
  const vector = collection.definition.sparse_vectors?.[name];
  if (!indices || !values) throw badRequest("The stand-in answers queries of sparse vectors only.");
  if (!vector) throw badRequest(`Wrong input: Not existing vector name error: ${name}`);
  const points = [...collection.points.values()];
  const weights = indices.map((dimension, at) => {
    const value = Math.fround(values[at]!);
    if (vector.modifier !== "idf") return [dimension, value] as const;
    const holding = points.filter(({ sparse }) => sparse.get(name)?.has(dimension)).length;
    return [
      dimension,
      Math.fround(value * Math.log((points.length - holding + 0.5) / (holding + 0.5) + 1)),
    ] as const;
  });
  const found = matches(collection, body.filter).flatMap((point) => {
    const own = point.sparse.get(name);
    const shared = own ? weights.filter(([dimension]) => own.has(dimension)) : [];
    if (!own || shared.length === 0) return [];
    const score = shared.reduce(
      (sum, [dimension, weight]) => Math.fround(sum + Math.fround(weight * own.get(dimension)!)),
      0,
    );
    return [{ point, score }];
  });
  // Which of two points with one score comes first is not promised.
  found.sort((a, b) => b.score - a.score || (a.point.id < b.point.id ? 1 : -1));
  const first = body.offset ?? 0;
  return {
    points: found
      .slice(first, first + (body.limit ?? DEFAULT_LIMIT))
      .map(({ point, score }) => ({ ...toRecord(point, body), version: point.version, score })),
  };
}

function matches(collection: Collection, filter: Filter | null | undefined): StoredPoint[] {
  const test = toTest(filter, collection);
  return [...collection.points.values()].filter(test);
}

function toRecord({ id, payload }: StoredPoint, { with_payload = true }: Selection): object {
  if (with_payload === false) return { id };
  if (!Array.isArray(with_payload)) return { id, payload };
  const fields = with_payload as readonly string[];
  return { id, payload: Object.fromEntries(Object.entries(payload).filter(([key]) => fields.includes(key))) };
}
