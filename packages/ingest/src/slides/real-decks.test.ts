import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "@jest/globals";
import { IngestError } from "@longdoc/core";

import { ingest } from "../ingest.ts";
import { findOffice } from "../libreoffice/find-office.ts";

const FOLDER = fileURLToPath(new URL("../../../../../shared/data/slides", import.meta.url));
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /\.pptx?$/.test(name)) : [];

/** Templates without a slide. */
const EMPTY = /^(?:lyt-shapes|minimal|mst-\w[\w-]*|no-slides|prs-properties|prs-slide-masters)\.pptx$/;

describe("real presentations", () => {
  const given = files.length > 0 ? test : test.skip;

  given("each is read, with every box on its slide, or fails for the right reason", async () => {
    for (const name of files) {
      const result = await ingest(join(FOLDER, name)).catch((thrown: unknown) => thrown as IngestError);
      if (result instanceof Error) {
        const needed = name.endsWith(".ppt") && findOffice() === undefined;
        expect([name, result.code]).toEqual([name, needed ? "file.needs-libreoffice" : "slides.no-slides"]);
        expect(needed || EMPTY.test(name)).toBe(true);
        continue;
      }
      const { document } = result;
      expect(document.quality.failedPages).toEqual([]);
      for (const { text, start, end, boxes, page } of document.blocks.flatMap((block) => block.sentences)) {
        expect(document.text.slice(start, end)).toBe(text);
        const { width, height } = document.pages[page - 1]!;
        for (const box of boxes) {
          expect(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0).toBe(true);
          expect(box.x + box.width <= width + 0.01 && box.y + box.height <= height + 0.01).toBe(true);
        }
      }
    }
  });
});
