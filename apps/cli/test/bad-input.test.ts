import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { describe, expect, test } from "@jest/globals";
import { ENCRYPTED_PASSWORD, makeCorruptPage, makeEncrypted, makeTruncated } from "@longdoc/fixtures";

import { temporaryFolder, type TemporaryFolder } from "./support/folder.ts";
import { errorLines, json, longdoc, type RunOptions } from "./support/longdoc.ts";
import type { AnswerJson, ErrorJson, IngestJson, SearchJson, StatusJson } from "./support/shapes.ts";

const GOOD = "The heron nests on the northern bank. It returns in March.";
const ALONE = ["file.missing", "file.folder-empty"];

type Prepare = (folder: TemporaryFolder) => Promise<unknown>;

/** Beside a good file: what is wrong, the path that is given, and how the failure is named. */
const BAD_FILES: readonly (readonly [string, string, Prepare, string])[] = [
  ["a missing file", "gone.pdf", async () => undefined, "file.missing"],
  [
    "a folder with nothing in it",
    "empty",
    (folder) => mkdir(join(folder.path, "empty")),
    "file.folder-empty",
  ],
  ["an empty file", "empty.pdf", (folder) => folder.write("empty.pdf", ""), "file.empty"],
  [
    "a file that is no PDF",
    "fake.pdf",
    (folder) => folder.write("fake.pdf", "Not a PDF at all."),
    "pdf.invalid",
  ],
  ["a truncated PDF", "cut.pdf", (folder) => folder.write("cut.pdf", makeTruncated()), "pdf.invalid"],
  [
    "a locked PDF",
    "locked.pdf",
    (folder) => folder.write("locked.pdf", makeEncrypted()),
    "pdf.password-required",
  ],
  ["a type that cannot be read", "tune.mp3", (folder) => folder.write("tune.mp3", "ID3"), "file.unsupported"],
  [
    "bytes that are no text",
    "noise.txt",
    (folder) => folder.write("noise.txt", new Uint8Array(4096).fill(0)),
    "text.binary",
  ],
];

describe("one bad file among good ones", () => {
  test.each(BAD_FILES)("%s is one line, and the rest is indexed", async (_case, path, prepare, code) => {
    await using folder = await temporaryFolder();
    await folder.write("good.txt", GOOD);
    await prepare(folder);

    const result = await longdoc(["ingest", path, "good.txt", "--json"], { cwd: folder.path });
    expect(result.code).toBe(1);
    const { documents, error } = json<IngestJson>(result);
    expect(error?.code).toBe(code);
    expect(documents.map((document) => document.status).toSorted()).toEqual(["failed", "indexed"]);
    const [line, ...more] = errorLines(result);
    expect(more).toEqual([]);
    expect(line).toContain(path);

    const found = await longdoc(["search", "heron", "--json"], { cwd: folder.path });
    expect(json<SearchJson>(found).results[0]?.text).toContain("northern bank");
    const { failures } = json<StatusJson>(await longdoc(["status", "--json"], { cwd: folder.path }));
    // A path that leads to no document is a slip of the user, not a document that failed.
    const recorded = [...ALONE, "file.unsupported"].includes(code) ? [] : [code];
    expect(failures.map((failure) => failure.code)).toEqual(recorded);
  });

  test("a question is answered from the files that worked, and says which did not", async () => {
    await using folder = await temporaryFolder();
    await folder.write("good.txt", GOOD);
    await folder.write("fake.pdf", "Not a PDF at all.");
    const parameters = ["ask", "Where does the heron nest?", "good.txt", "fake.pdf", "gone.pdf", "--json"];
    const result = await longdoc(parameters, { cwd: folder.path });
    expect(result.code).toBe(0);
    const answer = json<AnswerJson>(result);
    expect(answer.citations[0]?.quote).toContain("northern bank");
    const warnings = answer.warnings.join("\n");
    expect(warnings).toContain("fake.pdf");
    expect(warnings).toContain("gone.pdf");
  });

  test("a question of bad files only fails with the first one's reason", async () => {
    await using folder = await temporaryFolder();
    await folder.write("fake.pdf", "Not a PDF at all.");
    const result = await longdoc(["ask", "Why?", "fake.pdf", "--json"], { cwd: folder.path });
    expect(result.code).toBe(1);
    expect(json<{ error: ErrorJson }>(result).error).toMatchObject({ code: "pdf.invalid" });
  });
});

