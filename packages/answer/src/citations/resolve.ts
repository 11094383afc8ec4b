import { type Citation, CitationError } from "@longdoc/core";

import { citeSentences } from "./cite-sentences.ts";
import type { LaidDocument } from "./layout.ts";

/** A citation as a model gives it: positions in the request. */
export interface CitationPointer {
  /** From 0, over all documents of the request. */
  readonly documentIndex: number;
  /** From 0, within the document. */
  readonly startBlock: number;
  /** Exclusive. */
  readonly endBlock: number;
  /** What the model's server says that the blocks hold. */
  readonly citedText: string;
}

/**
 * The sentences that a pointer names. Nothing is searched: the text is only compared, as proof that the positions
 * mean what was sent.
 *
 * @throws CitationError `citation.broken` when the positions are not of this request or the text differs
 */
export function resolveCitation(layout: readonly LaidDocument[], pointer: CitationPointer): Citation {
  const { documentIndex, startBlock, endBlock, citedText } = pointer;
  const laid = layout[documentIndex];
  const blocks = laid?.blocks.slice(startBlock, endBlock) ?? [];
  if (!laid || startBlock < 0 || blocks.length === 0 || blocks.length !== endBlock - startBlock) {
    throw broken(pointer, "does not exist in what was sent");
  }
  const sent = blocks.map((block) => block.text).join("");
  if (sent.trimEnd() !== citedText.trimEnd()) {
    throw broken(pointer, `holds "${excerpt(sent)}", and "${excerpt(citedText)}" was cited`);
  }
  return citeSentences(
    laid.document,
    blocks.map((block) => block.sentence),
  );
}

function broken({ documentIndex, startBlock, endBlock }: CitationPointer, problem: string): CitationError {
  return new CitationError(
    "citation.broken",
    `The citation of document ${documentIndex}, blocks ${startBlock} to ${endBlock}, is broken: that place ${problem}.`,
    { hint: "This is a bug, of Longdoc or of the model's server. Please report it." },
  );
}

function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text.trimEnd();
}
