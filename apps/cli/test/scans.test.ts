import { beforeAll, describe, expect, test } from "@jest/globals";
import { makeScan, writePdf } from "@longdoc/fixtures";
import { renderPage } from "@longdoc/ingest";

import { temporaryFolder } from "./support/folder.ts";
import { errorLines, json, longdoc } from "./support/longdoc.ts";
import type { AnswerJson, ErrorJson } from "./support/shapes.ts";

const SIZE = [420, 120] as const;

describe("scans and pictures on the command line", () => {
  let picture: Uint8Array;
  beforeAll(async () => {
    const pdf = await writePdf(
      (writer) => writer.font("Times-Roman").fontSize(14).text("The heron nests on the northern bank."),
      { size: SIZE, margin: 30 },
    );
    picture = (await renderPage({ name: "page.pdf", bytes: pdf }, { page: 1 })).png;
  });

  test("are asked, and shown with the cited sentence lit", async () => {
    await using folder = await temporaryFolder();
    await folder.write("scan.pdf", await makeScan([undefined, picture], { size: SIZE }));
    const asked = await longdoc(["ask", "Where does the heron nest?", "scan.pdf", "--json"], {
      cwd: folder.path,
    });
    expect(json<AnswerJson>(asked).citations[0]).toMatchObject({
      page: 2,
      quote: "The heron nests on the northern bank.",
    });
    const shown = await longdoc(["show", "1", "--output", "page.png", "--json"], { cwd: folder.path });
    expect(json<{ files: unknown[] }>(shown).files[0]).toMatchObject({ page: 2, width: 840, height: 240 });
  });

  test("are read into the library, pictures without text too", async () => {
    await using folder = await temporaryFolder();
    await folder.write("heron.png", picture);
    const blank = await writePdf(() => undefined, { size: SIZE });
    const { png } = await renderPage({ name: "page.pdf", bytes: blank }, { page: 1 });
    await folder.write("sky.png", png);
    const result = await longdoc(["ingest", ".", "--json"], { cwd: folder.path });
    expect(result.code).toBe(0);
    const { documents } = json<{ documents: { status: string; sentences: number; warnings: string[] }[] }>(
      result,
    );
    expect(documents).toMatchObject([
      { status: "indexed", sentences: 1 },
      { status: "indexed", sentences: 0, warnings: ["No text was found in what page 1 shows."] },
    ]);
  });

  test("are not recognised where that is switched off", async () => {
    await using folder = await temporaryFolder();
    await folder.write("scan.pdf", await makeScan([picture], { size: SIZE }));
    const result = await longdoc(["inspect", "scan.pdf", "--no-ocr", "--json"], { cwd: folder.path });
    expect(result.code).toBe(1);
    expect(json<{ error: ErrorJson }>(result).error.code).toBe("pdf.unreadable");
    expect(errorLines(result)).toHaveLength(1);
  });

  test("are recognised in the languages asked for, and a wrong or missing one is said", async () => {
    await using folder = await temporaryFolder();
    await folder.write("scan.pdf", await makeScan([picture], { size: SIZE }));
    const inspect = (language: string) =>
      longdoc(["inspect", "scan.pdf", "--ocr-language", language, "--json"], { cwd: folder.path });
    expect((await inspect("en")).code).toBe(0);
    const missing = await inspect("eng+tlh");
    expect(missing.code).toBe(1);
    expect(json<{ error: ErrorJson }>(missing).error).toMatchObject({ code: "ocr.language-missing" });
    const wrong = await inspect("../eng");
    expect(wrong.code).toBe(2);
    expect(json<{ error: ErrorJson }>(wrong).error.code).toBe("usage.option");
  });
});