describe("a PDF that is not whole", () => {
  test("good pages are indexed, bad ones are reported with a reason, everywhere", async () => {
    await using folder = await temporaryFolder();
    await folder.write("wind.pdf", makeCorruptPage());
    const ingested = await longdoc(["ingest", "wind.pdf", "--json"], { cwd: folder.path });
    expect(ingested.code).toBe(0);
    const [document] = json<IngestJson>(ingested).documents;
    expect(document).toMatchObject({ status: "partial", pages: 3 });
    expect(document?.failedPages).toMatchObject([{ page: 2, reason: expect.stringMatching(/\w/) }]);

    const asked = await longdoc(["ask", "How many turbines are in the southern field?", "--json"], {
      cwd: folder.path,
    });
    expect(json<AnswerJson>(asked).citations[0]).toMatchObject({
      page: 3,
      quote: expect.stringContaining("44 turbines"),
    });
    expect(json<AnswerJson>(asked).warnings.join(" ")).toMatch(/page.*could not be read.*\b2\b/);
    const status = await longdoc(["status"], { cwd: folder.path });
    expect(status.stdout).toMatch(/page 2 failed: \w/);
  });
});

describe("passwords", () => {
  test("the right one opens, the wrong one is one line", async () => {
    await using folder = await temporaryFolder();
    await folder.write("locked.pdf", makeEncrypted());
    const wrong = await longdoc(["inspect", "locked.pdf", "--password", "wrong", "--json"], {
      cwd: folder.path,
    });
    expect(wrong.code).toBe(1);
    expect(json<{ error: ErrorJson }>(wrong).error.code).toBe("pdf.password-wrong");
    const right = await longdoc(
      ["ask", "How many ledgers does the vault hold?", "locked.pdf", "--password", ENCRYPTED_PASSWORD],
      {
        cwd: folder.path,
      },
    );
    expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining("17 ledgers") });
  });
});

describe("files and folders that may not be read", () => {
  const under = withoutOverride();
  const may = under === undefined ? test.skip : test;

  may("each is one line, and the rest is indexed", async () => {
    await using folder = await temporaryFolder();
    await folder.write("good.txt", GOOD);
    await chmod(await folder.write("secret.txt", "Not for you."), 0);
    const options: RunOptions = { cwd: folder.path, under: under ?? [] };
    const result = await longdoc(["ingest", "secret.txt", "good.txt", "--json"], options);
    expect(result.code).toBe(1);
    expect(json<IngestJson>(result).error?.code).toBe("file.unreadable");
    expect(json<IngestJson>(result).documents.map(({ status }) => status)).toEqual(["failed", "indexed"]);
  });
});

