import { statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";

import type { Chunk, DocumentSummary } from "@longdoc/core";

import { analyzeQuery } from "../../analyze/analyze.ts";
import { idf, termScore, withoutCommonTerms } from "../../search/bm25.ts";
import { chunkTerms } from "../../search/chunk-terms.ts";
import { sourceMatcher } from "../source-matcher.ts";
import type {
  FailedSource,
  Filter,
  RemovedDocument,
  ReplaceReceipt,
  ScoredChunk,
  SearchQuery,
  StoredDocument,
  StoreStatistics,
} from "../store.ts";
import { packChunk, partsOf, unpackChunk } from "../content.ts";
import { createStatementCache, inTransaction } from "./database.ts";
import { LIBRARY_FILE } from "./schema.ts";

interface DocumentRow {
  readonly rowid: number;
  readonly id: string;
  readonly version: string;
  readonly source: string;
  readonly media_type: string;
  readonly summary: string;
  readonly chunks: number;
  readonly sentences: number;
  readonly tokens: number;
  readonly indexed_at: string;
}

interface ChunkRow {
  readonly rowid: number;
  readonly document: number;
  readonly ordinal: number;
  readonly content: Uint8Array;
}

/** A library's operations on its open database; every one is a single transaction. Blocks: runs in the worker thread. */
export interface Library {
  replace(document: DocumentSummary, chunks: readonly Chunk[]): ReplaceReceipt;
  recordFailure(failure: FailedSource): void;
  remove(filter: Filter): RemovedDocument[];
  documents(filter?: Filter): StoredDocument[];
  failures(filter?: Filter): FailedSource[];
  chunks(documentId: string): Chunk[];
  findSentence(sentenceId: string): Omit<ScoredChunk, "score"> | undefined;
  search(query: SearchQuery): ScoredChunk[];
  statistics(): StoreStatistics;
}

export function createLibrary(database: DatabaseSync, folder: string): Library {
  const sql = createStatementCache(database);
  const all = <Row>(text: string, ...values: SQLInputValue[]): Row[] => sql(text).all(...values) as Row[];
  const get = <Row>(text: string, ...values: SQLInputValue[]): Row | undefined =>
    sql(text).get(...values) as Row | undefined;
  const change = (text: string, ...values: SQLInputValue[]): number =>
    Number(sql(text).run(...values).lastInsertRowid);

  function rowsOf(filter: Filter): DocumentRow[] {
    const where: string[] = [];
    const values: SQLInputValue[] = [];
    if (filter.documentIds) {
      where.push("id IN (SELECT value FROM json_each(?))");
      values.push(JSON.stringify(filter.documentIds));
    }
    if (filter.mediaTypes) {
      where.push("media_type IN (SELECT value FROM json_each(?))");
      values.push(JSON.stringify(filter.mediaTypes));
    }
    const clause = where.length > 0 ? `WHERE ${where.join(" AND ")}` : "";
    const rows = all<DocumentRow>(`SELECT * FROM documents ${clause} ORDER BY source, id`, ...values);
    const matches = sourceMatcher(filter);
    return matches ? rows.filter((row) => matches(row.source)) : rows;
  }

  function removeChunks(document: DocumentRow): void {
    const terms = get<{ sum: number | null }>(
      "SELECT sum(terms) AS sum FROM chunks WHERE document = ?",
      document.rowid,
    )!;
    change("DELETE FROM terms WHERE rowid IN (SELECT rowid FROM chunks WHERE document = ?)", document.rowid);
    change("DELETE FROM chunks WHERE document = ?", document.rowid);
    change("DELETE FROM documents WHERE rowid = ?", document.rowid);
    addToTotals(-document.chunks, -(terms.sum ?? 0), -document.sentences);
  }

  function addToTotals(chunks: number, terms: number, sentences: number): void {
    change(
      "UPDATE totals SET chunks = chunks + ?, terms = terms + ?, sentences = sentences + ?",
      chunks,
      terms,
      sentences,
    );
  }

  function insertChunk(document: DocumentSummary, rowid: number, chunk: Chunk): number {
    const terms = chunkTerms(chunk, document);
    const pages = chunk.sentences.flatMap((sentence) => [
      sentence.page,
      ...sentence.boxes.map((box) => box.page),
    ]);
    const ordinals = chunk.sentences.map((sentence) => partsOf(sentence.id).ordinal);
    const inserted = change(
      "INSERT INTO chunks (document, ordinal, first_page, last_page, first_sentence, last_sentence, terms, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      rowid,
      chunk.ordinal,
      Math.min(...pages, Infinity) === Infinity ? 0 : Math.min(...pages),
      Math.max(...pages, 0),
      ordinals.length > 0 ? Math.min(...ordinals) : -1,
      ordinals.length > 0 ? Math.max(...ordinals) : -1,
      terms.length,
      packChunk(chunk),
    );
    change("INSERT INTO terms (rowid, text) VALUES (?, ?)", inserted, terms.join(" "));
    return terms.length;
  }

  function readChunk(row: ChunkRow, document: Pick<DocumentRow, "id" | "version">): Chunk {
    return unpackChunk(row.content, {
      documentId: document.id,
      version: document.version,
      ordinal: row.ordinal,
    });
  }

  /** Each term's chunks with their scores added up; ties are left to the caller. */
  function scoreChunks(query: SearchQuery): Map<number, number> {
    const totals = get<{ chunks: number; terms: number }>("SELECT chunks, terms FROM totals")!;
    if (totals.chunks === 0) return new Map();
    const languages = all<{ language: string }>("SELECT DISTINCT language FROM documents ORDER BY language");
    const words = analyzeQuery(
      query.text,
      languages.map(({ language }) => language),
    );
    const counted = words
      .map((variants) => ({ variants, count: countOf(variants) }))
      .filter(({ count }) => count > 0);
    const scores = new Map<number, number>();
    const allowed = allowedChunks(query.filter);
    for (const { variants } of withoutCommonTerms(counted, totals.chunks)) {
      const places = placesOf(variants);
      const weight = idf(totals.chunks, places.length);
      for (const { chunk, frequency, length, document, first_page, last_page } of places) {
        if (allowed && !allowed({ document, first_page, last_page })) continue;
        const score = termScore(weight, frequency, length, totals.terms / totals.chunks);
        scores.set(chunk, (scores.get(chunk) ?? 0) + score);
      }
    }
    return scores;
  }

  function countOf(variants: readonly string[]): number {
    return variants.reduce(
      (sum, term) =>
        sum + (get<{ doc: number }>("SELECT doc FROM term_counts WHERE term = ?", term)?.doc ?? 0),
      0,
    );
  }

  /** Where a word stands, in any of its variants. Joined with `chunks`, so that what was removed is never counted. */
  function placesOf(variants: readonly string[]): Place[] {
    const read = (term: string): Place[] =>
      all<Place>(
        `SELECT chunks.rowid AS chunk, places.frequency, chunks.terms AS length, chunks.document, first_page, last_page
         FROM (SELECT doc, count(*) AS frequency FROM term_places WHERE term = ? GROUP BY doc) AS places
         JOIN chunks ON chunks.rowid = places.doc`,
        term,
      );
    if (variants.length === 1) return read(variants[0]!);
    const byChunk = new Map<number, Place>();
    for (const place of variants.flatMap(read)) {
      const known = byChunk.get(place.chunk);
      byChunk.set(place.chunk, known ? { ...known, frequency: known.frequency + place.frequency } : place);
    }
    return [...byChunk.values()];
  }

  function allowedChunks(filter: Filter | undefined): ((place: PlaceOnPages) => boolean) | undefined {
    if (!filter) return undefined;
    const { pages, ...ofDocuments } = filter;
    const documents =
      ofDocuments.documentIds || ofDocuments.mediaTypes || ofDocuments.source !== undefined
        ? new Set(rowsOf(ofDocuments).map((row) => row.rowid))
        : undefined;
    return (place) =>
      (!documents || documents.has(place.document)) &&
      (!pages || (place.first_page <= pages.to && place.last_page >= pages.from));
  }

  return {
    replace: (document, chunks) =>
      inTransaction(database, "IMMEDIATE", () => {
        const old = get<DocumentRow>("SELECT * FROM documents WHERE id = ?", document.id);
        if (old) removeChunks(old);
        const sentences = chunks.reduce((sum, chunk) => sum + chunk.sentences.length, 0);
        const rowid = change(
          "INSERT INTO documents (id, version, source, media_type, language, summary, chunks, sentences, tokens, indexed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          document.id,
          document.version,
          document.source,
          document.mediaType,
          document.language,
          JSON.stringify(document),
          chunks.length,
          sentences,
          chunks.reduce((sum, chunk) => sum + chunk.tokens, 0),
          new Date().toISOString(),
        );
        let terms = 0;
        for (const chunk of chunks) terms += insertChunk(document, rowid, chunk);
        addToTotals(chunks.length, terms, sentences);
        change("DELETE FROM failures WHERE source = ?", document.source);
        return {
          documentId: document.id,
          version: document.version,
          ...(old ? { replaced: old.version } : {}),
          chunks: chunks.length,
          sentences,
        };
      }),

    recordFailure: ({ source, documentId, version, code, reason, failedAt }) => {
      change(
        "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?)",
        source,
        documentId,
        version ?? null,
        code,
        reason,
        failedAt,
      );
    },

    remove: (filter) =>
      inTransaction(database, "IMMEDIATE", () => {
        const rows = rowsOf(filter);
        for (const row of rows) removeChunks(row);
        for (const failure of failuresOf(filter))
          change("DELETE FROM failures WHERE source = ?", failure.source);
        return rows.map(({ id, source, version, chunks, sentences }) => ({
          id,
          source,
          version,
          chunks,
          sentences,
        }));
      }),

    documents: (filter = {}) => rowsOf(filter).map(toStored),

    failures: (filter = {}) => failuresOf(filter),

    chunks: (documentId) =>
      inTransaction(database, "DEFERRED", () => {
        const document = get<DocumentRow>("SELECT * FROM documents WHERE id = ?", documentId);
        if (!document) return [];
        const rows = all<ChunkRow>(
          "SELECT * FROM chunks WHERE document = ? ORDER BY ordinal",
          document.rowid,
        );
        return rows.map((row) => readChunk(row, document));
      }),

    findSentence: (sentenceId) =>
      inTransaction(database, "DEFERRED", () => {
        const document = get<DocumentRow>("SELECT * FROM documents WHERE id = ?", sentenceId.split("-")[0]!);
        if (!document) return undefined;
        const { ordinal } = partsOf(sentenceId);
        const rows = all<ChunkRow>(
          "SELECT * FROM chunks WHERE document = ? AND first_sentence <= ? AND last_sentence >= ?",
          document.rowid,
          ordinal,
          ordinal,
        );
        for (const row of rows) {
          const chunk = readChunk(row, document);
          if (chunk.sentences.some((sentence) => sentence.id === sentenceId))
            return { chunk, document: toSummary(document) };
        }
        return undefined;
      }),

    search: (query) =>
      inTransaction(database, "DEFERRED", () => {
        const documents = new Map<number, DocumentRow>();
        const documentOf = (rowid: number): DocumentRow => {
          let row = documents.get(rowid);
          if (!row) {
            row = get<DocumentRow>("SELECT * FROM documents WHERE rowid = ?", rowid)!;
            documents.set(rowid, row);
          }
          return row;
        };
        const best = bestOf(scoreChunks(query), query.topK).map(([rowid, score]) => {
          const row = get<ChunkRow>("SELECT * FROM chunks WHERE rowid = ?", rowid)!;
          return { row, document: documentOf(row.document), score };
        });
        best.sort(
          (a, b) =>
            b.score - a.score || compare(a.document.id, b.document.id) || a.row.ordinal - b.row.ordinal,
        );
        return best.slice(0, query.topK).map(({ row, document, score }) => ({
          chunk: readChunk(row, document),
          document: toSummary(document),
          score,
        }));
      }),

    statistics: () =>
      inTransaction(database, "DEFERRED", () => {
        const { documents } = get<{ documents: number }>("SELECT count(*) AS documents FROM documents")!;
        const totals = get<{ chunks: number; sentences: number }>("SELECT chunks, sentences FROM totals")!;
        return {
          documents,
          chunks: totals.chunks,
          sentences: totals.sentences,
          bytes: statSync(join(folder, LIBRARY_FILE)).size,
        };
      }),
  };

  function failuresOf(filter: Filter): FailedSource[] {
    const matches = sourceMatcher(filter);
    return all<{
      source: string;
      document_id: string;
      version: string | null;
      code: string;
      reason: string;
      failed_at: string;
    }>("SELECT * FROM failures ORDER BY source")
      .filter(
        (row) =>
          (!filter.documentIds || filter.documentIds.includes(row.document_id)) &&
          (!matches || matches(row.source)),
      )
      .map((row) => ({
        source: row.source,
        documentId: row.document_id,
        ...(row.version === null ? {} : { version: row.version }),
        code: row.code,
        reason: row.reason,
        failedAt: row.failed_at,
      }));
  }
}

interface PlaceOnPages {
  readonly document: number;
  readonly first_page: number;
  readonly last_page: number;
}

interface Place extends PlaceOnPages {
  readonly chunk: number;
  readonly frequency: number;
  /** Terms in the chunk. */
  readonly length: number;
}

/** The `topK` highest scores, and all that equal the last of them: which of those stay is decided by their ids. */
function bestOf(scores: ReadonlyMap<number, number>, topK: number): [number, number][] {
  if (scores.size <= topK) return [...scores];
  const sorted = Float64Array.from(scores.values()).sort();
  const least = sorted[sorted.length - topK]!;
  return [...scores].filter(([, score]) => score >= least);
}

function toSummary(row: DocumentRow): DocumentSummary {
  return JSON.parse(row.summary) as DocumentSummary;
}

function toStored(row: DocumentRow): StoredDocument {
  return {
    ...toSummary(row),
    chunks: row.chunks,
    sentences: row.sentences,
    tokens: row.tokens,
    indexedAt: row.indexed_at,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
