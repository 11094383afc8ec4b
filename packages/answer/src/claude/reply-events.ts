import { setTimeout as sleep } from "node:timers/promises";

import type Anthropic from "@anthropic-ai/sdk";
import { cancelled, type ClaudeClient, modelError, streamError } from "@longdoc/claude";
import type { LongdocError } from "@longdoc/core";

import { readStream, type ReplyEvent } from "./read-stream.ts";

/** As the SDK waits between its own retries. */
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;

export interface ReplyOptions {
  /** Times that the request is sent again, from 0. */
  readonly maxRetries: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Claude's reply, block by block. The SDK sends a request again until its response begins. A stream that breaks after
 * that is asked for again here, as long as no block of it was given out: nobody has seen anything of it.
 *
 * @throws ModelError `model.*`
 */
export async function* replyEvents(
  client: ClaudeClient,
  request: Anthropic.MessageCreateParamsNonStreaming,
  { maxRetries, signal }: ReplyOptions,
): AsyncGenerator<ReplyEvent> {
  for (let attempt = 0; ; attempt++) {
    let hasBegun = false;
    let hasGiven = false;
    try {
      signal?.throwIfAborted();
      const options = { maxRetries: maxRetries - attempt, ...(signal ? { signal } : {}) };
      const stream = await client.messages.create({ ...request, stream: true }, options);
      hasBegun = true;
      for await (const event of readStream(stream)) {
        hasGiven = true;
        yield event;
      }
      return;
    } catch (thrown) {
      if (signal?.aborted) throw cancelled(thrown);
      if (!hasBegun) throw modelError(thrown);
      const error = streamError(thrown);
      if (hasGiven || attempt >= maxRetries || !mayPass(error)) throw error;
      await pause(attempt, signal);
    }
  }
}

/** What has stalled once has had its time. */
function mayPass(error: LongdocError): boolean {
  return (
    error.recovery === "transient" && error.code !== "model.stalled" && error.code !== "model.rate-limited"
  );
}

async function pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** attempt, MAX_DELAY_MS);
  try {
    await sleep(delayMs, undefined, signal ? { signal } : {});
  } catch (thrown) {
    throw cancelled(thrown);
  }
}
