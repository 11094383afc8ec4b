import { setImmediate as turn } from "node:timers/promises";

import { ApiError } from "./api-error.ts";
import {
  type Collection,
  type CollectionDefinition,
  createCollection,
  describe,
  type IndexParameters,
  putIndex,
} from "./collection.ts";
import { count, facet, get, query, scroll } from "./reads.ts";
import { remove, upsert } from "./updates.ts";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

type Read = (collection: Collection, body: never) => unknown;
type Update = (collection: Collection, body: never) => Promise<void>;

const READS: Readonly<Record<string, Read>> = {
  "POST /points": get,
  "POST /points/scroll": scroll,
  "POST /points/count": count,
  "POST /points/query": query,
  "POST /facet": facet,
  "GET ": describe,
};
const UPDATES: Readonly<Record<string, Update>> = {
  "PUT /points": upsert,
  "POST /points/delete": remove,
  "PUT /index": async (collection, body: { field_name: string; field_schema: string | IndexParameters }) => {
    collection.operations++;
    putIndex(collection, body.field_name, body.field_schema);
  },
};

/** The `result` of a request. @throws ApiError */
export async function answer(
  { method, path, query, body }: Request,
  collections: Map<string, Collection>,
): Promise<unknown> {
  const [, encoded = "", rest = ""] = /^\/collections\/([^/]+)(.*)$/.exec(path) ?? [];
  const name = decodeURIComponent(encoded);
  const route = `${method} ${rest}`;
  if (name === "") throw new ApiError(404, `Not found: ${method} ${path}`);
  if (route === "GET /exists") return { exists: collections.has(name) };
  if (route === "PUT ") {
    if (collections.has(name)) {
      throw new ApiError(409, `Wrong input: Collection \`${name}\` already exists!`);
    }
    collections.set(name, createCollection(name, body as CollectionDefinition));
    return true;
  }
  if (route === "DELETE ") return collections.delete(name);
  const collection = collections.get(name);
  if (!collection) throw new ApiError(404, `Not found: Collection \`${name}\` doesn't exist!`);
  const read = READS[route];
  // Others may have their turn first, as on a server with many threads.
  if (read) return turn().then(() => read(collection, body as never));
  const update = UPDATES[route];
  if (!update) throw new ApiError(404, `The stand-in does not answer ${route}.`);
  const done = collection.updates.then(() => update(collection, body as never));
  collection.updates = done.catch(() => undefined);
  if (query.get("wait") !== "true")
    return { operation_id: collection.operations + 1, status: "acknowledged" };
  await done;
  return { operation_id: collection.operations, status: "completed" };
}
