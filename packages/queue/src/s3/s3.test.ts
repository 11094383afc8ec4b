import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { documentVersion } from "@longdoc/core";
import { openLibrary } from "@longdoc/retrieve";

import { temporaryFolder } from "../../test/folder.ts";
import { type S3Server, startS3 } from "../../test/s3-server.ts";
import { openBlobs } from "../blobs/open-blobs.ts";
import { indexDocuments } from "../document/index-document.ts";
import { openAnySource } from "../document/open-source.ts";
import { parsedDocuments } from "../document/parsed.ts";
import { openEmbeddedQueue } from "../embedded/open-queue.ts";
import { runJobs } from "../work/run-jobs.ts";
import type { Listed } from "../watch/list-folder.ts";
import { listS3 } from "./list-s3.ts";

const signal = new AbortController().signal;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
async function listed(place: string): Promise<Listed[]> {
  const objects: Listed[] = [];
  for await (const object of listS3(place)) objects.push(object);
  return objects;
}
/** The SDK tries a failed request three times. */
const TRIES = 3;

describe("files in S3", () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3("papers");
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: server.url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
    });
  });
  afterAll(async () => server[Symbol.asyncDispose]());
  beforeEach(() => {
    server.objects.clear();
    server.failures.length = 0;
  });

  test("are listed by their prefix, page after page, and their revisions change with them", async () => {
    for (const name of ["a/1.md", "a/2.md", "a/3.md", "a/4.md", "a/deep/5.md", "b/6.md", "a/folder/"]) {
      server.objects.set(name, bytes(name));
    }
    const before = await listed("s3://papers/a/");
    expect(before.map(({ source }) => source)).toEqual(
      ["1", "2", "3", "4", "deep/5"].map((name) => `s3://papers/a/${name}.md`),
    );
    server.objects.set("a/2.md", bytes("changed"));
    const after = await listed("s3://papers/a/");
    const changed = after.filter(({ revision }, index) => revision !== before[index]?.revision);
    expect(changed.map(({ source }) => source)).toEqual(["s3://papers/a/2.md"]);
  });

  test("are read, indexed, and kept between steps in the same bucket", async () => {
    await using folder = await temporaryFolder();
    await using store = await openLibrary(folder.path);
    await using queue = openEmbeddedQueue(folder.path);
    server.objects.set("a.md", bytes("# Birds\n\nThe heron nests here."));
    server.objects.set("empty.md", new Uint8Array());
    await queue.enqueue([...(await listed("s3://papers")), { source: "s3://papers/gone.md" }], {
      batch: "x",
    });
    const parsed = parsedDocuments(await openBlobs("s3://papers/parsed/"));
    await runJobs(queue, {
      ...indexDocuments({ store, openSource: openAnySource, parsed }),
      until: "empty",
      signal,
      firstRetryMs: 10,
    });
    const [document] = await store.documents();
    expect(document).toMatchObject({
      source: "s3://papers/a.md",
      version: documentVersion(bytes("# Birds\n\nThe heron nests here.")),
    });
    const dead = await queue.jobs(["dead"]);
    expect(new Set(dead.map(({ failure }) => failure?.code))).toEqual(
      new Set(["file.empty", "file.missing"]),
    );
    expect([...server.objects.keys()]).toEqual(["a.md", "empty.md"]);
  });

  test("keep blobs whole, and miss what is not there", async () => {
    const blobs = await openBlobs("s3://papers/some/where");
    expect(await blobs.get("one")).toBeUndefined();
    await blobs.put("one", bytes("content"));
    expect([...server.objects.keys()]).toEqual(["some/where/one"]);
    expect(await blobs.get("one")).toEqual(bytes("content"));
    await blobs.delete("one");
    await blobs.delete("one");
    expect(server.objects.size).toBe(0);
  });

  test("fail by kind: what may come good, with the wait that the server asks for, and what will not", async () => {
    server.objects.set("a.md", bytes("x"));
    for (let index = 0; index < TRIES; index += 1) {
      server.failures.push({ status: 503, code: "SlowDown", headers: { "retry-after": "1" } });
    }
    await expect(openAnySource("s3://papers/a.md", signal)).rejects.toMatchObject({
      code: "source.unavailable",
      recovery: "transient",
      retryAfterMs: 1_000,
    });
    server.failures.push({ status: 403, code: "AccessDenied" });
    await expect(openAnySource("s3://papers/a.md", signal)).rejects.toMatchObject({
      code: "file.unreadable",
      recovery: "permanent",
    });
    server.failures.push({ status: 403, code: "AccessDenied" });
    await expect((await openBlobs("s3://papers")).get("a.md")).rejects.toMatchObject({
      code: "blobs.refused",
    });
    await expect(openBlobs("s3://")).rejects.toMatchObject({ code: "usage.s3-location" });
  });

  test("are out of date when they were written or deleted since", async () => {
    server.objects.set("a.md", bytes("one"));
    const opened = await openAnySource("s3://papers/a.md", signal);
    expect(await opened.isCurrent()).toBe(true);
    server.objects.set("a.md", bytes("two"));
    expect(await opened.isCurrent()).toBe(false);
    server.objects.delete("a.md");
    expect(await opened.isCurrent()).toBe(false);
  });
});
