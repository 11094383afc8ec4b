import { StoreError } from "@longdoc/core";
import type { Schemas } from "@qdrant/js-client-rest";

import type { Connection } from "./connection.ts";
import type { QdrantOptions, Settings } from "./options.ts";

/** The named sparse vector that search reads. */
export const SPARSE_VECTOR = "bm25";

/** Raised with every change of what points hold; collections of a higher one are not opened. */
const SCHEMA_VERSION = 1;
const SCHEMA_KEY = "longdoc_schema";

/** The first that updates points on a condition, which locks and version switches rest on. */
const OLDEST_SERVER = [1, 16] as const;

type IndexParameters = Schemas["KeywordIndexParams"] | Schemas["IntegerIndexParams"];

const keyword: IndexParameters = { type: "keyword" };
/** Keeps each tenant's points together on disk. */
const tenant: IndexParameters = { type: "keyword", is_tenant: true };
const range: IndexParameters = { type: "integer", lookup: false, range: true };
const lookup: IndexParameters = { type: "integer", lookup: true, range: false };

/** Every field that a request filters or counts by: servers in strict mode refuse the others. */
const CHUNK_INDEXES: Readonly<Record<string, IndexParameters>> = {
  tenant,
  document: keyword,
  generation: keyword,
  media_type: keyword,
  first_page: range,
  last_page: range,
  first_sentence: range,
  last_sentence: range,
  terms: lookup,
};
const DOCUMENT_INDEXES: Readonly<Record<string, IndexParameters>> = {
  tenant,
  kind: keyword,
  document: keyword,
  generation: keyword,
  media_type: keyword,
  language: keyword,
  owner: keyword,
  chunks: lookup,
  terms: lookup,
  sentences: lookup,
  bytes: lookup,
  expires: range,
};

/**
 * Makes the two collections where they are missing, and their missing indexes, and checks those that are there.
 *
 * @throws StoreError `library.shape`, which says what differs; `library.newer`, `library.missing`
 */
export async function ensureCollections(
  connection: Connection,
  settings: Settings,
  options: QdrantOptions,
): Promise<void> {
  await requireServer(connection);
  const { replicas } = settings;
  const shared = {
    vectors: {},
    replication_factor: replicas,
    write_consistency_factor: Math.floor(replicas / 2) + 1,
    metadata: { [SCHEMA_KEY]: SCHEMA_VERSION },
  };
  await ensure(connection, settings.documents, DOCUMENT_INDEXES, options.create ?? true, {
    ...shared,
    // Locks and version switches need one order of writes, which a shard has and a collection has not.
    shard_number: 1,
  });
  await ensure(connection, settings.chunks, CHUNK_INDEXES, options.create ?? true, {
    ...shared,
    // Without Qdrant's IDF modifier: it counts per shard, with other tenants and replaced versions. See scoring.ts.
    sparse_vectors: { [SPARSE_VECTOR]: { index: { datatype: options.quantization ?? "float32" } } },
    on_disk_payload: options.onDiskPayload ?? true,
    ...(options.shards === undefined ? {} : { shard_number: options.shards }),
  });
}

async function requireServer(connection: Connection): Promise<void> {
  const version = await connection.version();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1])) return;
  const oldest = OLDEST_SERVER.join(".");
  throw new StoreError(
    "library.shape",
    `The Qdrant server at ${connection.server} is version ${version}, and ${oldest} is needed.`,
    { input: connection.server, hint: `Update the server to ${oldest} or newer.` },
  );
}

async function ensure(
  connection: Connection,
  name: string,
  indexes: Readonly<Record<string, IndexParameters>>,
  create: boolean,
  definition: Schemas["CreateCollection"],
): Promise<void> {
  const { exists } = await connection.call("collectionExists", { collection_name: name });
  if (!exists) {
    if (!create) {
      throw new StoreError("library.missing", `There is no library "${name}" at ${connection.server}.`, {
        input: name,
        hint: "Ingest documents first, or name another collection.",
      });
    }
    await connection
      .call("createCollection", { collection_name: name, ...definition })
      .catch(unlessMadeMeanwhile);
  }
  const found = await connection.call("getCollection", { collection_name: name });
  const differences = differencesOf(found, indexes, definition, connection.server, name);
  if (differences.length > 0) {
    throw new StoreError(
      "library.shape",
      `The collection "${name}" at ${connection.server} is not as Longdoc makes it: ${differences.join("; ")}.`,
      { input: name, hint: "Name another collection, or delete this one and ingest again." },
    );
  }
  const missing = Object.entries(indexes).filter(([field]) => !(field in found.payload_schema));
  for (const [field, schema] of missing) {
    await connection.call("createFieldIndex", {
      collection_name: name,
      wait: true,
      field_name: field,
      field_schema: schema,
    });
  }
}

/** Another process may be making it at this moment: whoever comes second finds it made. */
function unlessMadeMeanwhile(thrown: unknown): void {
  if (!(thrown instanceof StoreError && /already exists/i.test(thrown.message))) throw thrown;
}

function differencesOf(
  found: Schemas["CollectionInfo"],
  indexes: Readonly<Record<string, IndexParameters>>,
  definition: Schemas["CreateCollection"],
  server: string,
  name: string,
): string[] {
  const { params, metadata } = found.config;
  const schema = metadata?.[SCHEMA_KEY];
  if (typeof schema === "number" && schema > SCHEMA_VERSION) {
    throw new StoreError("library.newer", `The library "${name}" at ${server} was made by a newer Longdoc.`, {
      input: name,
      hint: "Update Longdoc, or name another collection.",
    });
  }
  const differences: string[] = [];
  if (schema !== SCHEMA_VERSION) {
    differences.push(`its metadata has no ${SCHEMA_KEY} ${SCHEMA_VERSION}`);
  }
  if (definition.sparse_vectors) {
    const sparse = (params.sparse_vectors ?? {})[SPARSE_VECTOR];
    if (!sparse) differences.push(`it has no sparse vector "${SPARSE_VECTOR}"`);
    else if (sparse.modifier === "idf")
      differences.push(`its sparse vector "${SPARSE_VECTOR}" has the idf modifier`);
  } else if (params.shard_number !== 1) {
    differences.push(`it has ${params.shard_number} shards and not 1`);
  }
  for (const [field, { type }] of Object.entries(indexes)) {
    const is = found.payload_schema[field]?.data_type;
    if (is !== undefined && is !== type) differences.push(`its index of "${field}" is ${is} and not ${type}`);
  }
  return differences;
}
