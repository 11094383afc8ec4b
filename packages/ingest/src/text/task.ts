/** Reading a text as a task for a child process. */
import type { Document } from "@longdoc/core";

import { readText, type TextMediaType } from "./read-text.ts";

export interface TextTask {
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly mediaType: TextMediaType;
}

export default function readTextTask({ bytes, source, mediaType }: TextTask): Promise<Document> {
  return readText(bytes, { source, mediaType });
}
