import type { DocumentRecord } from "./document-record.ts";
import { type Condition, is, isAnyOf, type PointFilter } from "./points.ts";

/** Documents whose chunks may be of several generations, each with the one that is visible, if any. */
export type Unsettled = ReadonlyMap<string, string | undefined>;

/** A tenant's chunks, of `unsettled` documents only those of the visible generation. */
export function visibleChunks(
  tenant: string,
  unsettled: Unsettled,
  more: readonly Condition[] = [],
): PointFilter {
  const must = [is("tenant", tenant), ...more];
  if (unsettled.size === 0) return { must };
  const visible = [...unsettled.values()].filter((generation) => generation !== undefined);
  const hidden: PointFilter = {
    must: [isAnyOf("document", [...unsettled.keys()])],
    ...(visible.length > 0 ? { must_not: [isAnyOf("generation", visible)] } : {}),
  };
  return { must, must_not: [hidden] };
}

/** The chunks of one generation of a document. */
export function chunksOf({
  tenant,
  document,
  generation,
}: Pick<DocumentRecord, "tenant" | "document" | "generation">): PointFilter {
  return { must: [is("tenant", tenant), is("document", document), is("generation", generation)] };
}

/** What this process has seen to be visible, and when: generations never come back once they are replaced. */
export interface Sightings {
  /** A moment after every sighting so far. */
  now(): number;
  note(documentIds: Iterable<string>, records: ReadonlyMap<string, DocumentRecord>): void;
  /** Whether the generation was seen to be visible before the moment. */
  before(moment: number, documentId: string, generation: string): boolean;
}

const REMEMBERED_DOCUMENTS = 100_000;

export function createSightings(): Sightings {
  const seen = new Map<string, { readonly generation: string; readonly at: number }>();
  let clock = 0;
  return {
    now: () => ++clock,
    note(documentIds, records) {
      if (seen.size > REMEMBERED_DOCUMENTS) seen.clear();
      for (const id of documentIds) {
        const generation = records.get(id)?.generation;
        if (generation === undefined) seen.delete(id);
        else if (seen.get(id)?.generation !== generation) seen.set(id, { generation, at: ++clock });
      }
    },
    before(moment, documentId, generation) {
      const sighting = seen.get(documentId);
      return sighting !== undefined && sighting.generation === generation && sighting.at < moment;
    },
  };
}
