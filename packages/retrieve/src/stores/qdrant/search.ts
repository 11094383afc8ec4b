import { StoreError } from "@longdoc/core";

import { analyzeQuery } from "../../analyze/analyze.ts";
import { idf, PRUNE_ABOVE_CHUNKS, withoutCommonTerms } from "../../search/bm25.ts";
import type { Filter, ScoredChunk, SearchQuery } from "../store.ts";
import { type Candidate, findCandidates, type Question } from "./candidates.ts";
import { type ChunkPayload, toChunk } from "./chunk-point.ts";
import { toSummary } from "./document-record.ts";
import type { Locks } from "./locks.ts";
import { type Condition, isAnyOf, type Points } from "./points.ts";
import type { CorpusTotals, Records } from "./records.ts";
import type { Word } from "./scoring.ts";
import { termNumber } from "./term-number.ts";
import { createSightings, type Unsettled, visibleChunks } from "./visible.ts";

interface Cancellable {
  readonly signal?: AbortSignal | undefined;
}

interface Parts {
  readonly tenant: string;
  readonly chunks: Points;
  readonly records: Records;
  readonly locks: Locks;
}

/** What one query found, if it can be trusted. */
interface Look {
  /** `unseen`: nothing changed, but it is not known that it had not changed just before. */
  readonly verdict: "settled" | "unseen" | "changed";
  /** Documents with chunks of another generation than the visible one. */
  readonly changed: readonly string[];
  readonly found: readonly ScoredChunk[];
}

type Search = (query: SearchQuery, options: Cancellable) => Promise<readonly ScoredChunk[]>;

/** Each is a search of its own; only documents that change without a pause take more than three. */
const MOST_ATTEMPTS = 30;
/** Count requests that are under way together. */
const PARALLEL_COUNTS = 16;

/**
 * Search over documents that change meanwhile. Qdrant has no transactions, and a search sees each point as it is when
 * its turn comes. What is promised all the same: of every document, the chunks of one whole version or none. A
 * document's record names its visible generation, and changing that is one update of one point; so a result is taken
 * only if the generation of every candidate was seen in its record before the search began, and is there still when it
 * has ended: then all its chunks were there all the time. Otherwise the search is made again, and asks for that
 * document's visible generation by name.
 */
