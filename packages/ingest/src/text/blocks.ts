import type { BlockKind } from "@longdoc/core";
import { cutLong } from "../sentences/long-sentences.ts";
import type { Span } from "../sentences/split.ts";

/** A block of a text file, before it is laid out. */
export interface TextBlock {
  readonly kind: BlockKind;
  /** Headings only: 1 is the highest level. */
  readonly level?: number;
  /** What is shown and read; line feeds are kept. */
  readonly text: string;
  /** Where its sentences lie in `text`. */
  readonly sentences: readonly Span[];
  /** Columns that the block is shifted to the right by. */
  readonly indent: number;
  /** Shown left of the first line and part of no sentence: a bullet. */
  readonly marker?: string;
  /** Tables only: the table as GitHub-flavoured Markdown. */
  readonly markdown?: string;
}

/** What a text file says: its blocks, and its title where it names one. */
export interface TextContent {
  readonly title: string | undefined;
  readonly blocks: readonly TextBlock[];
  /** What a reader should know of how it was read. */
  readonly warnings?: readonly string[];
}

/** Every line that is not blank is a sentence (rows of a table, lines of code), or several if it is too long for one. */
export function lineSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + line.trimEnd().length;
    if (end > start) spans.push(...cutLong(text, { start, end }));
    start += line.length + 1;
  }
  return spans;
}
