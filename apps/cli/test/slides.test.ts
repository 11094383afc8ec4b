import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { compoundFile, makeDeck, textShape } from "@longdoc/fixtures";

import { temporaryFolder } from "./support/folder.ts";
import { errorLines, json, longdoc } from "./support/longdoc.ts";
import type { AnswerJson, ErrorJson } from "./support/shapes.ts";

const AREA = { x: 60, y: 120, width: 500, height: 100 };
const DECK = makeDeck([
  { shapes: textShape(["Birds of the river"], { placeholder: '<p:ph type="title"/>' }) },
  {
    shapes: textShape(["The heron nests on the northern bank."], { area: AREA }),
    notes: "Mention the flood of 2021.",
  },
]);

describe("presentations on the command line", () => {
  test("are outlined, asked, and shown with the cited sentence lit", async () => {
    await using folder = await temporaryFolder();
    await folder.write("birds.pptx", DECK);
    const inspected = await longdoc(["inspect", "birds.pptx"], { cwd: folder.path });
    expect(inspected.code).toBe(0);
    expect(inspected.stdout).toContain("2 pages");
    expect(inspected.stdout).toMatch(/Birds of the river.*page 1[^]*Notes of slide 2.*page 2/);

    const asked = await longdoc(["ask", "Where does the heron nest?", "birds.pptx", "--json"], {
      cwd: folder.path,
    });
    expect(json<AnswerJson>(asked).citations[0]).toMatchObject({
      page: 2,
      quote: "The heron nests on the northern bank.",
    });
    const shown = await longdoc(["show", "1", "--output", "slide.png"], { cwd: folder.path });
    expect(shown.code).toBe(0);
    const png = await readFile(join(folder.path, "slide.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
  });

  test("that are protected by a password are one line", async () => {
    await using folder = await temporaryFolder();
    await folder.write("locked.pptx", compoundFile("EncryptedPackage"));
    const result = await longdoc(["inspect", "locked.pptx", "--json"], { cwd: folder.path });
    expect(result.code).toBe(1);
    expect(json<{ error: ErrorJson }>(result).error.code).toBe("slides.password-required");
    expect(errorLines(result)).toHaveLength(1);
  });
});
