import type { Fault } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import type { CitationLocation, ReplyBlock } from "./content.ts";
import { type Message, stopDetails, toBody } from "./message.ts";

/** An event of the stream: `event:` is its type. */
export type StreamEvent = JsonObject & { readonly type: string };

/** Characters of a text delta, at least and at most. */
const MIN_DELTA = 3;
const MAX_DELTA = 24;

const PING: StreamEvent = { type: "ping" };
/** Clients must pass over what they do not know. */
const UNKNOWN: StreamEvent = { type: "stand_in_note", note: "an event that no client knows" };

/** The events of a message, block by block, between its head and its tail. */
export interface EventParts {
  readonly head: readonly StreamEvent[];
  readonly blocks: readonly (readonly StreamEvent[])[];
  readonly tail: readonly StreamEvent[];
}

export function toEvents(message: Message, fault: Fault | undefined, random: () => number): EventParts {
  const { reply, usage } = message;
  const sparse = fault?.type === "sparse";
  const late = fault?.type === "late-citations";
  const start = toBody({ ...message, reply: { content: [], stopReason: "end_turn" } }, sparse);
  const head = {
    type: "message_start",
    message: { ...start, stop_reason: null, usage: { ...(start["usage"] as JsonObject), output_tokens: 1 } },
  };
  const blocks = reply.content.map((block, index) => {
    const events = blockEvents(block, index, late, random);
    return index === 0 ? [events[0]!, PING, ...events.slice(1), UNKNOWN] : events;
  });
  const delta = { stop_reason: reply.stopReason, stop_sequence: null };
  const end = {
    type: "message_delta",
    delta: sparse ? delta : { ...delta, stop_details: stopDetails(reply), container: null },
    usage: sparse ? { output_tokens: usage["output_tokens"] } : usage,
  };
  return { head: [head], blocks, tail: [end, { type: "message_stop" }] };
}

function blockEvents(block: ReplyBlock, index: number, late: boolean, random: () => number): StreamEvent[] {
  const delta = (change: JsonObject): StreamEvent => ({ type: "content_block_delta", index, delta: change });
  const stop = { type: "content_block_stop", index };
  if (block.type === "thinking") {
    const empty = { type: "thinking", thinking: "", signature: "" };
    const signed = delta({ type: "signature_delta", signature: block.signature });
    return [{ type: "content_block_start", index, content_block: empty }, signed, stop];
  }
  const cites = block.citations.map((citation: CitationLocation) =>
    delta({ type: "citations_delta", citation }),
  );
  const texts = pieces(block.text, random).map((text) => delta({ type: "text_delta", text }));
  const empty =
    block.citations.length > 0 ? { citations: [], type: "text", text: "" } : { type: "text", text: "" };
  const started = { type: "content_block_start", index, content_block: empty };
  return late ? [started, ...texts, ...cites, stop] : [started, ...cites, ...texts, stop];
}

function pieces(text: string, random: () => number): string[] {
  const characters = [...text];
  const parts: string[] = [];
  for (let at = 0; at < characters.length;) {
    const length = MIN_DELTA + Math.floor(random() * (MAX_DELTA - MIN_DELTA));
    parts.push(characters.slice(at, at + length).join(""));
    at += length;
  }
  return parts;
}
