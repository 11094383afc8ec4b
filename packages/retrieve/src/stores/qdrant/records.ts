import { sourceMatcher } from "../source-matcher.ts";
import type { FailedSource, Filter, StoreStatistics } from "../store.ts";
import { type DocumentRecord, RECORD_FIELDS, recordId, toRecordPoint } from "./document-record.ts";
import type { Settings } from "./options.ts";
import { pointId } from "./point-id.ts";
import { type Condition, is, isAnyOf, type PointFilter, type Points } from "./points.ts";

/** What the weights of terms rest on, over the documents that are visible now. */
export interface CorpusTotals {
  readonly chunks: number;
  /** Terms in all chunks. */
  readonly terms: number;
  readonly languages: readonly string[];
}

interface Cancellable {
  readonly signal?: AbortSignal | undefined;
}

/** A tenant's documents and failures: the points of the second collection, locks apart. */
export interface Records {
  read(documentIds: readonly string[], options?: Cancellable): Promise<Map<string, DocumentRecord>>;
  /** Documents that match, ordered by source; pages are not looked at. */
  list(filter: Filter, options?: Cancellable): Promise<DocumentRecord[]>;
  /** Makes the record what is visible, unless another write than `replaced` became visible meanwhile: then `false`. */
  put(record: DocumentRecord, replaced: string | undefined): Promise<boolean>;
  remove(documentIds: readonly string[]): Promise<void>;
  totals(options?: Cancellable): Promise<CorpusTotals>;
  statistics(): Promise<StoreStatistics>;
  putFailure(failure: FailedSource): Promise<void>;
  failures(filter: Filter): Promise<FailedSource[]>;
  removeFailures(sources: readonly string[]): Promise<void>;
}

export function createRecords(points: Points, { tenant }: Settings): Records {
  const all = (kind: "document" | "failure", more: readonly Condition[] = []): PointFilter => ({
    must: [is("tenant", tenant), is("kind", kind), ...more],
  });

  async function read(documentIds: readonly string[], options?: Cancellable) {
    const ids = [...new Set(documentIds)].map((id) => recordId(tenant, id));
    const found = await points.read<DocumentRecord>(ids, RECORD_FIELDS, options);
    return new Map(found.map(({ payload }) => [payload.document, payload]));
  }

  async function list(filter: Filter, options?: Cancellable): Promise<DocumentRecord[]> {
    const conditions: Condition[] = [];
    if (filter.documentIds) conditions.push(isAnyOf("document", filter.documentIds));
    if (filter.mediaTypes) conditions.push(isAnyOf("media_type", filter.mediaTypes));
    if (filter.documentIds?.length === 0 || filter.mediaTypes?.length === 0) return [];
    const matches = sourceMatcher(filter) ?? (() => true);
    const found: DocumentRecord[] = [];
    const pages = points.scroll<DocumentRecord>(all("document", conditions), RECORD_FIELDS, options);
    for await (const page of pages) {
      found.push(...page.map(({ payload }) => payload).filter(({ source }) => matches(source)));
    }
    return found.sort((a, b) => compare(a.source, b.source) || compare(a.document, b.document));
  }

  const sumOf = async (field: "chunks" | "terms" | "sentences" | "bytes", options?: Cancellable) => {
    const values = await points.values(field, all("document"), options);
    return values.reduce((sum, { value, count }) => sum + Number(value) * count, 0);
  };

  return {
    read,
    list,

    async put(record, replaced) {
      // No record has the generation "": where none was there, one that came meanwhile stays.
      await points.upsert([toRecordPoint(record)], { must: [is("generation", replaced ?? "")] });
      return (await read([record.document])).get(record.document)?.generation === record.generation;
    },

    async remove(documentIds) {
      await points.remove({ must: [{ has_id: documentIds.map((id) => recordId(tenant, id)) }] });
    },

    async totals(options) {
      const [chunks, terms, languages] = await Promise.all([
        sumOf("chunks", options),
        sumOf("terms", options),
        points.values("language", all("document"), options),
      ]);
      return { chunks, terms, languages: languages.map(({ value }) => String(value)).sort() };
    },

    async statistics() {
      const [documents, chunks, sentences, bytes] = await Promise.all([
        points.count(all("document")),
        sumOf("chunks"),
        sumOf("sentences"),
        sumOf("bytes"),
      ]);
      return { documents, chunks, sentences, bytes };
    },

    async putFailure(failure) {
      const id = pointId("failure", tenant, failure.source);
      const payload = {
        kind: "failure",
        tenant,
        document: failure.documentId,
        failure: JSON.stringify(failure),
      };
      await points.upsert([{ id, vector: {}, payload }]);
    },

    async failures(filter) {
      const conditions = filter.documentIds ? [isAnyOf("document", filter.documentIds)] : [];
      if (filter.documentIds?.length === 0) return [];
      const matches = sourceMatcher(filter) ?? (() => true);
      const found: FailedSource[] = [];
      for await (const page of points.scroll<{ failure: string }>(all("failure", conditions), ["failure"])) {
        found.push(...page.map(({ payload }) => JSON.parse(payload.failure) as FailedSource));
      }
      return found.filter(({ source }) => matches(source)).sort((a, b) => compare(a.source, b.source));
    },

    async removeFailures(sources) {
      if (sources.length === 0) return;
      await points.remove({
        must: [{ has_id: sources.map((source) => pointId("failure", tenant, source)) }],
      });
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
