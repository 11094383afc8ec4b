import { type QdrantStandIn, startQdrantStandIn } from "@longdoc/qdrant-stand-in";
import { afterEach, beforeEach, expect, test } from "@jest/globals";

import { makeDocument } from "../../../test/chunks.ts";
import { openQdrant } from "./open-qdrant.ts";

let server: QdrantStandIn;
beforeEach(async () => {
  server = await startQdrantStandIn();
});
afterEach(async () => {
  expect(server.violations).toEqual([]);
  await server.close();
});

const send = async (path: string, body: object, method = "PUT"): Promise<void> => {
  const headers = { "content-type": "application/json" };
  await fetch(`${server.url}${path}`, { method, headers, body: JSON.stringify(body) });
};
const info = async (collection: string): Promise<Record<string, unknown>> => {
  const response = await fetch(`${server.url}/collections/${collection}`);
  return ((await response.json()) as { result: Record<string, unknown> }).result;
};

test("makes its collections once, as the options say, with an index for every filter", async () => {
  const options = { url: server.url, collection: "c", shards: 3, replicas: 2, onDiskPayload: false } as const;
  await (await openQdrant({ ...options, quantization: "float16" })).close();
  expect(await info("c")).toMatchObject({
    config: {
      params: {
        shard_number: 3,
        replication_factor: 2,
        write_consistency_factor: 2,
        on_disk_payload: false,
        sparse_vectors: { bm25: { index: { datatype: "float16" } } },
      },
    },
    payload_schema: { tenant: { data_type: "keyword", params: { is_tenant: true } } },
  });
  expect(await info("c-documents")).toMatchObject({ config: { params: { shard_number: 1 } } });
  const before = server.requests.length;
  await using store = await openQdrant(options);
  expect(server.requests.slice(before).filter((request) => !request.startsWith("GET"))).toEqual([]);
  const { document, chunks } = makeDocument("/a.txt", [["tide"]]);
  await store.replace(document, chunks);
  expect(await store.search({ text: "tide", topK: 1 })).toHaveLength(1);
});

test("can be opened by many at once when nothing is there yet", async () => {
  const stores = await Promise.all([1, 2, 3].map(() => openQdrant({ url: server.url })));
  await Promise.all(
    stores.map((store, at) => {
      const { document, chunks } = makeDocument(`/${at}.txt`, [["tide"]]);
      return store.replace(document, chunks);
    }),
  );
  expect(await stores[0]!.search({ text: "tide", topK: 9 })).toHaveLength(3);
});

test("is not made where it is only to be looked at", async () => {
  await expect(openQdrant({ url: server.url, create: false })).rejects.toMatchObject({
    code: "library.missing",
    input: "longdoc-documents",
  });
  expect(server.requests.filter((request) => request.startsWith("PUT"))).toEqual([]);
});

test("makes an index that is missing", async () => {
  await (await openQdrant({ url: server.url })).close();
  await fetch(`${server.url}/collections/longdoc-documents`, { method: "DELETE" });
  await send("/collections/longdoc-documents", { metadata: { longdoc_schema: 1 }, shard_number: 1 });
  await (await openQdrant({ url: server.url })).close();
  expect(await info("longdoc-documents")).toMatchObject({
    payload_schema: { owner: { data_type: "keyword" } },
  });
});

test("says what is different about a collection that is not its own", async () => {
  await send("/collections/longdoc", {
    vectors: { size: 4, distance: "Cosine" },
    sparse_vectors: { bm25: { modifier: "idf" } },
  });
  await send("/collections/longdoc/index?wait=true", { field_name: "document", field_schema: "integer" });
  await expect(openQdrant({ url: server.url })).rejects.toMatchObject({
    code: "library.shape",
    input: "longdoc",
    message: expect.stringMatching(
      /metadata has no longdoc_schema 1; .*"bm25" has the idf modifier; .*"document" is integer and not keyword/,
    ),
  });
});

test("is not opened when a newer version made it", async () => {
  await send("/collections/longdoc-documents", { metadata: { longdoc_schema: 99 } });
  await expect(openQdrant({ url: server.url })).rejects.toMatchObject({ code: "library.newer" });
});

test("says that a key is wrong, a server too old, or no Qdrant server", async () => {
  await using locked = await startQdrantStandIn({ apiKey: "right" });
  await expect(openQdrant({ url: locked.url, apiKey: "wrong" })).rejects.toMatchObject({
    code: "library.unauthorized",
    message: expect.stringContaining("Invalid API key"),
  });
  await (await openQdrant({ url: locked.url, apiKey: "right" })).close();
  await using old = await startQdrantStandIn({ version: "1.15.4" });
  await expect(openQdrant({ url: old.url })).rejects.toMatchObject({
    code: "library.shape",
    message: expect.stringContaining("1.15.4"),
  });
});

test.each([
  [{ url: "localhost" }, "usage.qdrant-url"],
  [{ url: "ftp://localhost" }, "usage.qdrant-url"],
  [{ url: "http://localhost:1", collection: "a/b" }, "usage.collection"],
  [{ url: "http://localhost:1", replicas: 0 }, "usage.qdrant-option"],
  [{ url: "http://localhost:1", shards: 1.5 }, "usage.qdrant-option"],
])("refuses %j before anything is sent", async (options, code) => {
  await expect(openQdrant(options)).rejects.toMatchObject({ code });
});

test("keeps tenants apart: what they find, count, weigh and remove", async () => {
  await using ours = await openQdrant({ url: server.url, tenant: "ours" });
  await using theirs = await openQdrant({ url: server.url, tenant: "theirs" });
  const one = makeDocument("/a.txt", [["salt marsh tide"], ["river bed"]]);
  await ours.replace(one.document, one.chunks);
  const [before] = await ours.search({ text: "tide", topK: 5 });
  const many = makeDocument(
    "/b.txt",
    Array.from({ length: 50 }, () => ["tide tide tide"]),
  );
  await theirs.replace(many.document, many.chunks);
  await theirs.replace(one.document, one.chunks);

  expect(await ours.search({ text: "tide", topK: 5 })).toEqual([before]);
  expect(await ours.documents()).toHaveLength(1);
  expect(await ours.statistics()).toMatchObject({ documents: 1, chunks: 2 });
  expect(await ours.chunks(many.document.id)).toEqual([]);
  expect(await ours.findSentence(many.chunks[0]!.sentences[0]!.id)).toBeUndefined();
  expect(await ours.remove({})).toHaveLength(1);
  expect(await theirs.documents()).toHaveLength(2);
  expect(await theirs.search({ text: "salt", topK: 5 })).toHaveLength(1);
});
