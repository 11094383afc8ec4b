import type { CostBudget } from "@longdoc/core";
import type { ClaudeClient } from "@longdoc/claude";

import type { PictureDescriber } from "./describer.ts";
import type { DescriptionStore } from "./description-store.ts";

/** Describing a document's pictures with Claude, or with another model. It costs money: nothing is done unasked. */
export interface VisionOptions {
  /** Claude's tier (`sonnet`) or model id. Default Claude Sonnet. */
  readonly model?: string;
  /** Default: the environment's ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN. */
  readonly apiKey?: string;
  /** Default: the environment's ANTHROPIC_BASE_URL, else Anthropic's API. */
  readonly baseURL?: string;
  /** A client of one's own, in place of key and address. */
  readonly client?: ClaudeClient;
  /**
   * Whether a document's pictures are sent as a Message Batch: half the price, and a wait of minutes, at the most a
   * day. With a cache, a wait that was broken off is taken up again and not paid twice. Default false.
   */
  readonly batch?: boolean;
  /** What the calls may cost; shared by all documents that it is given with. Default: no limit. */
  readonly budget?: CostBudget;
  /**
   * Where descriptions are kept, by the picture's content: a folder, or a store of blobs (the queue's fits). What is
   * kept is never paid again. Default: nowhere.
   */
  readonly cache?: string | DescriptionStore;
  /** Runs each single call to Claude, as within the limits of a queue. Default: at once. */
  readonly call?: <Result>(call: () => Promise<Result>) => Promise<Result>;
  /** Whether pages of scans are described too, besides that their text is recognised. Default false. */
  readonly scans?: boolean;
  /** A model of one's own; the options of Claude are then of no use. */
  readonly describer?: PictureDescriber;
  /** Called as pictures are done. */
  readonly onPicture?: (progress: VisionProgress) => void;
}

export interface VisionProgress {
  readonly source: string;
  /** Pictures that are done. */
  readonly done: number;
  /** Pictures of the document, duplicates counted. */
  readonly pictures: number;
}
