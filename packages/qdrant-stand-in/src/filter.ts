import { badRequest } from "./api-error.ts";
import { type Collection, requireIndex, type StoredPoint } from "./collection.ts";

type Test = (point: StoredPoint) => boolean;
type OneOrMany<Item> = Item | readonly Item[] | null;

interface FieldCondition {
  readonly key: string;
  readonly match?: { readonly value?: unknown; readonly any?: readonly unknown[] };
  readonly range?: {
    readonly lt?: number;
    readonly lte?: number;
    readonly gt?: number;
    readonly gte?: number;
  };
}
export interface Filter {
  readonly must?: OneOrMany<Condition>;
  readonly should?: OneOrMany<Condition>;
  readonly must_not?: OneOrMany<Condition>;
}
type Condition = FieldCondition | { readonly has_id: readonly (string | number)[] } | Filter;

/** The test that a filter stands for. @throws ApiError 400 where a field has no index, or a condition is not known here */
export function toTest(filter: Filter | null | undefined, collection: Collection): Test {
  if (!filter) return () => true;
  const [must, should, mustNot] = [filter.must, filter.should, filter.must_not].map((conditions) =>
    toList(conditions).map((condition) => toConditionTest(condition, collection)),
  ) as [Test[], Test[], Test[]];
  return (point) =>
    must.every((test) => test(point)) &&
    (should.length === 0 || should.some((test) => test(point))) &&
    !mustNot.some((test) => test(point));
}

function toList(conditions: OneOrMany<Condition> | undefined): readonly Condition[] {
  if (conditions === undefined || conditions === null) return [];
  return Array.isArray(conditions) ? (conditions as readonly Condition[]) : [conditions as Condition];
}

function toConditionTest(condition: Condition, collection: Collection): Test {
  if ("has_id" in condition) {
    const ids = new Set(condition.has_id);
    return ({ id }) => ids.has(id);
  }
  if (!("key" in condition)) return toTest(condition, collection);
  const { key, match, range } = condition;
  if (match) {
    const wanted = new Set("any" in match ? match.any : [match.value]);
    const numeric = [...wanted].some((value) => typeof value === "number");
    requireIndex(collection, key, numeric ? "integer" : "keyword", "lookup");
    return ({ payload }) => valuesOf(payload[key]).some((value) => wanted.has(value));
  }
  if (range) {
    requireIndex(collection, key, "integer", "range");
    const { lt = Infinity, lte = Infinity, gt = -Infinity, gte = -Infinity } = range;
    return ({ payload }) =>
      valuesOf(payload[key]).some((value) => {
        const number = value as number;
        return number < lt && number <= lte && number > gt && number >= gte;
      });
  }
  throw badRequest(`The stand-in does not know the condition ${JSON.stringify(condition)}.`);
}

/** A field that holds a list matches when one of its values does. */
function valuesOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
