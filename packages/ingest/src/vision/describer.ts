import type { PictureLimits } from "../draw/fit-picture.ts";
import type { PictureDescription } from "./description.ts";

/** A picture as a model gets it. */
export interface Picture {
  /** SHA-256 of `bytes`, 64 lower-case hexadecimal digits. */
  readonly hash: string;
  readonly bytes: Uint8Array;
  readonly mediaType: "image/png" | "image/jpeg";
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** What became of a picture. */
export type Outcome =
  | { readonly type: "described"; readonly description: PictureDescription }
  | {
      readonly type: "not-described";
      /** Half a sentence: "Claude refused". */
      readonly reason: string;
      /** Whether asking again would come to the same, so that the outcome is worth keeping. */
      readonly final: boolean;
    };

export interface DescribedPicture {
  /** Of the picture. */
  readonly hash: string;
  readonly outcome: Outcome;
}

/** The most that describing a picture takes. */
export interface Quote {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars. */
  readonly dollars: number;
}

/** Describes pictures. What fails for one picture alone is its outcome, and leaves the others be. */
export interface PictureDescriber {
  /** Names the model and what is asked of it: outcomes are kept under it. Letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** What it takes of a picture before it would be scaled down. */
  readonly limits: PictureLimits;
  quote(picture: Pick<Picture, "width" | "height">): Quote;
  /**
   * One outcome for each picture, in any order, as they come, and perhaps outcomes of other pictures that an earlier
   * call had asked for. Pictures are taken as there is room for them.
   *
   * @throws LongdocError where nothing can be described at all: no right to, no such model; or when it is cancelled
   */
  describe(
    pictures: AsyncIterable<Picture>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<DescribedPicture>;
}
