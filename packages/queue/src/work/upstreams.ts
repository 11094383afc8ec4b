import { asError, LongdocError, ModelError, QueueError, StoreError } from "@longdoc/core";
import PQueue from "p-queue";

import { type Breaker, createBreaker } from "./breaker.ts";

/**
 * What jobs need besides their document: where it comes from, the store of chunks, the store of parsed documents, a
 * model's API, and the queue itself.
 */
export type UpstreamName = "source" | "store" | "blobs" | "model" | "queue";

/** Of one worker: all workers together take as many times more. */
export interface UpstreamLimits {
  /** Calls at a time. Default: no limit. */
  readonly concurrency?: number;
  /** Calls begun per second; may be below one. Default: no limit. */
  readonly perSecond?: number;
}

/** A call was not made: the upstream had failed, and its time to be asked again has not come. `cause` is that failure. */
export class UpstreamAway extends Error {
  override readonly name = "UpstreamAway";
  readonly upstream: UpstreamName;
  constructor(upstream: UpstreamName, cause: unknown) {
    super(`The upstream "${upstream}" is away.`, { cause });
    this.upstream = upstream;
  }
}

export interface UpstreamVerdict {
  readonly counts: boolean;
  /** 0 where the try counts: then it is the job's own. */
  readonly delayMs: number;
}

