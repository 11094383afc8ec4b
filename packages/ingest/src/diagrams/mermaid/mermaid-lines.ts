import { IngestError } from "@longdoc/core";

import { draftBlocks } from "../draft-blocks.ts";
import { readMermaidText } from "./read-mermaid.ts";

/** What a diagram inside of another text says, a sentence each; none where it is too large to be read. */
export function mermaidLines(source: string, language: string): string[] {
  try {
    const blocks = draftBlocks(readMermaidText(source, "diagram"), 1, language);
    return blocks.flatMap(({ sentences }) => sentences.map(({ text }) => text));
  } catch (thrown) {
    if (thrown instanceof IngestError) return [];
    throw thrown;
  }
}
