import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";
import { makeAnnualReport, makeJapanese, makeRotated } from "@longdoc/fixtures";

import { temporaryFolder, type TemporaryFolder } from "./support/folder.ts";
import { json, longdoc } from "./support/longdoc.ts";
import { readPicture } from "./support/picture.ts";
import type { AnswerJson, ErrorJson, SearchJson } from "./support/shapes.ts";

const QUESTION = "What were the inventories at January 31, 2026?";
/** Darkest mean of a channel that a lit place on a white page still has in its other channels. */
const UNLIT = 250;

async function folderWithReport(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  await folder.write("report.pdf", makeAnnualReport());
  return folder;
}

describe("ask", () => {
  test("answers with the sentence, its page and its boxes, and says that no model was used", async () => {
    await using folder = await folderWithReport();
    const result = await longdoc(["ask", QUESTION, "report.pdf", "--json"], { cwd: folder.path });
    expect(result.code).toBe(0);
    const answer = json<AnswerJson>(result);
    expect(answer).toMatchObject({ question: QUESTION, status: "answered", model: "none", cost: 0 });
    const citation = answer.citations.find((each) => each.quote.includes("176.4"));
    expect(citation).toMatchObject({ page: 5, source: join(folder.path, "report.pdf") });
    expect(citation?.sentenceIds.length).toBeGreaterThan(0);
    for (const box of citation?.boxes ?? []) expect(box).toMatchObject({ page: 5 });
    expect(citation?.boxes.length).toBeGreaterThan(0);
    expect(answer.warnings.join(" ")).toMatch(/no model/i);
    for (const claim of answer.claims) expect(answer.text.slice(claim.start, claim.end)).toBe(claim.text);
    expect(Object.keys(answer.plan).toSorted()).toEqual([
      "budget",
      "documents",
      "dropped",
      "strategy",
      "used",
    ]);
    expect(answer.plan.used).toBeLessThanOrEqual(answer.plan.budget);
    expect(answer.plan.documents).toMatchObject([{ source: join(folder.path, "report.pdf") }]);
  });

  test("for people, numbers lead from the text to quote, file and page, and on to show", async () => {
    await using folder = await folderWithReport();
    const result = await longdoc(["ask", QUESTION, "report.pdf"], { cwd: folder.path });
    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(/176\.4[^]*\[1\]/);
    expect(result.stdout).toMatch(/^\[1\] report\.pdf, page 5$/m);
    expect(result.stderr).toContain("show 1");
    const quiet = await longdoc(["ask", QUESTION, "--quiet"], { cwd: folder.path });
    expect(quiet).toMatchObject({ code: 0, stdout: result.stdout, stderr: "" });
  });

  test("what the documents do not say is exit code 3", async () => {
    await using folder = await folderWithReport();
    const question = "Which submarine cables cross the Skagerrak strait?";
    const result = await longdoc(["ask", question, "report.pdf", "--json"], { cwd: folder.path });
    expect(result.code).toBe(3);
    expect(json<AnswerJson>(result)).toMatchObject({ status: "not_found", citations: [] });
  });

  test("a budget is kept to, and what did not fit is listed", async () => {
    await using folder = await folderWithReport();
    const result = await longdoc(["ask", QUESTION, "report.pdf", "--budget", "900", "--json"], {
      cwd: folder.path,
    });
    const { plan } = json<AnswerJson>(result);
    expect(plan).toMatchObject({ budget: 900, strategy: "chunks" });
    expect(plan.used).toBeLessThanOrEqual(900);
    expect(plan.dropped.length).toBeGreaterThan(0);
  });

  test("a document in Japanese answers in Japanese", async () => {
    await using folder = await temporaryFolder();
    await folder.write("報告.pdf", makeJapanese());
    const result = await longdoc(["ask", "純利益は何円か", "報告.pdf", "--json"], {
      cwd: folder.path,
    });
    expect(result.code).toBe(0);
    expect(json<AnswerJson>(result).citations[0]?.quote).toContain("109億円");
  });
});

