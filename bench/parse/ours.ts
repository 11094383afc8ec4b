import type { Document } from "@longdoc/core";
import { readDocument } from "@longdoc/ingest";

// The public model holds a table as Markdown, without the cells that span: the layout has them.
import { readPdfPages } from "../../packages/ingest/src/pdf/sandboxed.ts";
import type { PageMessage } from "../../packages/ingest/src/pdf/messages.ts";
import { type FoundTable, type GridCell } from "./table-cells.ts";

const documents = new Map<string, Promise<Document | undefined>>();

/** The document, read once; nothing where it cannot be read. */
export function ourDocument(file: string): Promise<Document | undefined> {
  let document = documents.get(file);
  if (!document) {
    document = readDocument(file).catch(() => undefined);
    documents.set(file, document);
  }
  return document;
}

/** Frees what was kept of a file. */
export function forget(file: string): void {
  documents.delete(file);
}

export async function ourLayout(file: string): Promise<PageMessage[]> {
  const pages: PageMessage[] = [];
  try {
    for await (const message of readPdfPages({ source: file, path: file }, {})) {
      if (message.type === "page") pages.push(message);
    }
  } catch {
    // What was read until then counts.
  }
  return pages;
}

/** Tables with their spanning cells, as the layout has them. */
export async function ourTables(file: string): Promise<FoundTable[]> {
  const pages = await ourLayout(file);
  return pages.flatMap(({ number, blocks }) =>
    blocks.flatMap((block) => {
      if (block.type !== "table") return [];
      const cells = block.rows.flatMap((row, index) =>
        row.cells.map((cell): GridCell => ({
          row: index,
          // Not yet part of the layout's cells: rows that one covers.
          lastRow: index + ((cell as { rowSpan?: number }).rowSpan ?? 1) - 1,
          column: cell.column,
          lastColumn: cell.column + cell.span - 1,
          text: cell.text,
        })),
      );
      return [{ page: number, cells }];
    }),
  );
}

/** Each page's text as the layout reads it, heads and feet included: without the heads that row sentences repeat. */
export async function ourPageTexts(file: string): Promise<string[]> {
  const texts: string[] = [];
  for (const { number, headers, footers, blocks } of await ourLayout(file)) {
    const lines = blocks.flatMap((block) =>
      block.type === "table"
        ? block.rows.map((row) => row.cells.map((cell) => cell.text).join("\t"))
        : (block.type === "figure" ? block.labels : block.lines).map((line) => line.text),
    );
    texts[number - 1] = [
      ...headers.map((line) => line.text),
      ...lines,
      ...footers.map((line) => line.text),
    ].join("\n");
  }
  return Array.from(texts, (text) => text ?? "");
}

/** Each page's sentences, one a line. */
export async function ourPageSentences(file: string): Promise<string[]> {
  const document = await ourDocument(file);
  const texts = (document?.pages ?? []).map(() => "");
  for (const { text, page } of document?.blocks.flatMap((block) => block.sentences) ?? []) {
    texts[page - 1] += `${text}\n`;
  }
  return texts;
}
