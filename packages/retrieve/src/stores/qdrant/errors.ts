import { asError, StoreError } from "@longdoc/core";
import { QdrantClientResourceExhaustedError } from "@qdrant/js-client-rest";

/** What a failed request says of itself, as far as it got an answer. */
interface Answered {
  readonly status?: number;
  readonly data?: unknown;
}

interface Cause {
  readonly message?: string;
  readonly code?: string;
}

const TOO_MANY_REQUESTS = 429;

/** The StoreError for whatever a request threw. `server` is its address, without a key. */
export function storeError(thrown: unknown, server: string): StoreError {
  if (thrown instanceof StoreError) return thrown;
  const status = statusOf(thrown);
  const reason = reasonOf(thrown);
  const options = { input: server, cause: thrown };
  if (/no space left|disk is full|not enough space/i.test(reason)) {
    return new StoreError("library.disk-full", `The disk of the Qdrant server at ${server} is full.`, {
      ...options,
      hint: "Give it more room and run the same command again: what was indexed is kept.",
    });
  }
  if (status === undefined) {
    return new StoreError(
      "library.unavailable",
      `The Qdrant server at ${server} does not answer: ${reason}.`,
      { ...options, recovery: "transient", hint: "Check its address, and that it is running." },
    );
  }
  if (status === 401 || status === 403) {
    return new StoreError(
      "library.unauthorized",
      `The Qdrant server at ${server} refuses the API key: ${reason}.`,
      { ...options, hint: "Check the key, and that it may read and write the collections." },
    );
  }
  if (status === 404) {
    return new StoreError(
      "library.missing",
      `The Qdrant server at ${server} lacks a collection: ${reason}.`,
      {
        ...options,
        hint: "Open the store again to make it.",
      },
    );
  }
  if (status === TOO_MANY_REQUESTS || status >= 500) {
    return new StoreError(
      "library.unavailable",
      `The Qdrant server at ${server} cannot answer just now (${status}): ${reason}.`,
      { ...options, recovery: "transient", hint: "Try again later." },
    );
  }
  return new StoreError(
    "library.failed",
    `The Qdrant server at ${server} refused a request (${status}): ${reason}.`,
    options,
  );
}

/** Seconds that the server asked to be left alone. */
export function retryAfterSeconds(thrown: unknown): number {
  return thrown instanceof QdrantClientResourceExhaustedError ? thrown.retry_after : 0;
}

/** HTTP status of the answer; `undefined` where there was none. */
function statusOf(thrown: unknown): number | undefined {
  // The client's own errors for 429, with and without a number of seconds, carry no status.
  if (thrown instanceof QdrantClientResourceExhaustedError) return TOO_MANY_REQUESTS;
  if (asError(thrown).message.startsWith("Invalid retryAfter")) return TOO_MANY_REQUESTS;
  const unexpected = /^Unexpected Response: (\d{3})/.exec(asError(thrown).message);
  if (unexpected) return Number(unexpected[1]);
  // What answers, and not in JSON, is a proxy in a bad moment, or no Qdrant at all.
  if (thrown instanceof SyntaxError) return 502;
  return (thrown as Answered | undefined)?.status;
}

function reasonOf(thrown: unknown): string {
  const { data } = thrown as Answered;
  const said = (data as { status?: { error?: unknown } } | undefined)?.status?.error;
  if (typeof said === "string") return withoutPoint(said);
  // A wrong key is answered in plain text.
  if (typeof data === "string" && data !== "" && !data.includes("<")) return withoutPoint(data);
  // "fetch failed" tells little: what failed stands in its cause, for some only as a code.
  const { message = String(thrown), cause } = thrown as { message?: string; cause?: Cause };
  const deeper = cause?.message || cause?.code;
  return withoutPoint(deeper ? `${message} (${deeper})` : message);
}

function withoutPoint(text: string): string {
  return text.trim().replace(/\.$/, "");
}
