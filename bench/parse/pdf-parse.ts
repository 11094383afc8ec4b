import { readFile } from "node:fs/promises";

import { PDFParse } from "pdf-parse";

import { cellsOfRows, type FoundTable } from "./table-cells.ts";

async function withParser<T>(file: string, work: (parser: PDFParse) => Promise<T>): Promise<T | undefined> {
  const parser = new PDFParse({ data: await readFile(file), verbosity: 0 });
  try {
    return await work(parser);
  } catch {
    return undefined;
  } finally {
    await parser.destroy();
  }
}

/** Each page's `getText()`. */
export async function pdfParsePageTexts(file: string): Promise<string[]> {
  const result = await withParser(file, (parser) => parser.getText({ pageJoiner: "" }));
  return result?.pages.map(({ text }) => text) ?? [];
}

/** `getTable()`: texts only, without places. */
export async function pdfParseTables(file: string): Promise<FoundTable[]> {
  const result = await withParser(file, (parser) => parser.getTable());
  return (result?.pages ?? []).flatMap(({ num, tables }) =>
    tables.map((rows) => ({ page: num, cells: cellsOfRows(rows) })),
  );
}
