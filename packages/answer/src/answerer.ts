import type { Answer, Citation, ContextPlan } from "@longdoc/core";

/** What an answerer says while it works. The last event is always `answer`. */
export type AnswerEvent =
  | { readonly type: "text"; readonly text: string }
  /** A citation of the claim whose text follows, or has just been given. */
  | { readonly type: "citation"; readonly citation: Citation }
  | { readonly type: "answer"; readonly answer: Answer };

export interface AnswerOptions {
  readonly signal?: AbortSignal;
}

/** Turns a packed context into an answer whose claims cite the context's own sentences. */
export interface Answerer {
  /** Model id, `none` where no model is used. */
  readonly model: string;
  /** @throws ModelError `model.*`; CitationError `citation.broken` */
  stream(plan: ContextPlan, options?: AnswerOptions): AsyncIterable<AnswerEvent>;
}