export interface Upstreams {
  /**
   * Calls an upstream when its turn has come by the upstream's limits.
   *
   * @throws UpstreamAway; whatever `call` throws
   */
  call<Result>(
    name: UpstreamName,
    job: string,
    call: () => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>;
  /** Hears how a job failed. Whether its try counts against it, and when it may be tried again. */
  failed(name: UpstreamName, job: string, thrown: unknown): UpstreamVerdict;
  /** A job has been put off for an upstream. */
  putOff(name: UpstreamName): void;
  /** A job was done: what was called past `call` answers again. */
  succeeded(): void;
  /** Milliseconds until another job may be begun, with `active` of them under way: 0 when now. */
  waitMs(active: number): number;
}

export interface UpstreamsOptions {
  readonly limits?: Readonly<Partial<Record<UpstreamName, UpstreamLimits>>> | undefined;
  /**
   * Jobs that may be begun and put off while an upstream is away, because what they did until they needed it is kept.
   * Default 0: none is begun that an absent upstream would only keep waiting.
   */
  readonly ahead?: Readonly<Partial<Record<UpstreamName, number>>> | undefined;
  /** Milliseconds before an upstream that failed is asked again; doubled with each failure. */
  readonly firstRetryMs?: number | undefined;
  readonly onFailure?: (name: UpstreamName, error: unknown) => void;
}

interface Upstream {
  readonly breaker: Breaker;
  readonly turns: PQueue | undefined;
  /** Jobs that saw it fail since it last answered. */
  readonly failedFor: Set<string>;
  error: unknown;
  /** The one call that finds out whether it is back. */
  probe: Promise<unknown> | undefined;
  putOff: number;
  /** Whether it was called otherwise than by `call`, which then does not hear when it answers again. */
  calledPast: boolean;
}

/** Their failure may be that of one document: an object that cannot be had, a picture that no model takes. */
const MAY_LIE_WITH_DOCUMENT: ReadonlySet<UpstreamName> = new Set(["source", "model"]);
/** The one store failure that may lie with a single document: the store refused what it was given. */
const REFUSED_BY_STORE = "library.failed";
/** Failures of the account with a model's API, which every document would meet. */
const ACCOUNT = /^model\.(key-missing|key-invalid|billing|permission|not-found|spend-limit)$/;

/** The upstream that a failure tells of, by the error's kind and code; `undefined`: none, it is the document's. */
export function upstreamOf(thrown: unknown): UpstreamName | undefined {
  if (thrown instanceof UpstreamAway) return thrown.upstream;
  if (thrown instanceof StoreError) return thrown.code === REFUSED_BY_STORE ? undefined : "store";
  if (thrown instanceof QueueError) {
    if (thrown.code === "job.poison") return undefined;
    return thrown.code.startsWith("blobs.") ? "blobs" : "queue";
  }
  if (!(thrown instanceof LongdocError)) return undefined;
  if (thrown.code === "source.unavailable") return "source";
  const isModels =
    thrown instanceof ModelError && (thrown.recovery === "transient" || ACCOUNT.test(thrown.code));
  return isModels ? "model" : undefined;
}

/** A circuit breaker, and limits, for every upstream. */
export function createUpstreams(options: UpstreamsOptions = {}): Upstreams {
  const upstreams = new Map<UpstreamName, Upstream>();
  /** What was made of failures of `call`, until the job tells that it failed by them. */
  const heard = new WeakMap<object, UpstreamVerdict>();

  function upstreamNamed(name: UpstreamName): Upstream {
    let upstream = upstreams.get(name);
    if (!upstream) {
      const { firstRetryMs } = options;
      upstream = {
        breaker: createBreaker(firstRetryMs === undefined ? {} : { firstMs: firstRetryMs }),
        turns: turnsOf(options.limits?.[name]),
        failedFor: new Set(),
        error: undefined,
        probe: undefined,
        putOff: 0,
        calledPast: false,
      };
      upstreams.set(name, upstream);
    }
    return upstream;
  }

  function answered(upstream: Upstream): void {
    upstream.breaker.succeeded();
    upstream.failedFor.clear();
    upstream.putOff = 0;
    upstream.calledPast = false;
  }

  function record(name: UpstreamName, job: string, error: unknown): UpstreamVerdict {
    const upstream = upstreamNamed(name);
    upstream.failedFor.add(job);
    upstream.error = error;
    options.onFailure?.(name, error);
    const { retryAfterMs, code = "" } = error instanceof LongdocError ? error : {};
    // Two documents in a row are no coincidence; and who asks for time gets it.
    const counts =
      MAY_LIE_WITH_DOCUMENT.has(name) &&
      upstream.failedFor.size === 1 &&
      retryAfterMs === undefined &&
      !ACCOUNT.test(code);
    return { counts, delayMs: counts ? 0 : upstream.breaker.failed(error) };
  }

  async function guarded<Result>(
    name: UpstreamName,
    job: string,
    call: () => Promise<Result>,
  ): Promise<Result> {
    const upstream = upstreamNamed(name);
    while (upstream.breaker.open) {
      if (upstream.breaker.leftMs() > 0) throw new UpstreamAway(name, upstream.error);
      if (!upstream.probe) break;
      await upstream.probe;
    }
    const made = call();
    if (upstream.breaker.open) {
      const over = (): void => {
        upstream.probe = undefined;
      };
      upstream.probe = made.then(over, over);
    }
    try {
      const result = await made;
      answered(upstream);
      return result;
    } catch (thrown) {
      // Whatever else it says, it has answered.
      if (upstreamOf(thrown) === name) heard.set(asError(thrown), record(name, job, thrown));
      else if (thrown instanceof LongdocError) answered(upstream);
      throw thrown;
    }
  }

  return {
    call: async (name, job, call, signal) => {
      const { turns } = upstreamNamed(name);
      return turns ? turns.add(() => guarded(name, job, call), { signal }) : guarded(name, job, call);
    },
    failed: (name, job, thrown) => {
      const upstream = upstreamNamed(name);
      if (thrown instanceof UpstreamAway) return { counts: false, delayMs: upstream.breaker.leftMs() };
      const verdict = heard.get(asError(thrown));
      heard.delete(asError(thrown));
      if (verdict) return verdict;
      upstream.calledPast = true;
      return record(name, job, thrown);
    },
    putOff: (name) => {
      upstreamNamed(name).putOff += 1;
    },
    succeeded: () => {
      for (const upstream of upstreams.values()) if (upstream.calledPast) answered(upstream);
    },
    waitMs: (active) => {
      const waits = [...upstreams].map(([name, { breaker, putOff }]) =>
        putOff < (options.ahead?.[name] ?? 0) ? 0 : breaker.waitMs(active),
      );
      return Math.max(0, ...waits);
    },
  };
}

function turnsOf({ concurrency = Infinity, perSecond = Infinity }: UpstreamLimits = {}): PQueue | undefined {
  if (concurrency === Infinity && perSecond === Infinity) return undefined;
  if (perSecond === Infinity) return new PQueue({ concurrency });
  // Below one per second, one in so many milliseconds.
  const intervalCap = Math.max(1, Math.floor(perSecond));
  return new PQueue({ concurrency, intervalCap, interval: (1_000 * intervalCap) / perSecond });
}
