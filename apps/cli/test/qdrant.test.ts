import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { startQdrantStandIn } from "@longdoc/qdrant-stand-in";
import { expect, test } from "@jest/globals";

import { temporaryFolder } from "./support/folder.ts";
import { errorLines, json, longdoc } from "./support/longdoc.ts";

const TEXT = "The harbour was rebuilt in 1902.\n\nIts light is seen from 19 miles.\n";

test("a library on a Qdrant server is filled, searched, asked, shown in its status and emptied", async () => {
  await using server = await startQdrantStandIn({ apiKey: "k" });
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "harbour.txt"), TEXT);
  const env = { LONGDOC_QDRANT_URL: server.url, LONGDOC_QDRANT_API_KEY: "k" };
  const run = (...parameters: string[]) => longdoc(parameters, { cwd: folder.path, env });

  expect(await run("status")).toMatchObject({ code: 0, stdout: expect.stringContaining("0 documents") });
  const early = await run("search", "harbour");
  expect(early.code).toBe(1);
  expect(errorLines(early)[0]).toContain(`There is no library at longdoc at ${server.url}.`);

  expect(await run("ingest", "harbour.txt")).toMatchObject({ code: 0, stderr: "" });
  expect((await run("ingest", "harbour.txt")).stdout).toContain("unchanged");
  expect((await run("search", "harbour light")).stdout).toContain("19 miles");
  const answer = await run("ask", "When was the harbour rebuilt?");
  expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining("1902") });
  expect(await run("show", "1", "-o", "page.png")).toMatchObject({ code: 0 });
  expect(json(await run("status", "--json"))).toMatchObject({
    library: `longdoc at ${server.url}`,
    documents: [{ source: join(folder.path, "harbour.txt") }],
    statistics: { documents: 1 },
  });
  expect((await run("search", "harbour", "--collection", "other")).code).toBe(1);
  expect((await run("delete", "harbour.txt")).stdout).toContain("removed harbour.txt");
  expect((await run("search", "harbour")).code).toBe(3);
  expect(server.violations).toEqual([]);
});

test("a server that cannot be reached, or refuses the key, is told in one line", async () => {
  await using folder = await temporaryFolder();
  await using server = await startQdrantStandIn({ apiKey: "k" });
  const run = (...parameters: string[]) => longdoc(["status", ...parameters], { cwd: folder.path });
  const refused = await run("--qdrant", server.url);
  expect(refused.code).toBe(1);
  expect(errorLines(refused)[0]).toMatch(/refuses the API key/);
  const wrong = await run("--qdrant", "localhost");
  expect(wrong.code).toBe(2);
  expect(errorLines(wrong)[0]).toMatch(/"localhost" is not the address of a Qdrant server/);
});
