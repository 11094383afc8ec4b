import { randomBytes } from "node:crypto";

import { ApiError, invalid } from "../api-error.ts";
import { isObject, type JsonObject } from "../json.ts";

const DAY_MS = 86_400_000;
const MAX_REQUESTS = 100_000;
const CUSTOM_ID = /^[a-zA-Z0-9_-]{1,64}$/;
/** What a batch's requests may not ask for. */
const FORBIDDEN = ["speed", "thread"];

/** One line of a batch's results. */
export interface BatchLine {
  readonly custom_id: string;
  readonly result: JsonObject;
}

interface Entry {
  readonly customId: string;
  readonly params: JsonObject;
}

interface Batch {
  readonly id: string;
  readonly createdAt: Date;
  readonly entries: readonly Entry[];
  /** Times that the batch is still asked for before it ends. */
  pollsLeft: number;
  cancelledAt: Date | undefined;
  ended: { readonly at: Date; readonly lines: readonly BatchLine[] } | undefined;
}

export interface Batches {
  create(body: unknown): JsonObject;
  get(id: string): JsonObject;
  list(query: URLSearchParams): JsonObject;
  cancel(id: string): JsonObject;
  delete(id: string): JsonObject;
  /** Lines in an order that has nothing to do with that of the requests. */
  results(id: string): readonly BatchLine[];
}

export interface BatchesOptions {
  /** Answers a request of a batch, or throws the ApiError that becomes its result. */
  readonly answer: (params: JsonObject) => JsonObject;
  /** Whether a request's time is over before it is worked on. Default: never. */
  readonly expires?: (params: JsonObject) => boolean;
  readonly random: () => number;
  /** The server's own address: results are fetched from an absolute one. */
  readonly url: () => string;
  /** Times that `get` finds a batch in progress before it has ended. */
  readonly polls: number;
}

/** Message batches, kept in memory. A batch is worked on when it ends; until then every request is `processing`. */
export function createBatches(options: BatchesOptions): Batches {
  const batches = new Map<string, Batch>();
  const find = (id: string): Batch => {
    const batch = batches.get(id);
    if (!batch) throw new ApiError(404, `No batch with id ${id} was found.`);
    return batch;
  };
  const toBody = (batch: Batch): JsonObject => describe(batch, options.url());
  return {
    create(body) {
      const batch: Batch = {
        id: `msgbatch_${randomBytes(12).toString("hex")}`,
        createdAt: new Date(),
        entries: checkEntries(body),
        pollsLeft: options.polls,
        cancelledAt: undefined,
        ended: undefined,
      };
      batches.set(batch.id, batch);
      return toBody(batch);
    },
    get(id) {
      const batch = find(id);
      if (!batch.ended && batch.pollsLeft-- <= 0) end(batch, options);
      return toBody(batch);
    },
    list: (query) => page([...batches.values()].toReversed(), query, toBody),
    cancel(id) {
      const batch = find(id);
      if (batch.ended) throw invalid(`Batch ${id} cannot be canceled because it has already ended.`);
      batch.cancelledAt ??= new Date();
      return toBody(batch);
    },
    delete(id) {
      if (!find(id).ended) throw invalid(`Batch ${id} cannot be deleted while it is in progress.`);
      batches.delete(id);
      return { id, type: "message_batch_deleted" };
    },
    results(id) {
      const { ended } = find(id);
      if (!ended) throw invalid(`Batch ${id} has no results yet: it is in progress.`);
      return ended.lines;
    },
  };
}

function checkEntries(body: unknown): Entry[] {
  if (!isObject(body) || !Array.isArray(body["requests"])) throw invalid("requests: Field required");
  const { requests } = body;
  if (requests.length === 0) throw invalid("requests: at least one request is required");
  if (requests.length > MAX_REQUESTS) throw invalid(`requests: at most ${MAX_REQUESTS} requests are allowed`);
  const seen = new Set<string>();
  return requests.map((request: unknown, index) => {
    if (!isObject(request) || !isObject(request["params"])) {
      throw invalid(`requests.${index}.params: Field required`);
    }
    const customId = request["custom_id"];
    if (typeof customId !== "string" || !CUSTOM_ID.test(customId)) {
      throw invalid(`requests.${index}.custom_id: String should match pattern '${CUSTOM_ID.source}'`);
    }
    if (seen.has(customId)) throw invalid(`requests.${index}.custom_id: Duplicate custom_id: ${customId}`);
    seen.add(customId);
    return { customId, params: request["params"] };
  });
}

function end(batch: Batch, { answer, expires, random }: BatchesOptions): void {
  const lines = batch.entries.map(({ customId, params }) => ({
    custom_id: customId,
    result: batch.cancelledAt
      ? { type: "canceled" }
      : expires?.(params)
        ? { type: "expired" }
        : resultOf(params, answer),
  }));
  batch.ended = { at: new Date(), lines: shuffled(lines, random) };
}

/** Parameters are checked only now: a bad request is one errored line among good ones. */
function resultOf(params: JsonObject, answer: BatchesOptions["answer"]): JsonObject {
  try {
    for (const key of FORBIDDEN) {
      if (params[key] !== undefined) throw invalid(`${key}: not allowed in a batch`);
    }
    if (params["stream"] === true) throw invalid("stream: not allowed in a batch");
    if (params["max_tokens"] === 0) throw invalid("max_tokens: Input should be greater than or equal to 1");
    return { type: "succeeded", message: answer(params) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { type: "errored", error: error.toBody(`req_${randomBytes(12).toString("hex")}`) };
  }
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}

function describe(batch: Batch, url: string): JsonObject {
  const { id, createdAt, entries, cancelledAt, ended } = batch;
  const count = (type: string): number =>
    ended?.lines.filter(({ result }) => result["type"] === type).length ?? 0;
  const running = cancelledAt ? "canceling" : "in_progress";
  return {
    id,
    type: "message_batch",
    processing_status: ended ? "ended" : running,
    request_counts: {
      processing: ended ? 0 : entries.length,
      succeeded: count("succeeded"),
      errored: count("errored"),
      canceled: count("canceled"),
      expired: count("expired"),
    },
    created_at: createdAt.toISOString(),
    expires_at: new Date(createdAt.getTime() + DAY_MS).toISOString(),
    ended_at: ended?.at.toISOString() ?? null,
    cancel_initiated_at: cancelledAt?.toISOString() ?? null,
    archived_at: null,
    results_url: ended ? `${url}/v1/messages/batches/${id}/results` : null,
  };
}

const DEFAULT_PAGE = 20;

function page(
  batches: readonly Batch[],
  query: URLSearchParams,
  toBody: (batch: Batch) => JsonObject,
): JsonObject {
  const limit = Number(query.get("limit") ?? DEFAULT_PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw invalid("limit: Input should be from 1 to 1000");
  const index = (id: string | null): number => batches.findIndex((batch) => batch.id === id);
  const before = query.get("before_id");
  const stop = before === null ? batches.length : Math.max(0, index(before));
  const start = before === null ? index(query.get("after_id")) + 1 : Math.max(0, stop - limit);
  const shown = batches.slice(start, Math.min(stop, start + limit));
  return {
    data: shown.map(toBody),
    has_more: before === null ? start + shown.length < batches.length : start > 0,
    first_id: shown[0]?.id ?? null,
    last_id: shown.at(-1)?.id ?? null,
  };
}
