import { LiteParse, type LiteParseConfig, type ParsedPage } from "@llamaindex/liteparse";

import { cellsOfRows, type FoundTable } from "./table-cells.ts";

/** Pages as liteparse reads them, without recognition unless asked for; none where it fails. */
export async function liteparsePages(
  file: string,
  config: Partial<LiteParseConfig> = {},
): Promise<readonly ParsedPage[]> {
  const parser = new LiteParse({
    ocrEnabled: false,
    outputFormat: "markdown",
    imageMode: "off",
    extractLinks: false,
    quiet: true,
    continueOnPageError: true,
    ...config,
  });
  try {
    return (await parser.parse(file)).pages;
  } catch {
    return [];
  }
}

/** Each page's Markdown, running heads and feet included: its plain text keeps columns side by side. */
export async function liteparsePageTexts(
  file: string,
  config: Partial<LiteParseConfig> = {},
): Promise<string[]> {
  return (await liteparsePages(file, { keepHeadersFooters: true, ...config })).map(
    ({ markdown }) => markdown,
  );
}

export async function liteparseTables(file: string): Promise<FoundTable[]> {
  const pages = await liteparsePages(file, { extractBlocks: true });
  return pages.flatMap(({ pageNum, blocks = [] }) =>
    blocks
      .filter(({ kind }) => kind === "table")
      .map(({ header = [], rows = [], bbox }) => ({
        page: pageNum,
        box: bbox,
        cells: cellsOfRows([header, ...rows].map((cells) => cells.map(({ text }) => text))),
      })),
  );
}
