import { type Chunk, chunkId, type Document } from "@longdoc/core";
import { partition } from "./partition.ts";
import { type Section, sectionsOf } from "./sections.ts";
import { type Unit, unitsOf } from "./units.ts";

export interface ChunkOptions {
  /**
   * Tokens (`countTokens`) that a chunk may have. Only what is not split exceeds it: a table up to twice as large,
   * a longer sentence, and the headings above either. Default 400.
   */
  readonly targetTokens?: number;
}

/** A few paragraphs: small enough to be about one thing, large enough to be understood alone. */
const DEFAULT_TARGET_TOKENS = 400;

/**
 * Cuts a document into runs of whole sentences. Every sentence is in exactly one chunk, in reading order, running
 * headers and footers apart: these are in none. A chunk lies in one section; headings with nothing under them go
 * with the section that follows.
 */
export function chunk(document: Document, options: ChunkOptions = {}): Chunk[] {
  const target = Math.max(1, options.targetTokens ?? DEFAULT_TARGET_TOKENS);
  const chunks: Chunk[] = [];
  for (const section of sectionsOf(document)) {
    for (const run of partition(unitsOf(section, target), target)) {
      chunks.push(toChunk(document, section, run, chunks.length));
    }
  }
  return chunks;
}

function toChunk(document: Document, section: Section, run: readonly Unit[], ordinal: number): Chunk {
  const sentences = run.flatMap((unit) => unit.sentences);
  return {
    id: chunkId({ documentId: document.id, ordinal, sentenceIds: sentences.map((sentence) => sentence.id) }),
    documentId: document.id,
    version: document.version,
    ordinal,
    sentences,
    headingPath: section.headingPath,
    tokens: run.reduce((sum, unit) => sum + unit.tokens, 0),
  };
}
