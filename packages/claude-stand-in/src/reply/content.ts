/** Where a citation points, as the API writes it. */
export interface CitationLocation {
  readonly type: string;
  readonly cited_text: string;
  readonly [field: string]: unknown;
}

/** A content block of a reply. */
export type ReplyBlock =
  | { readonly type: "thinking"; readonly thinking: string; readonly signature: string }
  | { readonly type: "text"; readonly text: string; readonly citations: readonly CitationLocation[] };

export type StopReason = "end_turn" | "max_tokens" | "model_context_window_exceeded" | "refusal";

export interface Reply {
  readonly content: readonly ReplyBlock[];
  readonly stopReason: StopReason;
  /** Category of a refusal. */
  readonly refusal?: string | null;
}

export function textBlock(text: string, citations: readonly CitationLocation[] = []): ReplyBlock {
  return { type: "text", text, citations };
}