describe("show", () => {
  test("lights the cited words on their page, and nothing else", async () => {
    await using folder = await folderWithReport();
    const asked = await longdoc(["ask", QUESTION, "report.pdf", "--json"], { cwd: folder.path });
    const [citation] = json<AnswerJson>(asked).citations;
    const shown = await longdoc(["show", "1"], { cwd: folder.path });
    expect(shown).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`report-p${citation!.page}.png`),
    });

    const picture = await readPicture(join(folder.path, `report-p${citation!.page}.png`));
    const scale = picture.width / 612; // points of US Letter
    for (const { x, y, width, height } of citation!.boxes) {
      const [red, green, blue] = picture.mean(x * scale, y * scale, width * scale, height * scale);
      // Lit is coloured: the text itself is black, and dims all three alike.
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeGreaterThan(20);
    }
    const [, , margin] = picture.mean(0, 0, picture.width, 30 * scale);
    expect(margin).toBeGreaterThan(UNLIT);
  });

  test("takes a sentence's id, on a turned page too, and writes where it is told", async () => {
    await using folder = await temporaryFolder();
    await folder.write("turned.pdf", makeRotated());
    await longdoc(["ingest", "turned.pdf"], { cwd: folder.path });
    const found = await longdoc(["search", "turned 90 degrees", "--json"], { cwd: folder.path });
    const sentences = json<SearchJson>(found).results.flatMap((result) => result.sentences);
    const { id, boxes } = sentences.find((sentence) => sentence.text.includes(" 90 "))!;
    const shown = await longdoc(["show", id, "--output", "out.png", "--json"], { cwd: folder.path });
    expect(json(shown)).toMatchObject({ files: [{ path: join(folder.path, "out.png"), page: 2, boxes }] });
    const picture = await readPicture(join(folder.path, "out.png"));
    expect(picture.width).toBeGreaterThan(picture.height);
    const scale = picture.width / 792;
    const [box] = boxes;
    const lit = picture.mean(box!.x * scale, box!.y * scale, box!.width * scale, box!.height * scale);
    expect(Math.max(...lit) - Math.min(...lit)).toBeGreaterThan(20);
  });

  test("refuses to draw on a file that has changed, or is gone, and on what was not asked", async () => {
    await using folder = await folderWithReport();
    const without = await longdoc(["show", "1", "--json"], { cwd: folder.path });
    expect(without.code).toBe(1);
    expect(json<{ error: ErrorJson }>(without).error.code).toBe("library.no-answer");
    await longdoc(["ask", QUESTION, "report.pdf"], { cwd: folder.path });
    expect(await longdoc(["show", "99"], { cwd: folder.path })).toMatchObject({ code: 2 });
    await folder.write("report.pdf", "changed");
    const changed = await longdoc(["show", "1", "--json"], { cwd: folder.path });
    expect(changed.code).toBe(1);
    expect(json<{ error: ErrorJson }>(changed).error.code).toBe("file.changed");
    expect((await readdir(folder.path)).filter((name) => name.endsWith(".png"))).toEqual([]);
  });

  test("an answer goes with the document that it quotes", async () => {
    await using folder = await folderWithReport();
    await longdoc(["ask", QUESTION, "report.pdf"], { cwd: folder.path });
    await longdoc(["delete", "report.pdf"], { cwd: folder.path });
    const shown = await longdoc(["show", "1", "--json"], { cwd: folder.path });
    expect(json<{ error: ErrorJson }>(shown).error.code).toBe("library.no-answer");
  });
});

describe("inspect", () => {
  test("prints the document with exact offsets, and touches no library", async () => {
    await using folder = await folderWithReport();
    const result = await longdoc(["inspect", "report.pdf", "--json"], { cwd: folder.path });
    expect(result.code).toBe(0);
    const document = json<Document>(result);
    expect(document).toMatchObject({ mediaType: "application/pdf", language: "en" });
    expect(document.pages).toHaveLength(7);
    const sentences = document.blocks.flatMap((block) => block.sentences);
    expect(sentences.length).toBeGreaterThan(60);
    for (const { text, start, end } of sentences) expect(document.text.slice(start, end)).toBe(text);
    expect(await readdir(folder.path)).toEqual(["report.pdf"]);
  });

  test("prints Markdown, and draws each page as it is understood", async () => {
    await using folder = await folderWithReport();
    const arguments_ = ["inspect", "report.pdf", "--markdown", "--overlay", "pages"];
    const { code, stdout } = await longdoc(arguments_, { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!-- page 1 -->\n/);
    expect(stdout).toMatch(/\n\| Inventories \| .*176\.4/);
    const pictures = await readdir(join(folder.path, "pages"));
    expect(pictures).toContain("report-p5.png");
  });

  test("for people, shows the outline with pages", async () => {
    await using folder = await folderWithReport();
    const { stdout } = await longdoc(["inspect", "report.pdf"], { cwd: folder.path });
    expect(stdout).toContain("7 pages");
    expect(stdout).toMatch(/Risk factors {2}· page 6/);
    expect(stdout).toMatch(/Gross margin {2}· page 4/);
  });
});

describe("search", () => {
  test("gives passages with their sentences, pages, headings and boxes", async () => {
    await using folder = await folderWithReport();
    await longdoc(["ingest", "report.pdf"], { cwd: folder.path });
    const result = await longdoc(["search", "patents on sample conditioning", "--top", "3", "--json"], {
      cwd: folder.path,
    });
    expect(result.code).toBe(0);
    const { results } = json<SearchJson>(result);
    expect(results.length).toBeLessThanOrEqual(3);
    expect(results[0]).toMatchObject({ source: join(folder.path, "report.pdf"), pages: [6] });
    expect(results[0]?.headingPath.join(" ")).toContain("Legal proceedings");
    const sentence = results[0]?.sentences.find((each) => each.text.includes("Corvane"));
    expect(sentence?.boxes[0]).toMatchObject({ page: 6, width: expect.any(Number) });
    const scores = results.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });
});
