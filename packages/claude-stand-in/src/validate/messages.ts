import { invalid } from "../api-error.ts";
import { isObject, type JsonObject, objectsOf } from "../json.ts";
import type { ServedModel } from "../models.ts";
import type { ApiVersion } from "./request.ts";

const USER_BLOCKS = new Set(["text", "image", "document", "search_result", "tool_result"]);
const ASSISTANT_BLOCKS = new Set([
  "text",
  "thinking",
  "redacted_thinking",
  "tool_use",
  "server_tool_use",
  "document",
]);

/** Checks roles, kinds of content, and that every tool call is answered; gives the messages back as objects. */
export function checkMessages(
  messages: readonly unknown[],
  served: ServedModel,
  version: ApiVersion,
): readonly JsonObject[] {
  const checked = messages.map((message, index) => checkMessage(message, `messages.${index}`, version));
  if (checked.at(-1)?.["role"] === "assistant" && served.refusesPrefill) {
    throw invalid(
      "This model does not support assistant message prefill. The conversation must end with a user message.",
    );
  }
  checkToolPairs(checked);
  return checked;
}

function checkMessage(message: unknown, path: string, version: ApiVersion): JsonObject {
  if (!isObject(message)) throw invalid(`${path}: Input should be a valid dictionary`);
  const { role, content } = message;
  if (role !== "user" && role !== "assistant") {
    throw invalid(`${path}.role: Input should be 'user' or 'assistant'`);
  }
  if (content === undefined) throw invalid(`${path}.content: Field required`);
  if (typeof content === "string") {
    if (content === "") throw invalid("messages: text content blocks must be non-empty");
    return message;
  }
  if (!Array.isArray(content)) throw invalid(`${path}.content: Input should be a valid list`);
  content.forEach((block, index) => checkBlock(block, role, `${path}.content.${index}`, version));
  return message;
}

function checkBlock(block: unknown, role: string, path: string, version: ApiVersion): void {
  if (!isObject(block)) throw invalid(`${path}: Input should be a valid dictionary`);
  const type = String(block["type"]);
  const allowed = role === "user" ? USER_BLOCKS : ASSISTANT_BLOCKS;
  const assistantDocument = role === "assistant" && type === "document" && version === "2026-10-21";
  if (!allowed.has(type) || assistantDocument) {
    throw invalid(`${path}: Input tag '${type}' found using 'type' does not match any of the expected tags`);
  }
  if (type === "text") checkText(block, role, path, version);
}

function checkText(block: JsonObject, role: string, path: string, version: ApiVersion): void {
  if (typeof block["text"] !== "string") throw invalid(`${path}.text.text: Field required`);
  if (block["text"] === "") throw invalid("messages: text content blocks must be non-empty");
  if (block["text"].trim() === "") {
    throw invalid("messages: text content blocks must contain non-whitespace text");
  }
  if (!block["text"].isWellFormed())
    throw invalid("The request body is not valid JSON: no low surrogate in string");
  const cited = Array.isArray(block["citations"]) && block["citations"].length > 0;
  if (role === "user" && cited && version === "2026-10-21") {
    throw invalid(`${path}.text.citations: Extra inputs are not permitted`);
  }
}

function checkToolPairs(messages: readonly JsonObject[]): void {
  messages.forEach((message, index) => {
    if (message["role"] !== "assistant") return;
    const asked = objectsOf(message["content"]).filter((block) => block["type"] === "tool_use");
    const next = objectsOf(messages[index + 1]?.["content"]);
    const answered = new Set(
      next.filter((block) => block["type"] === "tool_result").map((block) => block["tool_use_id"]),
    );
    const open = asked.map((block) => block["id"]).filter((id) => !answered.has(id));
    if (open.length > 0) {
      throw invalid(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(", ")}.`,
      );
    }
  });
}
