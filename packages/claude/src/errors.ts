import Anthropic from "@anthropic-ai/sdk";
import { asError, LongdocError, ModelError, type Recovery } from "@longdoc/core";

const REPORT = "This may be a bug. Please report it.";
/** Characters of a server's words that a message repeats: a proxy may answer with a whole page. */
const MAX_SAID = 300;

interface Meaning {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly recovery: Recovery;
}

const permanent = (code: string, message: string, hint: string): Meaning => ({
  code,
  message,
  hint,
  recovery: "permanent",
});
const transient = (code: string, message: string, hint: string): Meaning => ({
  code,
  message,
  hint,
  recovery: "transient",
});

/** The ModelError for whatever the SDK threw. */
export function modelError(thrown: unknown): LongdocError {
  if (thrown instanceof LongdocError) return thrown;
  if (thrown instanceof Anthropic.APIUserAbortError) return cancelled(thrown);
  const { code, message, hint, recovery } = meaningOf(thrown);
  return new ModelError(code, message, { hint, recovery, cause: thrown });
}

/** The ModelError for what was thrown after the answer had begun: a connection that breaks is an answer cut off. */
export function streamError(thrown: unknown): LongdocError {
  return thrown instanceof LongdocError || thrown instanceof Anthropic.APIError
    ? modelError(thrown)
    : streamCut(thrown);
}

export function streamCut(cause?: unknown): ModelError {
  return new ModelError("model.stream-cut", "The connection to Claude ended in the middle of the answer.", {
    recovery: "transient",
    hint: "Ask again.",
    cause,
  });
}

export function cancelled(cause?: unknown): ModelError {
  return new ModelError("model.cancelled", "Asking Claude was cancelled.", {
    hint: "Ask again when you like.",
    cause,
  });
}

/** `category`: why a safety system refused, where it says so. */
export function refused(category: string | null): ModelError {
  return new ModelError(
    "model.refused",
    `Claude refused to answer${category ? ` (${category.replace(/_/g, " ")})` : ""}.`,
    {
      hint: "Put the question differently, or choose another --model.",
    },
  );
}

/** A reply without text; thinking counts as output and can take all of it. */
export function empty(stopReason: string | null): ModelError {
  if (stopReason === "max_tokens") {
    return new ModelError("model.empty", "Claude reached its output limit before it began to answer.", {
      hint: "Allow more output tokens, or less effort.",
    });
  }
  return new ModelError("model.empty", "Claude's answer was empty.", {
    recovery: "transient",
    hint: "Ask again.",
  });
}

function meaningOf(thrown: unknown): Meaning {
  if (thrown instanceof Anthropic.APIConnectionTimeoutError) {
    return transient(
      "model.timeout",
      "Claude did not begin to answer in time.",
      "Ask again, or with a smaller --budget.",
    );
  }
  if (thrown instanceof Anthropic.APIConnectionError) {
    return transient(
      "model.connection",
      "Claude's server cannot be reached.",
      "Check the network and ANTHROPIC_BASE_URL.",
    );
  }
  if (thrown instanceof Anthropic.APIError) return statusMeaning(thrown);
  // The SDK's own checks of the request, made before anything is sent.
  return permanent(
    "model.bad-request",
    `The request could not be sent: ${sentence(asError(thrown).message)}`,
    REPORT,
  );
}

function statusMeaning(error: InstanceType<typeof Anthropic.APIError>): Meaning {
  const said = saidBy(error);
  // An error in the middle of a stream has no status of its own, only a type.
  const status = error.status ?? STATUS_OF_TYPE[String(error.type)];
  switch (status) {
    case 400:
      return badRequest(said);
    case 401:
      return permanent("model.key-invalid", `The API key was refused: ${said}`, "Check ANTHROPIC_API_KEY.");
    case 402:
      return permanent(
        "model.billing",
        `The account cannot be billed: ${said}`,
        "Check the account's billing.",
      );
    case 403:
      return permanent(
        "model.permission",
        `The API key may not do this: ${said}`,
        "Use a key that may, or another model.",
      );
    case 404:
      return permanent(
        "model.not-found",
        `Claude does not know what was asked for: ${said}`,
        "Choose another --model.",
      );
    case 413:
      return permanent(
        "model.request-too-large",
        "The request is larger than Claude takes.",
        "Ask with a smaller --budget.",
      );
    case 429:
      return rateLimit(error, said);
    case 504:
      return transient(
        "model.timeout",
        `Claude took too long: ${said}`,
        "Ask again, or with a smaller --budget.",
      );
    case 529:
      return transient("model.overloaded", "Claude is overloaded just now.", "Ask again in a minute.");
    case 408:
      return transient("model.timeout", "Claude did not get the request in time.", "Ask again.");
    default:
      // 409 is a conflict with another request of the same moment; other refusals would be repeated.
      if (status !== undefined && status < 500 && status !== 409) return badRequest(said);
      return transient("model.server", `Claude's server failed: ${said}`, "Ask again in a minute.");
  }
}

const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  timeout_error: 504,
  overloaded_error: 529,
};

function badRequest(said: string): Meaning {
  if (/prompt is too long/i.test(said)) {
    return permanent(
      "model.prompt-too-long",
      `The documents do not fit: ${said}`,
      "Ask with a smaller --budget.",
    );
  }
  if (/usage limits/i.test(said)) {
    return permanent(
      "model.spend-limit",
      `The account's spending limit is reached: ${said}`,
      "Raise the limit, or wait for it to end.",
    );
  }
  return permanent("model.bad-request", `Claude refused the request: ${said}`, REPORT);
}

function rateLimit(error: InstanceType<typeof Anthropic.APIError>, said: string): Meaning {
  const body: { error?: { details?: { error_code?: string } } } | undefined = error.error;
  const details = body?.error?.details;
  if (details?.error_code === "enforced_spend_limit_reached") {
    return permanent(
      "model.spend-limit",
      `The account's spending limit is reached: ${said}`,
      "It ends with the month.",
    );
  }
  const wait = error.headers?.get("retry-after");
  return transient(
    "model.rate-limited",
    "Too much was asked of Claude in a short time.",
    wait ? `Ask again ${waitOf(wait)}.` : "Ask again in a minute, or with a smaller --budget.",
  );
}

/** A `retry-after` header in words: it holds seconds or a date. */
function waitOf(retryAfter: string): string {
  const seconds = Number(retryAfter);
  if (Number.isNaN(seconds)) return `after ${retryAfter}`;
  return seconds > 120 ? `in ${Math.ceil(seconds / 60)} minutes` : `in ${Math.ceil(seconds)} seconds`;
}

/** The server's own words, without the JSON around them. */
function saidBy(error: InstanceType<typeof Anthropic.APIError>): string {
  const body: { error?: { message?: string }; message?: string } | undefined = error.error;
  const text = body?.error?.message ?? body?.message ?? error.message;
  // A proxy's page says nothing that its status does not.
  return sentence(/<html|<!doctype/i.test(text) ? `HTTP status ${error.status}` : text);
}

function sentence(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length > MAX_SAID) return `${line.slice(0, MAX_SAID)}…`;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
