/** Reading a document as a task for a child process: the file is untrusted. */
import type { Document } from "@longdoc/core";

import type { TextInput } from "./read-content.ts";
import { readText, type TextGrid, textGrid } from "./read-text.ts";

export interface TextTask extends TextInput {
  /** All that it says, or only what is drawn. */
  readonly wanted: "document" | "grid";
}

export default function readTextTask({ wanted, ...input }: TextTask): Promise<Document | TextGrid> {
  return wanted === "document" ? readText(input) : textGrid(input);
}
