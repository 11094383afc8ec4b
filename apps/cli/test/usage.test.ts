import { describe, expect, test } from "@jest/globals";

import { temporaryFolder } from "./support/folder.ts";
import { errorLines, json, longdoc } from "./support/longdoc.ts";
import type { ErrorJson } from "./support/shapes.ts";

describe("bad usage ends with exit code 2 and one line", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["no command", [], /No command/],
    ["an unknown command", ["asks"], /asks.*ask/],
    ["an unknown flag", ["status", "--jsn"], /--jsn/],
    ["a missing argument", ["ask"], /question/],
    ["a flag without its value", ["status", "--library"], /--library/],
    ["a budget of nothing", ["search", "x", "--budget", "0"], /--budget.*"0"/],
    ["a budget that is no number", ["search", "x", "--budget", "many"], /--budget.*"many"/],
    ["a negative budget", ["search", "x", "--budget", "-5"], /--budget.*"-5"/],
    ["a fraction of a passage", ["search", "x", "--top", "1.5"], /--top.*"1.5"/],
    ["a model that there is not", ["search", "x", "--model", "gpt"], /"gpt".*sonnet/],
    [
      "a model that was retired",
      ["search", "x", "--model", "claude-3-opus-20240229"],
      /retired.*claude-opus/,
    ],
    ["an empty question", ["ask", "  "], /question is empty/],
    ["an endless question", ["ask", "why ".repeat(25_000)], /100,000|99,999/],
    ["an empty path", ["ask", "Why?", ""], /path is empty/],
    ["a citation that is none", ["show", "nonsense"], /"nonsense"/],
  ])("%s", async (_case, parameters, line) => {
    await using folder = await temporaryFolder();
    const result = await longdoc(parameters, { cwd: folder.path });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(errorLines(result)[0]).toMatch(line);
  });

  test("with --json the failure is the one JSON document", async () => {
    await using folder = await temporaryFolder();
    const [unparsed, unchecked] = await Promise.all([
      longdoc(["asks", "--json"], { cwd: folder.path }),
      longdoc(["--json", "search", "x", "--top", "0"], { cwd: folder.path }),
    ]);
    expect([unparsed.code, unchecked.code]).toEqual([2, 2]);
    expect(json<{ error: ErrorJson }>(unparsed).error.code).toBe("usage.unknown-command");
    expect(json<{ error: ErrorJson }>(unchecked).error).toMatchObject({ code: "usage.option", input: "0" });
  });

  test("--verbose adds the code and where it came from", async () => {
    await using folder = await temporaryFolder();
    const result = await longdoc(["search", "x", "--top", "0", "--verbose"], { cwd: folder.path });
    expect(result.stderr).toContain("code: usage.option");
    expect(result.stderr).toContain("options.ts");
  });
});

describe("what is asked for is no failure", () => {
  test("--help shows every command and examples", async () => {
    await using folder = await temporaryFolder();
    const result = await longdoc(["--help"], { cwd: folder.path });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    for (const command of ["ingest", "ask", "search", "inspect", "show", "status", "delete", "Examples:"]) {
      expect(result.stdout).toContain(command);
    }
  });

  test("--version shows the version", async () => {
    await using folder = await temporaryFolder();
    expect(await longdoc(["--version"], { cwd: folder.path })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
