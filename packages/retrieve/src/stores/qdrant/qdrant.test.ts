import { randomUUID } from "node:crypto";

import { type QdrantStandIn, startQdrantStandIn } from "@longdoc/qdrant-stand-in";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { describeChunkStore } from "../contract/chunk-store.ts";
import { openQdrant } from "./open-qdrant.ts";

/** A real server to run the same suite against; without it, the stand-in answers. */
const REAL_URL = process.env["QDRANT_URL"];
const REAL_KEY = process.env["QDRANT_API_KEY"];

let standIn: QdrantStandIn;
beforeAll(async () => {
  standIn = await startQdrantStandIn();
});
afterAll(() => standIn.close());

const server = () =>
  REAL_URL ? { url: REAL_URL, ...(REAL_KEY ? { apiKey: REAL_KEY } : {}) } : { url: standIn.url };

describeChunkStore("a Qdrant server", async () => {
  const options = { ...server(), collection: `longdoc-test-${randomUUID()}` };
  return {
    open: () => openQdrant(options),
    reopen: () => openQdrant(options),
    remove: async () => {
      for (const name of [options.collection, `${options.collection}-documents`]) {
        await fetch(`${options.url}/collections/${name}`, {
          method: "DELETE",
          headers: REAL_KEY ? { "api-key": REAL_KEY } : {},
        });
      }
    },
  };
});

describe("requests to Qdrant", () => {
  test("follow its description", () => {
    if (!standIn.checks) console.warn("Skipped: Qdrant's description is not there.");
    expect(standIn.violations).toEqual([]);
  });
});
