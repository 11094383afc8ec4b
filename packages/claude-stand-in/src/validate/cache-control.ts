import { invalid } from "../api-error.ts";
import { isObject, type JsonObject, objectsOf, textOf } from "../json.ts";

const MAX_BREAKPOINTS = 4;

/** Checks the marks that say up to where the prompt is to be cached: on tools, system and message blocks, or on top. */
export function checkCacheControl(body: JsonObject, messages: readonly JsonObject[]): void {
  const blocks = [
    ...objectsOf(body["tools"]),
    ...objectsOf(body["system"]),
    ...messages.flatMap((message) => objectsOf(message["content"])),
  ];
  const marked = blocks.filter((block) => isObject(block["cache_control"]));
  for (const block of marked) checkMark(block);
  const onTop = isObject(body["cache_control"]);
  if (onTop) checkMark(body);
  const found = marked.length + (onTop ? 1 : 0);
  if (found > MAX_BREAKPOINTS) {
    throw invalid(
      `A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${found}.`,
    );
  }
}

function checkMark(block: JsonObject): void {
  const mark = block["cache_control"] as JsonObject;
  if (mark["type"] !== "ephemeral") throw invalid("cache_control.type: Input should be 'ephemeral'");
  const ttl = mark["ttl"] ?? "5m";
  if (ttl !== "5m" && ttl !== "1h") throw invalid("cache_control.ttl: Input should be '5m' or '1h'");
  if (block["type"] === "text" && textOf(block["text"]) === "") {
    throw invalid("cache_control cannot be set for empty text blocks");
  }
}
