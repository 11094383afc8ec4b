import { type Chunk, StoreError } from "@longdoc/core";

import { partsOf } from "../content.ts";
import type { ChunkStore } from "../store.ts";
import { type ChunkPayload, toChunk } from "./chunk-point.ts";
import { type DocumentRecord, toSummary } from "./document-record.ts";
import type { Condition, Points } from "./points.ts";
import type { Records } from "./records.ts";
import { chunksOf } from "./visible.ts";

const FIELDS = ["content", "ordinal"] as const;
/** Only a document that is replaced without a pause takes more than two. */
const MOST_ATTEMPTS = 30;

interface Parts {
  readonly chunks: Points;
  readonly records: Records;
}

/** Reads of one document: of the generation that its record names, again where it was replaced meanwhile. */
export function createReader({ chunks, records }: Parts): Pick<ChunkStore, "chunks" | "findSentence"> {
  async function read<Result>(
    documentId: string,
    work: (record: DocumentRecord) => Promise<{ readonly result: Result; readonly complete: boolean }>,
  ): Promise<Result | undefined> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const record = (await records.read([documentId])).get(documentId);
      if (!record) return undefined;
      const { result, complete } = await work(record);
      if (complete) return result;
      const after = (await records.read([documentId])).get(documentId);
      if (after?.generation === record.generation) throw incomplete(record);
    }
    throw new StoreError(
      "library.unavailable",
      `Document ${documentId} is replaced faster than it can be read.`,
      {
        input: documentId,
        recovery: "transient",
        hint: "Try again when it is indexed.",
      },
    );
  }

  async function readChunks(record: DocumentRecord, more: readonly Condition[] = []): Promise<Chunk[]> {
    const filter = chunksOf(record);
    const of = { documentId: record.document, version: record.version };
    const found: Chunk[] = [];
    const pages = chunks.scroll<Pick<ChunkPayload, "content" | "ordinal">>(
      { must: [filter, ...more] },
      FIELDS,
    );
    for await (const page of pages) found.push(...page.map(({ payload }) => toChunk(payload, of)));
    return found.sort((a, b) => a.ordinal - b.ordinal);
  }

  return {
    async chunks(documentId) {
      const found = await read(documentId, async (record) => {
        const result = await readChunks(record);
        return { result, complete: result.length === record.chunks };
      });
      return found ?? [];
    },

    async findSentence(sentenceId) {
      const { ordinal } = partsOf(sentenceId);
      const documentId = sentenceId.split("-")[0]!;
      return read(documentId, async (record) => {
        const around = await readChunks(record, [
          { key: "first_sentence", range: { lte: ordinal } },
          { key: "last_sentence", range: { gte: ordinal } },
        ]);
        const chunk = around.find(({ sentences }) => sentences.some(({ id }) => id === sentenceId));
        if (chunk) return { result: { chunk, document: toSummary(record) }, complete: true };
        // Not there, or gone while it was looked for.
        const after = (await records.read([documentId])).get(documentId);
        return { result: undefined, complete: after?.generation === record.generation };
      });
    },
  };
}

function incomplete({ source, chunks }: DocumentRecord): StoreError {
  return new StoreError("library.damaged", `"${source}" lacks some of its ${chunks} chunks in the library.`, {
    input: source,
    hint: "Delete it, and ingest it again.",
  });
}
