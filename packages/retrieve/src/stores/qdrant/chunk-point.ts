import type { Chunk, DocumentSummary } from "@longdoc/core";

import { termScore } from "../../search/bm25.ts";
import { chunkTerms } from "../../search/chunk-terms.ts";
import { packChunk, partsOf, unpackChunk } from "../content.ts";
import { pointId } from "./point-id.ts";
import type { Point } from "./points.ts";
import { SPARSE_VECTOR } from "./shape.ts";
import { dimensionOf, termNumber } from "./term-number.ts";

/**
 * Terms of a chunk for which the vectors' values are exact: about what chunks of prose have (112 to 175 on average in
 * the PDF files measured). The true average is known only when a search is made; see scoring.ts.
 */
export const NOMINAL_LENGTH = 160;

/** What a chunk's point holds beside its vector. */
export interface ChunkPayload {
  readonly tenant: string;
  readonly document: string;
  /** The write that the point belongs to; those of one generation become visible together. */
  readonly generation: string;
  readonly version: string;
  readonly source: string;
  readonly media_type: string;
  readonly ordinal: number;
  readonly first_page: number;
  readonly last_page: number;
  readonly first_sentence: number;
  readonly last_sentence: number;
  /** Terms in the chunk. */
  readonly length: number;
  /** Numbers of its different terms. */
  readonly terms: readonly number[];
  /** How often each of `terms` stands in it. */
  readonly frequencies: readonly number[];
  /** Headings and sentences, compressed, in Base64. */
  readonly content: string;
}

export interface ChunkPoint {
  readonly point: Point;
  /** Bytes that it takes in a request, about. */
  readonly bytes: number;
  /** Terms in the chunk. */
  readonly length: number;
}

export function toChunkPoint(
  chunk: Chunk,
  document: DocumentSummary,
  of: { readonly tenant: string; readonly generation: string },
): ChunkPoint {
  const counts = new Map<number, number>();
  const terms = chunkTerms(chunk, document);
  for (const term of terms) {
    const number = termNumber(term);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const pages = chunk.sentences.flatMap(({ page, boxes }) => [page, ...boxes.map((box) => box.page)]);
  const ordinals = chunk.sentences.map((sentence) => partsOf(sentence.id).ordinal);
  const payload: ChunkPayload = {
    ...of,
    document: document.id,
    version: document.version,
    source: document.source.toWellFormed(),
    media_type: document.mediaType,
    ordinal: chunk.ordinal,
    first_page: pages.length > 0 ? Math.min(...pages) : 0,
    last_page: Math.max(...pages, 0),
    first_sentence: ordinals.length > 0 ? Math.min(...ordinals) : -1,
    last_sentence: Math.max(...ordinals, -1),
    length: terms.length,
    terms: [...counts.keys()],
    frequencies: [...counts.values()],
    content: Buffer.from(packChunk(chunk)).toString("base64"),
  };
  return {
    point: {
      id: pointId("chunk", of.tenant, of.generation, chunk.id, String(chunk.ordinal)),
      vector: counts.size > 0 ? { [SPARSE_VECTOR]: toVector(counts, terms.length) } : {},
      payload: { ...payload },
    },
    bytes: BYTES_PER_POINT + payload.content.length + counts.size * BYTES_PER_TERM,
    length: terms.length,
  };
}

const BYTES_PER_POINT = 700;
/** A number of 15 digits, one of 10, a weight, a count, and commas. */
const BYTES_PER_TERM = 40;

function toVector(
  counts: ReadonlyMap<number, number>,
  length: number,
): { indices: number[]; values: number[] } {
  const values = new Map<number, number>();
  for (const [number, frequency] of counts) {
    const dimension = dimensionOf(number);
    const weight = termScore(1, frequency, length, NOMINAL_LENGTH);
    values.set(dimension, (values.get(dimension) ?? 0) + weight);
  }
  return {
    indices: [...values.keys()],
    // As many digits as 32-bit floats keep.
    values: Array.from(values.values(), (value) => Number(value.toPrecision(7))),
  };
}

export function toChunk(
  { content, ordinal }: Pick<ChunkPayload, "content" | "ordinal">,
  of: { readonly documentId: string; readonly version: string },
): Chunk {
  return unpackChunk(Buffer.from(content, "base64"), { ...of, ordinal });
}
