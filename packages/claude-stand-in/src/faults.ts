/** What the stand-in is told to do to the next request, instead of answering it well. */
export type Fault = TransportFault | StreamFault | ReplyFault;

/** The request gets an error, or no answer at all. */
export type TransportFault =
  | {
      /** Any error response of the API, for instance 500, 504, 529, 401. */
      readonly type: "status";
      readonly status: number;
      /** Default: the API's own type for the status. */
      readonly error?: string;
      readonly message?: string;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 429. `retryAfter` as the header is to say it: seconds, or a date; without the header where it is left out. */
  | { readonly type: "rate-limit"; readonly retryAfter?: number | string }
  /** 429 until the month ends: no `retry-after`, an error code in the details. */
  | { readonly type: "spend-limit" }
  /** An HTML page without a request id: 413 and 502 come from the proxy before the API. */
  | { readonly type: "proxy-page"; readonly status: number }
  /** An error whose body begins and never ends. */
  | { readonly type: "endless-error"; readonly status: number }
  /** The connection is closed without an answer. */
  | { readonly type: "drop-connection" }
  /** The response begins only after `delayMs`. */
  | { readonly type: "slow-first-byte"; readonly delayMs: number };

/** The answer is good and its stream is not. `afterBlocks`: content blocks that are sent whole before; default 0. */
export type StreamFault =
  /** An `error` event, default `overloaded_error`; then the stream ends. */
  | { readonly type: "stream-error"; readonly afterBlocks?: number; readonly error?: string }
  /** The stream ends, well-formed, before the message does. */
  | { readonly type: "cut-stream"; readonly afterBlocks?: number }
  /** The connection is closed in the middle of an event. */
  | { readonly type: "drop-stream"; readonly afterBlocks?: number }
  /** Nothing more comes, and the connection stays open. */
  | { readonly type: "stall"; readonly afterBlocks?: number }
  /** Nothing but pings comes before the first block, as while a model thinks. */
  | { readonly type: "pings"; readonly count: number; readonly everyMs: number }
  /** Citations come after the text of their block. */
  | { readonly type: "late-citations" }
  /** Bodies and events leave out what may be left out. */
  | { readonly type: "sparse" };

/** The reply itself is not what was hoped for. */
export type ReplyFault =
  | {
      readonly type: "refusal";
      readonly when: "before-output" | "in-output";
      readonly category?: string | null;
    }
  /** The reply ends in the middle of its first cited block. */
  | { readonly type: "truncate"; readonly reason: "max_tokens" | "model_context_window_exceeded" }
  /** The output is used up by thinking. */
  | { readonly type: "only-thinking" }
  /** No content, and no reason for it. */
  | { readonly type: "empty" }
  /** Citations stand in the text as markup, and nowhere else. */
  | { readonly type: "cite-markup" }
  /** `cited_text` is not what stands at the place cited. */
  | { readonly type: "wrong-quote" }
  /** A citation names blocks, or a document, that were not sent. */
  | { readonly type: "wrong-index"; readonly of: "block" | "document" }
  /** The text is there, without a citation. */
  | { readonly type: "no-citations" }
  /** These words, each with the places that it cites in the request's own documents. */
  | { readonly type: "say"; readonly blocks: readonly SaidBlock[] };

/** What comes of a picture. */
export type ImageScript =
  /** This value, as JSON. */
  | { readonly type: "says"; readonly value: unknown }
  /** This text, whether it is JSON or not. */
  | { readonly type: "says-text"; readonly text: string }
  /** The picture is refused as damaged. */
  | { readonly type: "unreadable" }
  /** In a batch only: its time is over before it is worked on. */
  | { readonly type: "expired" }
  | ReplyFault;

export interface SaidBlock {
  readonly text: string;
  /** `[document, start, end]`: positions in the request, end exclusive. */
  readonly cites?: readonly (readonly [document: number, start: number, end: number])[];
}

const TRANSPORT: ReadonlySet<string> = new Set<TransportFault["type"]>([
  "status",
  "rate-limit",
  "spend-limit",
  "proxy-page",
  "endless-error",
  "drop-connection",
  "slow-first-byte",
]);

export function isTransportFault(fault: Fault): fault is TransportFault {
  return TRANSPORT.has(fault.type);
}

export function isSaid(
  script: ImageScript | undefined,
): script is Extract<ImageScript, { type: "says" | "says-text" }> {
  return script?.type === "says" || script?.type === "says-text";
}

export function isReplyFault(script: ImageScript): script is ReplyFault {
  return !isSaid(script) && script.type !== "unreadable" && script.type !== "expired";
}
