import type { BlockKind, Origin } from "@longdoc/core";
import { cutLong } from "../sentences/long-sentences.ts";
import { type Span, splitSentences } from "../sentences/split.ts";

/** A block of a document without pages of its own, before it is laid out. */
export interface TextBlock {
  readonly kind: BlockKind;
  /** Headings only: 1 is the highest level. */
  readonly level?: number;
  /** What is shown and read; line feeds are kept. */
  readonly text: string;
  /** What of it is cited on its own: a sentence, or a line (a row of a table, a line of code). */
  readonly unit: "sentence" | "line";
  /** Columns that the block is shifted to the right by. */
  readonly indent: number;
  /** Shown left of the first line and part of no sentence: a bullet. */
  readonly marker?: string;
  /** Tables only: the table as GitHub-flavoured Markdown. */
  readonly markdown?: string;
  /** Default `text`. */
  readonly origin?: Origin;
}

/** What a document says: its blocks, and its title and language where it names them. */
export interface TextContent {
  readonly title: string | undefined;
  /** ISO 639-1 code. */
  readonly language?: string;
  readonly blocks: readonly TextBlock[];
  /** What a reader should know of how it was read. */
  readonly warnings?: readonly string[];
}

/** Where a block's sentences lie in its text. */
export function spansOf(block: TextBlock, language: string): Span[] {
  return block.unit === "line" ? lineSpans(block.text) : splitSentences(block.text, language);
}

/** Every line that is not blank is a sentence (rows of a table, lines of code), or several if it is too long for one. */
function lineSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + line.trimEnd().length;
    if (end > start) spans.push(...cutLong(text, { start, end }));
    start += line.length + 1;
  }
  return spans;
}
