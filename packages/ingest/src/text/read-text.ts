import { basename, extname } from "node:path";

import { type Block, type Document, documentId, documentVersion, IngestError } from "@longdoc/core";

import { detectLanguage } from "../language/detect.ts";
import { createLedger, type Ledger } from "../ledger/ledger.ts";
import type { TextContent } from "./blocks.ts";
import { decodeText } from "./decode.ts";
import { layoutText, type PlacedBlock, type TextLayout } from "./grid.ts";
import { readMarkdown } from "./markdown.ts";
import { readPlain } from "./plain.ts";
import { screenMarkdown } from "./screen-markdown.ts";

export type TextMediaType = "text/plain" | "text/markdown";

export interface ReadTextOptions {
  /** Where the bytes came from: a path, or the caller's own name. */
  readonly source: string;
  readonly mediaType: TextMediaType;
  readonly signal?: AbortSignal;
}

/** A first line longer than this is no title. */
const MAX_TITLE = 120;

/**
 * Reads plain text or Markdown as a document of one page, laid out on the grid of `layoutText`.
 *
 * @throws IngestError `file.empty`, `text.binary`, `file.cancelled`
 */
export async function readText(bytes: Uint8Array, options: ReadTextOptions): Promise<Document> {
  const { source, mediaType } = options;
  const id = documentId(source);
  const version = documentVersion(bytes);
  const { text, warning } = decodeText(bytes, source);
  const language = await detectLanguage(text);
  throwIfCancelled(options);
  const content = contentOf(text, mediaType, language);
  const layout = layoutText(content.blocks);
  throwIfCancelled(options);
  const ledger = createLedger({ documentId: id, version });
  const blocks = layout.blocks.map((placed) => enter(ledger, placed));
  const canonical = ledger.text();
  const warnings = [...(warning === undefined ? [] : [warning]), ...(content.warnings ?? [])];
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
 * A text file's page, for drawing it; `readText`'s boxes lie on its lines' words.
 *
 * @throws IngestError `file.empty`, `text.binary`
 */
export function textGrid(bytes: Uint8Array, mediaType: TextMediaType): TextLayout {
  // Where sentences end does not move a line, so the language does not matter here.
  return layoutText(contentOf(decodeText(bytes, mediaType).text, mediaType, "und").blocks);
}

function contentOf(text: string, mediaType: TextMediaType, language: string): TextContent {
  if (mediaType === "text/plain") return readPlain(text, language);
  const screened = screenMarkdown(text);
  if (screened !== undefined) return readMarkdown(screened, language);
  const warning = "Lines too long or nested too deep for Markdown; it was read as plain text.";
  return { ...readPlain(text, language), warnings: [warning] };
}

function enter(ledger: Ledger, { block, box, boxesOf }: PlacedBlock): Block {
  return ledger.add({
    kind: block.kind,
    ...(block.level !== undefined && { level: block.level }),
    page: 1,
    box,
    ...(block.markdown !== undefined && { markdown: block.markdown }),
    sentences: block.sentences.map((span) => ({
      text: block.text.slice(span.start, span.end),
      page: 1,
      boxes: boxesOf(span),
      origin: { type: "text" },
    })),
  });
}

function titleOf(title: string | undefined, source: string): string {
  const written = title?.replace(/\s+/g, " ").trim();
  if (written !== undefined && written !== "" && written.length <= MAX_TITLE) return written;
  return basename(source, extname(source)) || source;
}

function throwIfCancelled(options: ReadTextOptions): void {
  if (options.signal?.aborted) {
    throw new IngestError("file.cancelled", `Reading "${options.source}" was cancelled.`, {
      input: options.source,
    });
  }
}
