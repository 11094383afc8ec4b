import { createHash } from "node:crypto";

import type { Chunk, DocumentSummary } from "@longdoc/core";

import type { RemovedDocument, StoredDocument } from "../store.ts";
import { pointId } from "./point-id.ts";
import type { Point } from "./points.ts";

/** A document as its point holds it. `generation` says which of its chunks are visible: changing it is the switch. */
export interface DocumentRecord {
  readonly kind: "document";
  readonly tenant: string;
  readonly document: string;
  readonly generation: string;
  /** Digest of all that was written: writing the same again changes no chunk. */
  readonly content: string;
  readonly version: string;
  readonly source: string;
  readonly media_type: string;
  readonly language: string;
  readonly chunks: number;
  readonly sentences: number;
  readonly tokens: number;
  /** Terms in all its chunks. */
  readonly terms: number;
  readonly bytes: number;
  readonly indexed_at: string;
  /** The DocumentSummary, as JSON. */
  readonly summary: string;
}

export const RECORD_FIELDS = [
  "tenant",
  "document",
  "generation",
  "content",
  "version",
  "source",
  "media_type",
  "chunks",
  "sentences",
  "tokens",
  "indexed_at",
  "summary",
] as const;

export function recordId(tenant: string, documentId: string): string {
  return pointId("document", tenant, documentId);
}

export function toRecordPoint(record: DocumentRecord): Point {
  return { id: recordId(record.tenant, record.document), vector: {}, payload: { ...record } };
}

export function contentDigest(document: DocumentSummary, chunks: readonly Chunk[]): string {
  const hash = createHash("sha256").update(JSON.stringify(document));
  for (const chunk of chunks) hash.update(JSON.stringify(chunk));
  return hash.digest("hex");
}

export function toSummary({ summary }: Pick<DocumentRecord, "summary">): DocumentSummary {
  return JSON.parse(summary) as DocumentSummary;
}

export function toStoredDocument(record: DocumentRecord): StoredDocument {
  const { chunks, sentences, tokens, indexed_at } = record;
  return { ...toSummary(record), chunks, sentences, tokens, indexedAt: indexed_at };
}

export function toRemoved({ document, source, version, chunks, sentences }: DocumentRecord): RemovedDocument {
  return { id: document, source, version, chunks, sentences };
}
