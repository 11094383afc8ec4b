import type { ServerResponse } from "node:http";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";

import type { Fault } from "../faults.ts";
import type { EventParts, StreamEvent } from "../reply/events.ts";

const MAX_CHUNK_BYTES = 90;
const MAX_SPACES = 12;

/**
 * Streams a message, cut at arbitrary bytes, inside characters too, with spaces before the ends of events: as the
 * service does. Ends it as the fault wants.
 */
export async function sendStream(
  response: ServerResponse,
  parts: EventParts,
  fault: Fault | undefined,
  random: () => number,
): Promise<void> {
  if (fault?.type === "pings") await sendPings(response, fault.count, fault.everyMs);
  const ending = endingOf(fault);
  const blocks = ending ? parts.blocks.slice(0, ending.afterBlocks ?? 0) : parts.blocks;
  // A stream that breaks does so in the middle of a block, where there is one left to break.
  const broken = ending ? (parts.blocks[blocks.length]?.slice(0, 2) ?? []) : [];
  const events = [...parts.head, ...blocks.flat(), ...broken, ...(ending ? [] : parts.tail)];
  if (ending?.type === "stream-error") {
    const type = ending.error ?? "overloaded_error";
    events.push({ type: "error", error: { type, message: MESSAGES[type] ?? "Internal server error" } });
  }
  await sendBytes(response, events.map((event) => encode(event, random)).join(""), random);
  if (ending?.type === "stall") return;
  if (ending?.type === "drop-stream") {
    response.write('event: content_block_delta\ndata: {"type":"content_bl', () => response.destroy());
  } else response.end();
}

async function sendPings(response: ServerResponse, count: number, everyMs: number): Promise<void> {
  for (let sent = 0; sent < count && !response.destroyed; sent++) {
    response.write('event: ping\ndata: {"type": "ping"}\n\n');
    await sleep(everyMs, undefined, { ref: false });
  }
}

const MESSAGES: Readonly<Record<string, string>> = { overloaded_error: "Overloaded" };

type Ending = Extract<Fault, { type: "stream-error" | "cut-stream" | "drop-stream" | "stall" }>;

function endingOf(fault: Fault | undefined): Ending | undefined {
  switch (fault?.type) {
    case "stream-error":
    case "cut-stream":
    case "drop-stream":
    case "stall":
      return fault;
    default:
      return undefined;
  }
}

function encode(event: StreamEvent, random: () => number): string {
  const spaces = " ".repeat(Math.floor(random() * MAX_SPACES));
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}${spaces}\n\n`;
}

async function sendBytes(response: ServerResponse, text: string, random: () => number): Promise<void> {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length && !response.destroyed;) {
    const length = 1 + Math.floor(random() * MAX_CHUNK_BYTES);
    response.write(bytes.subarray(at, at + length));
    at += length;
    // Lets the bytes leave on their own, and a client that hangs up be noticed.
    await turn();
  }
}
