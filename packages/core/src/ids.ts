import { hash } from "node:crypto";

function digest(parts: readonly (string | number)[], length: number): string {
  // JSON keeps ("a", "bc") and ("ab", "c") apart.
  return hash("sha256", JSON.stringify(parts), "hex").slice(0, length);
}

/** Document id: 16 hex digits, the same for every version that comes from `source`. */
export function documentId(source: string): string {
  return digest(["document", source], 16);
}

/** Document version: SHA-256 of the bytes, 64 lower-case hex digits. */
export function documentVersion(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}

/**
 * Sentence id: `<document>-s<ordinal>-<check>`. The ordinal finds the sentence; the check, over version, offset
 * and text, makes an id of another version or another reading of the same bytes a different id.
 */
export function sentenceId(sentence: {
  readonly documentId: string;
  readonly version: string;
  /** Position among the document's sentences, from 0. */
  readonly ordinal: number;
  readonly start: number;
  readonly text: string;
}): string {
  const check = digest(["sentence", sentence.version, sentence.start, sentence.text], 8);
  // Joined, not added up: V8 keeps the parts of what is added up, which take three times as much memory.
  return [sentence.documentId, "-s", sentence.ordinal, "-", check].join("");
}

/** Chunk id: `<document>-c<ordinal>-<check>`, the check taken over the ids of its sentences. */
export function chunkId(chunk: {
  readonly documentId: string;
  /** Position among the document's chunks, from 0. */
  readonly ordinal: number;
  readonly sentenceIds: readonly string[];
}): string {
  return `${chunk.documentId}-c${chunk.ordinal}-${digest(["chunk", ...chunk.sentenceIds], 8)}`;
}

/** The document that a sentence or chunk id belongs to, or `undefined` when it is neither. */
export function documentIdOf(id: string): string | undefined {
  return /^([0-9a-f]{16})-[sc]\d+-[0-9a-f]{8}$/.exec(id)?.[1];
}
