import { basename, extname } from "node:path";

import { type Block, type Document, documentId, documentVersion, IngestError } from "@longdoc/core";

import { detectLanguage } from "../language/detect.ts";
import { createLedger, type Ledger } from "../ledger/ledger.ts";
import { spansOf } from "./blocks.ts";
import { layoutText, type PlacedBlock, type TextLayout } from "./grid.ts";
import { readContent, type TextInput } from "./read-content.ts";

export interface ReadTextOptions {
  readonly signal?: AbortSignal;
}

/** A first line longer than this is no title. */
const MAX_TITLE = 120;

/**
 * Reads a document without pages of its own as one of one page, laid out on the grid of `layoutText`.
 *
 * @throws IngestError `file.cancelled`, and as `readContent`
 */
export async function readText(input: TextInput, { signal }: ReadTextOptions = {}): Promise<Document> {
  const { bytes, source, mediaType } = input;
  const id = documentId(source);
  const version = input.version ?? documentVersion(bytes);
  const content = await readContent(input);
  throwIfCancelled(source, signal);
  const language =
    content.language ?? (await detectLanguage(content.blocks.map(({ text }) => text).join("\n")));
  const layout = layoutText(content.blocks);
  throwIfCancelled(source, signal);
  const ledger = createLedger({ documentId: id, version });
  const blocks = layout.blocks.map((placed) => enter(ledger, placed, language));
  const canonical = ledger.takeText();
  const warnings = [...(content.warnings ?? [])];
  if (canonical === "") warnings.push("The file has no text besides its markup.");
  return {
    id,
    version,
    title: titleOf(content.title, source),
    source,
    mediaType,
    language,
    text: canonical,
    pages: [
      {
        number: 1,
        width: layout.width,
        height: layout.height,
        quality: { characters: canonical.length, boxes: "exact" },
      },
    ],
    blocks,
    quality: { pagesRead: 1, failedPages: [], warnings },
  };
}

/**
 * A document's page, for drawing it; `readText`'s boxes lie on its lines' words.
 *
 * @throws IngestError as `readContent`
 */
export async function textGrid(input: TextInput): Promise<TextGrid> {
  const { lines, width, height } = layoutText((await readContent(input)).blocks);
  return { lines, width, height };
}

export type TextGrid = Pick<TextLayout, "lines" | "width" | "height">;

function enter(ledger: Ledger, { block, box, boxesOf }: PlacedBlock, language: string): Block {
  return ledger.add({
    kind: block.kind,
    ...(block.level !== undefined && { level: block.level }),
    page: 1,
    box,
    ...(block.markdown !== undefined && { markdown: block.markdown }),
    sentences: spansOf(block, language).map((span) => ({
      text: block.text.slice(span.start, span.end),
      page: 1,
      boxes: boxesOf(span),
      origin: block.origin ?? { type: "text" },
    })),
  });
}

function titleOf(title: string | undefined, source: string): string {
  const written = title?.replace(/\s+/g, " ").trim();
  if (written !== undefined && written !== "" && written.length <= MAX_TITLE) return written;
  return basename(source, extname(source)) || source;
}

function throwIfCancelled(source: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new IngestError("file.cancelled", `Reading "${source}" was cancelled.`, { input: source });
  }
}
