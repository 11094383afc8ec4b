import { createHash } from "node:crypto";

import { imageSize } from "image-size";

import { isObject, type JsonObject, objectsOf, textOf } from "../json.ts";

/** A picture of a request. */
export interface SentImage {
  /** Of its bytes, lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** As its bytes tell it, whatever the request says. */
  readonly mediaType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};

/** The picture that an image block holds; `undefined` where its bytes are none, or stand elsewhere (a URL, a file). */
export function sentImage(block: JsonObject): SentImage | undefined {
  const source = block["source"];
  if (!isObject(source) || source["type"] !== "base64") return undefined;
  const bytes = Buffer.from(textOf(source["data"]), "base64");
  try {
    const { width, height, type } = imageSize(bytes);
    const mediaType = MEDIA_TYPES[type ?? ""];
    if (mediaType === undefined) return undefined;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { sha256, bytes, mediaType, width, height };
  } catch {
    return undefined;
  }
}

/** The image blocks of messages, in order, those in documents and tool results among them. */
export function imageBlocks(messages: readonly JsonObject[]): { block: JsonObject; path: string }[] {
  return messages.flatMap((message, index) => blocksIn(message["content"], `messages.${index}.content`));
}

function blocksIn(content: unknown, path: string): { block: JsonObject; path: string }[] {
  return objectsOf(content).flatMap((block, index) => {
    const at = `${path}.${index}`;
    if (block["type"] === "image") return [{ block, path: `${at}.image` }];
    const source = isObject(block["source"]) ? block["source"] : block;
    return blocksIn(source["content"], at);
  });
}
