import { imageTokens } from "./images/image-tokens.ts";
import { sentImage } from "./images/sent-image.ts";
import type { ServedModel } from "./models.ts";
import { isObject, type JsonObject, objectsOf, textOf } from "./json.ts";

/** Characters per token, on the pessimistic side: a client that fits here fits the real service. */
const CHARACTERS_PER_TOKEN = { "claude-4.7": 2.5, "claude-3": 3.5 } as const;
/** Characters beyond Latin, Greek and Cyrillic take about a token each. */
const WIDE_TOKENS = { "claude-4.7": 1.3, "claude-3": 1 } as const;
const WIDE = /[\u{0590}-\u{10ffff}]/gu;

/** Assumptions: the real overheads are not documented. */
const TOKENS_PER_DOCUMENT = 40;
const TOKENS_PER_CITABLE_BLOCK = 3;
/** The system's own addition when citations are on. */
const CITATION_TOKENS = 250;
/** Of a picture that is not sent itself: a URL, a file. */
const TOKENS_PER_IMAGE = 1_600;
const TOKENS_PER_REQUEST = 10;

export function textTokens(text: string, served: ServedModel): number {
  const { tokenizer } = served.model;
  const wide = text.match(WIDE)?.length ?? 0;
  // Astral characters are one match and two units.
  const narrow = Math.max(0, text.length - wide);
  return Math.ceil(narrow / CHARACTERS_PER_TOKEN[tokenizer] + wide * WIDE_TOKENS[tokenizer]);
}

/** Tokens of a content block of any kind, with what is nested in it. */
export function blockTokens(block: JsonObject, served: ServedModel): number {
  switch (block["type"]) {
    case "text":
      return textTokens(textOf(block["text"]), served);
    case "image":
      return sentImageTokens(block, served);
    case "document":
    case "search_result":
      return documentTokens(block, served);
    case "thinking":
    case "redacted_thinking":
      // Thinking of earlier turns is not counted again.
      return 0;
    case "tool_result":
      return contentTokens(block["content"], served) + TOKENS_PER_REQUEST;
    default:
      return textTokens(JSON.stringify(block), served);
  }
}

function sentImageTokens(block: JsonObject, served: ServedModel): number {
  const image = sentImage(block);
  return image ? imageTokens(image, served) : TOKENS_PER_IMAGE;
}

export function contentTokens(content: unknown, served: ServedModel): number {
  if (typeof content === "string") return textTokens(content, served);
  return objectsOf(content).reduce((sum, block) => sum + blockTokens(block, served), 0);
}

function documentTokens(block: JsonObject, served: ServedModel): number {
  const source = isObject(block["source"]) ? block["source"] : block;
  const content = source["content"];
  const parts = Array.isArray(content) ? content.length : 1;
  return (
    TOKENS_PER_DOCUMENT +
    parts * TOKENS_PER_CITABLE_BLOCK +
    contentTokens(content, served) +
    textTokens(textOf(source["data"]), served) +
    textTokens(textOf(block["title"]) + textOf(block["context"]), served)
  );
}

/** What stands before the first message: tools, the system prompt, and the frame of the request. */
export function preambleTokens(body: JsonObject, served: ServedModel, cites: boolean): number {
  const tools = body["tools"] === undefined ? 0 : textTokens(JSON.stringify(body["tools"]), served);
  return TOKENS_PER_REQUEST + tools + contentTokens(body["system"], served) + (cites ? CITATION_TOKENS : 0);
}

/** Input tokens of a request. */
export function requestTokens(body: JsonObject, served: ServedModel): number {
  const messages = objectsOf(body["messages"]);
  const cites = messages.some((message) =>
    objectsOf(message["content"]).some(
      (block) => isObject(block["citations"]) && block["citations"]["enabled"] === true,
    ),
  );
  const format = isObject(body["output_config"]) ? body["output_config"]["format"] : undefined;
  const schema = format === undefined ? 0 : textTokens(JSON.stringify(format), served);
  const turns = messages.reduce((sum, message) => sum + contentTokens(message["content"], served) + 4, 0);
  return preambleTokens(body, served, cites) + schema + turns;
}
