import { deflateRawSync, inflateRawSync } from "node:zlib";

import { type Box, type Chunk, documentIdOf, type Origin, type Sentence } from "@longdoc/core";

/** A sentence without what its chunk and its document already say. */
type PackedSentence = readonly [
  ordinal: number,
  check: string,
  text: string,
  page: number,
  start: number,
  boxes: readonly (readonly [page: number, x: number, y: number, width: number, height: number])[],
  origin: Origin | 0,
];

interface PackedChunk {
  readonly id: string;
  readonly headingPath: readonly string[];
  readonly tokens: number;
  readonly context?: string;
  readonly sentences: readonly PackedSentence[];
}

/** A chunk as stored: a third of its JSON's size. */
export function packChunk(chunk: Chunk): Uint8Array {
  const packed: PackedChunk = {
    id: chunk.id,
    headingPath: chunk.headingPath,
    tokens: chunk.tokens,
    ...(chunk.context === undefined ? {} : { context: chunk.context }),
    sentences: chunk.sentences.map(packSentence),
  };
  return deflateRawSync(JSON.stringify(packed), { level: 1 });
}

export function unpackChunk(
  content: Uint8Array,
  of: { readonly documentId: string; readonly version: string; readonly ordinal: number },
): Chunk {
  const packed = JSON.parse(inflateRawSync(content).toString("utf8")) as PackedChunk;
  return {
    id: packed.id,
    ...of,
    headingPath: packed.headingPath,
    tokens: packed.tokens,
    ...(packed.context === undefined ? {} : { context: packed.context }),
    sentences: packed.sentences.map((sentence) => unpackSentence(sentence, of.documentId)),
  };
}

function packSentence({ id, text, page, start, boxes, origin }: Sentence): PackedSentence {
  const { ordinal, check } = partsOf(id);
  const places = boxes.map((box) => [box.page, box.x, box.y, box.width, box.height] as const);
  return [ordinal, check, text, page, start, places, origin.type === "text" ? 0 : origin];
}

function unpackSentence(
  [ordinal, check, text, page, start, boxes, origin]: PackedSentence,
  documentId: string,
): Sentence {
  return {
    id: ordinal < 0 ? check : `${documentId}-s${ordinal}-${check}`,
    text,
    page,
    boxes: boxes.map(([on, x, y, width, height]): Box => ({ page: on, x, y, width, height })),
    start,
    end: start + text.length,
    origin: origin === 0 ? { type: "text" } : origin,
  };
}

/** Ordinal and check of a sentence id; an id that is not of our making is kept whole, with ordinal -1. */
export function partsOf(id: string): { readonly ordinal: number; readonly check: string } {
  if (documentIdOf(id) === undefined) return { ordinal: -1, check: id };
  const [, ordinal = "", check = ""] = /-s(\d+)-([0-9a-f]+)$/.exec(id) ?? [];
  return ordinal === "" ? { ordinal: -1, check: id } : { ordinal: Number(ordinal), check };
}
