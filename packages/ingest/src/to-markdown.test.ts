import { expect, test } from "@jest/globals";
import { makeAnnualReport } from "@longdoc/fixtures";

import { renderOverlay } from "./draw/overlay.ts";
import { readDocument } from "./ingest.ts";
import { toMarkdown } from "./to-markdown.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

test("gives back the structure of a Markdown file", async () => {
  const bytes = encode(
    "# Harbour\n\n## Ships\n\nTwo came.\n\n- *Ada*\n- Bea\n\n| Ship | Tons |\n| --- | --- |\n| Ada | 12 |\n",
  );
  const markdown = toMarkdown(await readDocument({ name: "/harbour.md", bytes }));
  expect(markdown).toMatch(/^#+ Harbour\n\n#+ Ships\n\nTwo came\.\n\n- Ada\n\n- Bea\n\n\| Ship \| Tons \|\n/);
});

test("fences code behind more backticks than it holds", async () => {
  const bytes = encode("~~~~\na ``` b\n~~~~\n");
  expect(toMarkdown(await readDocument({ name: "/code.md", bytes }))).toBe("````\na ``` b\n````\n");
});

test("marks a report's pages, keeps its tables, leaves its running heads out; its pages can be drawn as understood", async () => {
  const source = { name: "/report.pdf", bytes: await makeAnnualReport() };
  const document = await readDocument(source);
  const markdown = toMarkdown(document);
  for (const page of document.pages) expect(markdown).toContain(`<!-- page ${page.number} -->`);
  const tables = document.blocks.filter((block) => block.kind === "table");
  expect(tables.length).toBeGreaterThan(0);
  for (const table of tables) expect(markdown).toContain(table.markdown);
  for (const header of document.blocks.filter((block) => block.kind === "header")) {
    expect(markdown).not.toContain(`\n\n${header.sentences[0]!.text}\n\n`);
  }

  const { png, width, height } = await renderOverlay(source, document, { page: 1, scale: 1 });
  expect([width, height]).toEqual([document.pages[0]!.width, document.pages[0]!.height].map(Math.round));
  expect(Buffer.from(png).subarray(1, 4).toString("latin1")).toBe("PNG");
});