describe("a library that cannot be used", () => {
  test("one from a newer version is left as it is", async () => {
    await using folder = await temporaryFolder();
    await folder.write("good.txt", GOOD);
    await longdoc(["ingest", "good.txt"], { cwd: folder.path });
    using database = new DatabaseSync(await libraryFile(folder));
    database.exec("PRAGMA user_version = 9999");
    const result = await longdoc(["ask", "When does the heron return?", "--json"], { cwd: folder.path });
    expect(result.code).toBe(1);
    expect(json<{ error: ErrorJson }>(result).error).toMatchObject({
      code: "library.newer",
      hint: expect.any(String),
    });
    expect(errorLines(result)).toHaveLength(1);
  });

  test("one that is not there, or has nothing in it, is said to be so", async () => {
    await using folder = await temporaryFolder();
    const missing = await longdoc(["ask", "When?", "--json"], { cwd: folder.path });
    expect(missing.code).toBe(1);
    expect(json<{ error: ErrorJson }>(missing).error.code).toBe("library.missing");
    expect(await readdir(folder.path)).toEqual([]);

    await folder.write("good.txt", GOOD);
    await longdoc(["ingest", "good.txt"], { cwd: folder.path });
    await longdoc(["delete", "good.txt"], { cwd: folder.path });
    const empty = await longdoc(["ask", "When?", "--json"], { cwd: folder.path });
    expect(empty.code).toBe(1);
    expect(json<{ error: ErrorJson }>(empty).error.code).toBe("library.empty");
  });

  test("one that another process holds is waited for, then given up with a reason", async () => {
    await using folder = await temporaryFolder();
    await folder.write("good.txt", GOOD);
    await folder.write("more.txt", "The kingfisher stays all winter.");
    await longdoc(["ingest", "good.txt"], { cwd: folder.path });
    using database = new DatabaseSync(await libraryFile(folder));
    database.exec("BEGIN IMMEDIATE");
    const result = await longdoc(["ingest", "more.txt", "--json"], { cwd: folder.path });
    database.exec("ROLLBACK");
    expect(result.code).toBe(1);
    expect(json<{ error: ErrorJson }>(result).error.code).toBe("library.locked");
    expect(await longdoc(["ingest", "more.txt"], { cwd: folder.path })).toMatchObject({ code: 0 });
  });

  const small = onSmallDisk("") === undefined ? test.skip : test;

  small("one on a full disk keeps what it had", async () => {
    await using folder = await temporaryFolder();
    const library = join(folder.path, "library");
    await mkdir(library);
    const word = (index: number): string => `word${index.toString(36)}`;
    const text = Array.from(
      { length: 40_000 },
      (_, index) => `${word(index)} meets ${word(index * 7)}.`,
    ).join(" ");
    await folder.write("good.txt", GOOD);
    await folder.write("large.txt", text);
    // One process sees the small disk, and runs the commands one after the other.
    const script = await folder.write("script.sh", FULL_DISK_SCRIPT);
    const result = await longdoc([], { cwd: folder.path, under: onSmallDisk(library, script) ?? [] });
    const [first, second, third] = result.stdout.split("\0").map((text) => JSON.parse(text) as unknown);
    expect(first).toMatchObject({ documents: [{ status: "indexed" }] });
    expect(second).toMatchObject({ error: { code: "library.disk-full" } });
    expect((third as SearchJson).results[0]?.text).toContain("northern bank");
  });
});

const FULL_DISK_SCRIPT = `
"$@" ingest good.txt --library library --json; printf '\\0'
"$@" ingest large.txt --library library --json; printf '\\0'
"$@" search heron --library library --json
`;

/** A command prefix under which root too obeys file permissions; undefined where that cannot be had. */
function withoutOverride(): readonly string[] | undefined {
  if (process.getuid?.() !== 0) return [];
  const prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"];
  return spawnSync(prefix[0]!, [...prefix.slice(1), "true"]).status === 0 ? prefix : undefined;
}

/** A prefix that mounts a disk of less than a megabyte over `folder`, for one script alone; undefined where it cannot. */
function onSmallDisk(folder: string, script?: string): readonly string[] | undefined {
  if (script === undefined) {
    return spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
      ? []
      : undefined;
  }
  const mount = 'mount -t tmpfs -o size=768k tmpfs "$1" && script=$2 && shift 2 && . "$script"';
  return ["unshare", "-rm", "sh", "-c", mount, "sh", folder, script];
}

async function libraryFile(folder: TemporaryFolder): Promise<string> {
  const library = join(folder.path, ".longdoc");
  const file = (await readdir(library)).find((name) => /\.(sqlite|db)$/.test(name));
  if (file === undefined) throw new Error("The library has no database file.");
  return join(library, file);
}
