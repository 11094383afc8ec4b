import Anthropic from "@anthropic-ai/sdk";
import { ModelError, UsageError } from "@longdoc/core";

import { withinPatience } from "./patience.ts";
import { withIdleLimit } from "./watchdog.ts";

/**
 * The part of the SDK's client that is used; those of Bedrock and Vertex have it too, without batches,
 * and Bedrock without counting.
 */
export interface ClaudeClient {
  readonly messages: Pick<Anthropic["messages"], "create"> &
    Partial<Pick<Anthropic["messages"], "countTokens" | "batches">>;
}

export interface ClientOptions {
  readonly apiKey: string | undefined;
  readonly baseURL: string | undefined;
  readonly maxRetries: number;
  readonly idleTimeoutMs: number;
}

/**
 * The SDK's client, with bounds of its own on waiting.
 *
 * @throws ModelError `model.key-missing`, `model.key-invalid`; UsageError `usage.base-url-invalid`
 */
export function createClient({ apiKey, baseURL, maxRetries, idleTimeoutMs }: ClientOptions): Anthropic {
  checkKey(apiKey ?? (process.env["ANTHROPIC_API_KEY"] || process.env["ANTHROPIC_AUTH_TOKEN"]));
  checkBaseURL(baseURL ?? process.env["ANTHROPIC_BASE_URL"]);
  return new Anthropic({
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(baseURL === undefined ? {} : { baseURL }),
    // What fails is thrown, with a code: the SDK's own lines would stand between those of the program.
    ...(process.env["ANTHROPIC_LOG"] ? {} : { logLevel: "off" }),
    maxRetries,
    fetch: async (input, init) => withIdleLimit(withinPatience(await fetch(input, init)), idleTimeoutMs),
  });
}

function checkKey(key: string | undefined): void {
  if (!key?.trim()) {
    throw new ModelError("model.key-missing", "There is no API key for Claude.", {
      hint: "Set ANTHROPIC_API_KEY, or ask without a model.",
    });
  }
  // It goes into a header, which takes nothing else. The key itself stays out of the message.
  if (!/^[\x21-\x7e]+$/.test(key.trim())) {
    throw new ModelError("model.key-invalid", "The API key for Claude holds characters that no key has.", {
      hint: "Copy the key into ANTHROPIC_API_KEY again, without quotation marks or line breaks.",
    });
  }
}

function checkBaseURL(baseURL: string | undefined): void {
  if (!baseURL?.trim() || /^https?:$/.test(URL.parse(baseURL)?.protocol ?? "")) return;
  throw new UsageError("usage.base-url-invalid", `"${baseURL}" is no address of a server.`, {
    input: baseURL,
    hint: "Give it as https://host, or leave ANTHROPIC_BASE_URL unset.",
  });
}