export function createSearch({ tenant, chunks, records, locks }: Parts): Search {
  const sightings = createSightings();

  return async function search(query: SearchQuery, options: Cancellable): Promise<readonly ScoredChunk[]> {
    const suspects = new Set<string>();
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const found = await searchOnce(query, suspects, options);
      if (found) return found;
    }
    throw new StoreError(
      "library.unavailable",
      "Documents are being replaced faster than they can be read.",
      {
        input: query.text,
        recovery: "transient",
        hint: "Try again when they are indexed.",
      },
    );
  };

  /** `undefined` when the result may be a mixture; then `suspects` has the documents that were seen to change. */
  async function searchOnce(
    query: SearchQuery,
    suspects: Set<string>,
    options: Cancellable,
  ): Promise<readonly ScoredChunk[] | undefined> {
    const [writing, totals, scope] = await Promise.all([
      locks.held(options),
      records.totals(options),
      toConditions(query.filter, options),
    ]);
    if (totals.chunks === 0 || !scope) return [];
    const unsettled = await readUnsettled(new Set([...writing, ...suspects]), options);
    const words = await weighWords(query.text, totals, unsettled, options);
    const question = {
      words,
      averageLength: totals.terms / totals.chunks,
      filter: visibleChunks(tenant, unsettled, scope),
      topK: query.topK,
    };
    // Documents that this process has not met before are met by the first look, and vouched for by the second.
    const looks = [await look(question, unsettled, options)];
    if (looks[0]!.verdict === "unseen") looks.push(await look(question, unsettled, options));
    const { verdict, changed, found } = looks.at(-1)!;
    for (const document of changed) suspects.add(document);
    return verdict === "settled" ? found : undefined;
  }

  async function look(question: Question, unsettled: Unsettled, options: Cancellable): Promise<Look> {
    const began = sightings.now();
    const candidates = await findCandidates(chunks, question, options);
    const best = candidates.slice(0, question.topK);
    const documentIds = new Set([...candidates.map(({ document }) => document), ...unsettled.keys()]);
    const [after, contents] = await Promise.all([
      records.read([...documentIds], options),
      readContents(best, options),
    ]);
    const isVisible = ({ document, generation }: Candidate): boolean =>
      after.get(document)?.generation === generation;
    const changed = candidates.filter((candidate) => !isVisible(candidate)).map(({ document }) => document);
    const wasSeen = candidates.every(({ document, generation }) =>
      sightings.before(began, document, generation),
    );
    sightings.note(documentIds, after);
    const stayed =
      changed.length === 0 &&
      [...unsettled].every(([document, generation]) => after.get(document)?.generation === generation) &&
      best.every(({ id }) => contents.has(id));
    if (!stayed || !wasSeen) return { verdict: stayed ? "unseen" : "changed", changed, found: [] };
    const found = best.map(({ id, document, score }) => {
      const record = after.get(document)!;
      const of = { documentId: document, version: record.version };
      return { chunk: toChunk(contents.get(id)!, of), document: toSummary(record), score };
    });
    return { verdict: "settled", changed, found };
  }

  async function readUnsettled(documentIds: ReadonlySet<string>, options: Cancellable): Promise<Unsettled> {
    const found = await records.read([...documentIds], options);
    sightings.note(documentIds, found);
    return new Map(Array.from(documentIds, (id) => [id, found.get(id)?.generation]));
  }

  /** The filter as Qdrant's conditions; `undefined` where nothing can match. */
  async function toConditions(
    filter: Filter | undefined,
    options: Cancellable,
  ): Promise<Condition[] | undefined> {
    const { documentIds, mediaTypes, source, pages } = filter ?? {};
    if (documentIds?.length === 0 || mediaTypes?.length === 0) return undefined;
    const conditions: Condition[] = [];
    if (mediaTypes) conditions.push(isAnyOf("media_type", mediaTypes));
    if (source !== undefined) {
      // Qdrant has no globs: the sources of the documents are looked through first.
      const documents = await records.list({ source, ...(documentIds ? { documentIds } : {}) }, options);
      if (documents.length === 0) return undefined;
      conditions.push(
        isAnyOf(
          "document",
          documents.map(({ document }) => document),
        ),
      );
    } else if (documentIds) {
      conditions.push(isAnyOf("document", documentIds));
    }
    if (pages) {
      conditions.push({ key: "first_page", range: { lte: pages.to } });
      conditions.push({ key: "last_page", range: { gte: pages.from } });
    }
    return conditions;
  }

  async function weighWords(
    text: string,
    totals: CorpusTotals,
    unsettled: Unsettled,
    options: Cancellable,
  ): Promise<Word[]> {
    const count = (numbers: readonly number[]): Promise<number> =>
      chunks.count(visibleChunks(tenant, unsettled, [isAnyOf("terms", numbers)]), options);
    const words = analyzeQuery(text, totals.languages).map((variants) => variants.map(termNumber));
    const held = await inParallel(words, async (numbers) => ({ numbers, holding: await count(numbers) }));
    // What is common is told by the sum over a word's variants, as the embedded store tells it.
    const counted = await inParallel(
      held.filter(({ holding }) => holding > 0),
      async (word) => ({
        ...word,
        count:
          word.numbers.length === 1 || totals.chunks <= PRUNE_ABOVE_CHUNKS
            ? word.holding
            : (await inParallel(word.numbers, (number) => count([number]))).reduce(
                (sum, one) => sum + one,
                0,
              ),
      }),
    );
    return withoutCommonTerms(counted, totals.chunks).map(({ numbers, holding }) => ({
      numbers,
      weight: idf(totals.chunks, holding),
    }));
  }

  async function readContents(
    best: readonly Candidate[],
    options: Cancellable,
  ): Promise<Map<string, Pick<ChunkPayload, "content" | "ordinal">>> {
    const ids = best.map(({ id }) => id);
    const found = await chunks.read<Pick<ChunkPayload, "content" | "ordinal">>(
      ids,
      ["content", "ordinal"],
      options,
    );
    return new Map(found.map(({ id, payload }) => [id, payload]));
  }
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += PARALLEL_COUNTS) {
    results.push(...(await Promise.all(items.slice(first, first + PARALLEL_COUNTS).map(work))));
  }
  return results;
}
