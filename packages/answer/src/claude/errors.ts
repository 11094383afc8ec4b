import Anthropic from "@anthropic-ai/sdk";
import { asError, LongdocError, ModelError, type Recovery } from "@longdoc/core";

interface Meaning {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly recovery: Recovery;
}

const permanent = (code: string, message: string, hint: string): Meaning => ({ code, message, hint, recovery: "permanent" });
const transient = (code: string, message: string, hint: string): Meaning => ({ code, message, hint, recovery: "transient" });

/** The ModelError for whatever the SDK threw. */
export function modelError(thrown: unknown): LongdocError {
  if (thrown instanceof LongdocError) return thrown;
  const { code, message, hint, recovery } = meaningOf(thrown);
  return new ModelError(code, message, { hint, recovery, cause: thrown });
}

function meaningOf(thrown: unknown): Meaning {
  if (thrown instanceof Anthropic.APIUserAbortError) {
    return permanent("model.cancelled", "Asking Claude was cancelled.", "Ask again when you like.");
  }
  if (thrown instanceof Anthropic.APIConnectionTimeoutError) {
    return transient("model.timeout", "Claude did not begin to answer in time.", "Ask again, or with a smaller --budget.");
  }
  if (thrown instanceof Anthropic.APIConnectionError) {
    return transient("model.connection", "Claude's server cannot be reached.", "Check the network and ANTHROPIC_BASE_URL.");
  }
  if (thrown instanceof Anthropic.APIError) return statusMeaning(thrown);
  return transient("model.failed", `Asking Claude failed: ${asError(thrown).message}.`, "Ask again.");
}

function statusMeaning(error: InstanceType<typeof Anthropic.APIError>): Meaning {
  const said = saidBy(error);
  // An error in the middle of a stream has no status of its own, only a type.
  switch (error.status ?? STATUS_OF_TYPE[String(error.type)]) {
    case 400:
      return badRequest(said);
    case 401:
      return permanent("model.key-invalid", `The API key was refused: ${said}`, "Check ANTHROPIC_API_KEY.");
    case 402:
      return permanent("model.billing", `The account cannot be billed: ${said}`, "Check the account's billing.");
    case 403:
      return permanent("model.permission", `The API key may not do this: ${said}`, "Use a key that may, or another model.");
    case 404:
      return permanent("model.not-found", `Claude does not know what was asked for: ${said}`, "Choose another --model.");
    case 413:
      return permanent("model.request-too-large", "The request is larger than Claude takes.", "Ask with a smaller --budget.");
    case 429:
      return rateLimit(error, said);
    case 504:
      return transient("model.timeout", `Claude took too long: ${said}`, "Ask again, or with a smaller --budget.");
    case 529:
      return transient("model.overloaded", "Claude is overloaded just now.", "Ask again in a minute.");
    default:
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
    return permanent("model.prompt-too-long", `The documents do not fit: ${said}`, "Ask with a smaller --budget.");
  }
  if (/usage limits/i.test(said)) {
    return permanent("model.spend-limit", `The account's spending limit is reached: ${said}`, "Raise the limit, or wait for it to end.");
  }
  return permanent("model.bad-request", `Claude refused the request: ${said}`, "This may be a bug. Please report it.");
}

function rateLimit(error: InstanceType<typeof Anthropic.APIError>, said: string): Meaning {
  const details = (error.error as { error?: { details?: { error_code?: string } } } | undefined)?.error?.details;
  if (details?.error_code === "enforced_spend_limit_reached") {
    return permanent("model.spend-limit", `The account's spending limit is reached: ${said}`, "It ends with the month.");
  }
  const wait = error.headers?.get("retry-after");
  return transient(
    "model.rate-limited",
    "Too much was asked of Claude in a short time.",
    wait ? `Ask again in ${wait} seconds.` : "Ask again in a minute, or with a smaller --budget.",
  );
}

/** The server's own words, without the JSON around them. */
function saidBy(error: InstanceType<typeof Anthropic.APIError>): string {
  const body = error.error as { error?: { message?: string }; message?: string } | undefined;
  const text = body?.error?.message ?? body?.message ?? error.message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
