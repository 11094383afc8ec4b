import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { type Fault, startStandIn } from "@longdoc/claude-stand-in";
import { makeAnnualReport } from "@longdoc/fixtures";

import { temporaryFolder, type TemporaryFolder } from "./support/folder.ts";
import { errorLines, type Finished, json, longdoc } from "./support/longdoc.ts";
import type { AnswerJson, ErrorJson, SearchJson } from "./support/shapes.ts";

const QUESTION = "What were the inventories at January 31, 2026?";
/** The wait of a request that is sent again is the server's to say: none. */
const AT_ONCE = { "retry-after": "0" };

/** Asks the example report of a server that does `faults` to its next requests, one each. */
async function askClaude(
  folder: TemporaryFolder,
  faults: readonly Fault[],
  options: { readonly keys?: readonly string[]; readonly parameters?: readonly string[] } = {},
): Promise<Finished & { readonly requests: number }> {
  await folder.write("report.pdf", makeAnnualReport());
  await using server = await startStandIn(options.keys === undefined ? {} : { keys: options.keys });
  server.fail(faults);
  const env = { ANTHROPIC_API_KEY: "dummy", ANTHROPIC_BASE_URL: server.url };
  const parameters = ["ask", QUESTION, "report.pdf", ...(options.parameters ?? ["--json"])];
  const finished = await longdoc(parameters, { cwd: folder.path, env });
  const requests = server.requests.filter(({ path }) => path === "/v1/messages").length;
  return { ...finished, requests };
}

describe("asking Claude", () => {
  test("gives an answer whose citations are sentences of the library, with page and boxes", async () => {
    await using folder = await temporaryFolder();
    const result = await askClaude(folder, []);
    expect(result.code).toBe(0);
    const answer = json<AnswerJson>(result);
    expect(answer).toMatchObject({ status: "answered", model: "claude-sonnet-5-5" });
    expect(answer.cost).toBeGreaterThan(0);
    expect(answer.citations.length).toBeGreaterThan(0);
    for (const claim of answer.claims) {
      expect(answer.text.slice(claim.start, claim.end)).toBe(claim.text);
      for (const index of claim.citations) expect(answer.citations[index]).toBeDefined();
    }

    const found = await longdoc(["search", QUESTION, "--top", "100", "--json"], { cwd: folder.path });
    const sentences = json<SearchJson>(found).results.flatMap((each) => each.sentences);
    for (const citation of answer.citations) {
      const cited = citation.sentenceIds.map((id) => sentences.find((sentence) => sentence.id === id));
      expect(citation.quote).toBe(cited.map((sentence) => sentence?.text).join(" "));
      expect(citation.boxes).toEqual(cited.flatMap((sentence) => sentence?.boxes ?? []));
      expect(citation).toMatchObject({ source: join(folder.path, "report.pdf"), page: cited[0]?.page });
    }
    expect(answer.citations.map(({ page }) => page)).toContain(5);
    expect(await longdoc(["show", "1"], { cwd: folder.path })).toMatchObject({ code: 0 });
  });

  test("is done with the model that is asked for", async () => {
    await using folder = await temporaryFolder();
    const result = await askClaude(folder, [], { parameters: ["--model", "haiku", "--json"] });
    expect(json<AnswerJson>(result).model).toBe("claude-haiku-5-5");
  });

  test("again, when the server is too busy at first", async () => {
    await using folder = await temporaryFolder();
    const result = await askClaude(folder, [
      { type: "rate-limit", retryAfter: 0 },
      { type: "status", status: 529, headers: AT_ONCE },
    ]);
    expect(result).toMatchObject({ code: 0, requests: 3 });
    expect(json<AnswerJson>(result).status).toBe("answered");
  });

  test("that is cut short by the output limit keeps what came, as a part", async () => {
    await using folder = await temporaryFolder();
    const result = await askClaude(folder, [{ type: "truncate", reason: "max_tokens" }]);
    expect(result.code).toBe(0);
    const { status, warnings } = json<AnswerJson>(result);
    expect(status).toBe("partial");
    expect(warnings.join(" ")).toMatch(/cut|limit|truncated/i);
  });

  test.each<[string, Fault]>([
    ["a refusal", { type: "refusal", when: "before-output", category: null }],
    ["a spend limit", { type: "spend-limit" }],
    ["an error in the middle of the stream", { type: "stream-error", afterBlocks: 1 }],
    ["a stream that is cut", { type: "cut-stream", afterBlocks: 1 }],
    ["a quote that is not what was sent", { type: "wrong-quote" }],
  ])("%s is one line that says so, and no answer", async (_case, fault) => {
    await using folder = await temporaryFolder();
    const result = await askClaude(folder, [fault, fault, fault]);
    expect(result.code).toBe(1);
    expect(errorLines(result)).toHaveLength(1);
    const { error } = json<{ error: ErrorJson }>(result);
    expect(error.code).toMatch(/^(model|citation)\./);
    expect(error.message).toMatch(/\w/);
    const shown = await longdoc(["show", "1", "--json"], { cwd: folder.path });
    expect(json<{ error: ErrorJson }>(shown).error.code).toBe("library.no-answer");
  });

  test("with a bad key is one line that says so, and the documents stay in the library", async () => {
    await using folder = await temporaryFolder();
    const result = await askClaude(folder, [], { keys: ["another"] });
    expect(result).toMatchObject({ code: 1, requests: 1 });
    expect(errorLines(result)).toHaveLength(1);
    expect(errorLines(result)[0]).toMatch(/key/);
    expect(await longdoc(["search", "inventories"], { cwd: folder.path })).toMatchObject({ code: 0 });
  });

  test("without a key says that the model asked for was not used", async () => {
    await using folder = await temporaryFolder();
    await folder.write("birds.txt", "The heron nests on the northern bank.");
    const parameters = ["ask", "Where does the heron nest?", "birds.txt", "--model", "opus", "--json"];
    const result = await longdoc(parameters, { cwd: folder.path });
    expect(result.code).toBe(0);
    const { model, warnings } = json<AnswerJson>(result);
    expect(model).toBe("none");
    expect(warnings.join(" ")).toMatch(/claude-opus-5-5 was not asked.*ANTHROPIC_API_KEY/);
  });
});
