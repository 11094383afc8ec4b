import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, test } from "@jest/globals";

import { temporaryFolder } from "./support/folder.ts";
import { errorLines, json, longdoc } from "./support/longdoc.ts";
import type { AnswerJson, ErrorJson } from "./support/shapes.ts";

const QUESTION = "Where does the heron nest?";
const TEXT = "The heron nests on the northern bank. It returns in March.";

/** A server that knows no key, and answers as the API does then. */
async function serverWithoutKeys(): Promise<{ readonly url: string } & AsyncDisposable> {
  const error = { type: "authentication_error", message: "invalid x-api-key" };
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ type: "error", error, request_id: "req_1" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("asking Claude", () => {
  test("with a bad key is one line that says so, and the documents stay in the library", async () => {
    await using folder = await temporaryFolder();
    await using server = await serverWithoutKeys();
    await folder.write("birds.txt", TEXT);
    const env = { ANTHROPIC_API_KEY: "wrong", ANTHROPIC_BASE_URL: server.url };
    const result = await longdoc(["ask", QUESTION, "birds.txt", "--json"], { cwd: folder.path, env });
    expect(result.code).toBe(1);
    expect(errorLines(result)).toHaveLength(1);
    expect(errorLines(result)[0]).toMatch(/key/);
    expect(json<{ error: ErrorJson }>(result).error.code).toMatch(/^model\./);
    expect(await longdoc(["search", "heron"], { cwd: folder.path })).toMatchObject({ code: 0 });
  });

  test("without a key says that the model asked for was not used", async () => {
    await using folder = await temporaryFolder();
    await folder.write("birds.txt", TEXT);
    const result = await longdoc(["ask", QUESTION, "birds.txt", "--model", "opus", "--json"], {
      cwd: folder.path,
    });
    expect(result.code).toBe(0);
    const { model, warnings } = json<AnswerJson>(result);
    expect(model).toBe("none");
    expect(warnings.join(" ")).toMatch(/claude-opus-5-5 was not asked.*ANTHROPIC_API_KEY/);
  });
});
