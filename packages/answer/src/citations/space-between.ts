import type { Sentence } from "@longdoc/core";

const BLANK_LINE = "\n\n";

/**
 * The white space between two sentences that are read one after the other, told by their places in the document's
 * text: none where the text has none (Chinese and Japanese), a blank line between blocks and at the end of a chunk.
 */
export function spaceBetween(before: Sentence, after: Sentence | undefined): "" | " " | "\n\n" {
  if (!after) return BLANK_LINE;
  const gap = after.start - before.end;
  if (gap === 0) return "";
  return gap > 1 ? BLANK_LINE : " ";
}
