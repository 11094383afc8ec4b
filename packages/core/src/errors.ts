/** What a caller, and a queue, can do about a failure. */
export type Recovery =
  /** The same call may succeed later: a rate limit, a locked file, an overloaded server. */
  | "transient"
  /** The same call will fail again: bad input, a missing file, a refused request. */
  | "permanent";

export interface LongdocErrorOptions {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** The input that was wrong: a path, a question, an option. */
  readonly input?: string;
  readonly recovery?: Recovery;
  /** Milliseconds after which the other side asked to be tried again (`retry-after`). */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/**
 * Every public failure. `code` is stable and dotted (`pdf.password-required`), `message` names the
 * input and what is wrong with it, `hint` says what to do.
 */
export class LongdocError extends Error {
  override readonly name: string = "LongdocError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly input: string | undefined;
  readonly recovery: Recovery;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, options: LongdocErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.input = options.input;
    this.recovery = options.recovery ?? "permanent";
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A file could not be read as a document. Codes: `file.*`, `pdf.*`, `text.*`. */
export class IngestError extends LongdocError {
  override readonly name = "IngestError";
}

/** The library could not be opened, read or written. Codes: `library.*`. */
export class StoreError extends LongdocError {
  override readonly name = "StoreError";
}

/** The queue could not be opened, read or written, or a job came to no good end. Codes: `queue.*`, `job.*`. */
export class QueueError extends LongdocError {
  override readonly name = "QueueError";
}

/** A model could not answer. Codes: `model.*`. */
export class ModelError extends LongdocError {
  override readonly name = "ModelError";
}

/** Work that costs money has come to the end of its budget. Code: `budget.exhausted`. */
export class BudgetError extends LongdocError {
  override readonly name = "BudgetError";
}

/** The caller's own input is wrong. Codes: `usage.*`. */
export class UsageError extends LongdocError {
  override readonly name = "UsageError";
}

/** A citation that does not resolve to what was sent: a bug, in the server or in us. Code: `citation.broken`. */
export class CitationError extends LongdocError {
  override readonly name = "CitationError";
}

/** Reads any thrown value as an `Error`, for logs and causes. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
