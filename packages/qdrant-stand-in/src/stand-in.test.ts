import { afterEach, beforeEach, expect, test } from "@jest/globals";

import { type QdrantStandIn, startQdrantStandIn } from "./stand-in.ts";

const POINTS = "/collections/c/points";
let server: QdrantStandIn;

async function send(method: string, path: string, body?: object): Promise<{ status: number; body: any }> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}
const id = (number: number): string => `00000000-0000-8000-8000-${String(number).padStart(12, "0")}`;
const point = (number: number, payload: object, values: Record<number, number> = {}) => ({
  id: id(number),
  payload,
  vector: { words: { indices: Object.keys(values).map(Number), values: Object.values(values) } },
});
const idsOf = ({ body }: { body: any }): unknown => body.result.points.map((one: any) => one.id);

beforeEach(async () => {
  server = await startQdrantStandIn();
  await send("PUT", "/collections/c", { vectors: {}, sparse_vectors: { words: { modifier: "idf" } } });
  for (const [field_name, field_schema] of Object.entries({ tag: "keyword", page: "integer" })) {
    await send("PUT", "/collections/c/index?wait=true", { field_name, field_schema });
  }
  const points = [
    point(1, { tag: ["a", "b"], page: 1 }, { 7: 1, 8: 0.5 }),
    point(2, { tag: "b", page: 2 }, { 7: 3 }),
    point(3, { tag: "c", page: 3, bare: "x" }, { 9: 4 }),
  ];
  await send("PUT", `${POINTS}?wait=true`, { points });
});
afterEach(() => server.close());

test("finds points by filter: values of lists, ranges, ids, and filters in filters", async () => {
  const find = async (filter: object) => idsOf(await send("POST", `${POINTS}/scroll`, { filter }));
  expect(await find({ must: { key: "tag", match: { value: "b" } } })).toEqual([id(1), id(2)]);
  expect(await find({ must: [{ key: "page", range: { gt: 1, lte: 3 } }] })).toEqual([id(2), id(3)]);
  expect(await find({ should: [{ has_id: [id(3)] }, { key: "tag", match: { any: ["a"] } }] })).toEqual([
    id(1),
    id(3),
  ]);
  const neither = { must: [{ key: "tag", match: { value: "b" } }], must_not: [{ has_id: [id(1)] }] };
  expect(await find({ must_not: [neither] })).toEqual([id(1), id(3)]);
  expect(server.violations).toEqual([]);
});

test("rates sparse vectors by Qdrant's formula for rare terms", async () => {
  const query = { indices: [7, 8], values: [1, 1] };
  const { body } = await send("POST", `${POINTS}/query`, { query, using: "words", with_payload: false });
  const idf = (holding: number): number => Math.log((3 - holding + 0.5) / (holding + 0.5) + 1);
  expect(body.result.points.map((one: any) => [one.id, one.score])).toEqual([
    [id(2), expect.closeTo(3 * idf(2), 5)],
    [id(1), expect.closeTo(idf(2) + 0.5 * idf(1), 5)],
  ]);
});

test("counts values, and reads page by page", async () => {
  const facet = await send("POST", "/collections/c/facet", { key: "tag" });
  expect(facet.body.result.hits[0]).toEqual({ value: "b", count: 2 });
  const first = await send("POST", `${POINTS}/scroll`, { limit: 2 });
  expect(idsOf(first)).toEqual([id(1), id(2)]);
  const offset = first.body.result.next_page_offset;
  expect(idsOf(await send("POST", `${POINTS}/scroll`, { limit: 2, offset }))).toEqual([id(3)]);
});

test("updates on a condition: points that are there stay unless they match, new ones come in", async () => {
  const points = [point(1, { page: 11 }), point(2, { page: 12 }), point(4, { page: 14 })];
  const update_filter = { must: [{ key: "tag", match: { value: "a" } }] };
  await send("PUT", `${POINTS}?wait=true`, { points, update_filter });
  const ids = [id(1), id(2), id(4)];
  const { body } = await send("POST", POINTS, { ids });
  expect(body.result.map((one: any) => one.payload.page)).toEqual([11, 2, 14]);
});

test("refuses a filter without an index, a vector that is not there, and what is not in its description", async () => {
  const bare = await send("POST", `${POINTS}/count`, {
    filter: { must: [{ key: "bare", match: { value: "x" } }] },
  });
  expect(bare).toMatchObject({
    status: 400,
    body: { status: { error: expect.stringContaining('Index required but not found for "bare"') } },
  });
  const query = { indices: [7], values: [1] };
  expect(await send("POST", `${POINTS}/query`, { query, using: "other" })).toMatchObject({ status: 400 });
  expect(await send("POST", "/collections/none/points/count", {})).toMatchObject({ status: 404 });
  expect(await send("PUT", "/collections/c", {})).toMatchObject({ status: 409 });
  expect(server.violations).toEqual([]);
  if (!server.checks) return;
  expect(await send("POST", `${POINTS}/count`, { filter: { must: [{ key: 7 }] } })).toMatchObject({
    status: 400,
  });
  expect(await send("POST", `${POINTS}/count?later=1`, {})).toMatchObject({ status: 400 });
  expect(server.violations).toHaveLength(2);
});
