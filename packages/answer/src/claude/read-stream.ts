import type Anthropic from "@anthropic-ai/sdk";
import { type ReportedUsage, streamCut, toUsage } from "@longdoc/claude";
import type { Usage } from "@longdoc/core";

/** A finished text block of the reply, with the citations that came before or after its text. */
export interface ReplyBlock {
  readonly text: string;
  readonly citations: readonly Anthropic.TextCitation[];
}

export type ReplyEvent =
  | ({ readonly type: "block" } & ReplyBlock)
  | {
      readonly type: "end";
      readonly stopReason: string | null;
      /** Why a safety system refused, where it says so. */
      readonly refusal: string | null;
      readonly usage: Usage;
    };

interface OpenBlock {
  text: string;
  readonly citations: Anthropic.TextCitation[];
}

/**
 * Reads the Messages API's stream block by block. Thinking and unknown events are passed over.
 *
 * @throws ModelError `model.stream-cut` when the stream ends before its message does
 */
export async function* readStream(
  events: AsyncIterable<Anthropic.RawMessageStreamEvent>,
): AsyncGenerator<ReplyEvent> {
  const open = new Map<number, OpenBlock>();
  const usage: ReportedUsage = {};
  let stopReason: string | null = null;
  let refusal: string | null = null;
  for await (const event of events) {
    switch (event.type) {
      case "message_start":
        merge(usage, event.message.usage);
        break;
      case "content_block_start":
        if (event.content_block.type === "text") {
          open.set(event.index, {
            text: event.content_block.text,
            citations: [...(event.content_block.citations ?? [])],
          });
        }
        break;
      case "content_block_delta": {
        const block = open.get(event.index);
        if (block && event.delta.type === "text_delta") block.text += event.delta.text;
        if (block && event.delta.type === "citations_delta") block.citations.push(event.delta.citation);
        break;
      }
      case "content_block_stop": {
        const block = open.get(event.index);
        if (block) yield { type: "block", ...block };
        open.delete(event.index);
        break;
      }
      case "message_delta":
        merge(usage, event.usage);
        stopReason = event.delta.stop_reason;
        refusal = event.delta.stop_details?.category ?? null;
        break;
      case "message_stop":
        yield { type: "end", stopReason, refusal, usage: toUsage(usage) };
        return;
    }
  }
  throw streamCut();
}

/** Later figures replace earlier ones: those of `message_delta` are cumulative. Sparse bodies leave some out. */
function merge(usage: ReportedUsage, reported: ReportedUsage | undefined): void {
  for (const [key, value] of Object.entries(reported ?? {})) {
    if (typeof value === "number") usage[key as keyof ReportedUsage] = value;
  }
}
