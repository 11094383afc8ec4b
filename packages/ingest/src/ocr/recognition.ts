import type { QuarterTurn, Rectangle } from "../layout/geometry.ts";
import type { TurnedLine } from "../layout/lines.ts";
import type { LaidBlock } from "../layout/page-layout.ts";

/** When text is recognised: `auto`, on pages without a sound text layer; `always`, on every page with ink. */
export type OcrMode = "auto" | "off" | "always";

export interface OcrOptions {
  /** Default `auto`. */
  readonly ocr?: OcrMode;
  /** ISO 639-1 codes or Tesseract's names (`deu+eng`) of the languages to expect. Default English. */
  readonly ocrLanguages?: readonly string[];
  /** Milliseconds that recognising one page may take. Default 120,000. */
  readonly ocrTimeoutMs?: number;
}

/** A dense page at 300 dpi takes the slower engine 8 s on an idle core; a busy machine has many to wait for. */
export const DEFAULT_OCR_TIMEOUT_MS = 120_000;

/** Points. */
export interface RecognizedWord extends Rectangle {
  readonly text: string;
  /** From 0 to 1. */
  readonly confidence: number;
}

/** A line as recognised, in points of the page turned back by `angle` (see `GlyphStyle.angle`). */
export interface RecognizedLine {
  readonly words: readonly RecognizedWord[];
  readonly angle: QuarterTurn;
  readonly baseline: number;
  /** Height of an em, estimated. */
  readonly size: number;
}

/** How the recognition of a page ended. */
export type Recognition =
  /** Its text is the page's text; there may be none. Words as they lie on the page as displayed. */
  | { readonly type: "read"; readonly words: readonly RecognizedWord[] }
  /** The text layer says more than what was recognised. */
  | { readonly type: "text-layer-kept" }
  /** Nothing is to be seen on the page; `image` where one should be. */
  | { readonly type: "blank"; readonly image: boolean }
  | { readonly type: "failed"; readonly code: string; readonly reason: string };

/** What recognition changes of a page that was read. */
export interface RecognizedContent {
  readonly headers: readonly TurnedLine[];
  readonly footers: readonly TurnedLine[];
  readonly blocks: readonly LaidBlock[];
}
