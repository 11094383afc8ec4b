import { invalid } from "../api-error.ts";
import { isObject, type JsonObject, objectsOf, textOf } from "../json.ts";
import type { ServedModel } from "../models.ts";
import { type ApiVersion, hasFormat } from "./request.ts";

const PDF_MAGIC = "%PDF-";
/** An assumption: the real limit is not documented. */
const MAX_TITLE = 500;

interface Placed {
  readonly block: JsonObject;
  readonly path: string;
}

/** Checks documents and search results, wherever they stand, and that citations are on for all or for none. */
export function checkDocuments(
  body: JsonObject,
  messages: readonly JsonObject[],
  served: ServedModel,
  version: ApiVersion,
): void {
  const placed = messages.flatMap((message, index) =>
    placedBlocks(message["content"], `messages.${index}.content`),
  );
  const documents = placed.filter(({ block }) => block["type"] === "document");
  const results = placed.filter(({ block }) => block["type"] === "search_result");
  for (const document of documents) checkDocument(document);
  for (const result of results) checkSearchResult(result, version);
  checkAllOrNone(documents, "document");
  checkAllOrNone(results, "search_result");
  checkPages(documents, served);
  if (hasFormat(body) && [...documents, ...results].some(citesOf)) {
    throw invalid("output_config.format: citations cannot be used together with structured outputs");
  }
}

function placedBlocks(content: unknown, path: string): Placed[] {
  return objectsOf(content).flatMap((block, index) => {
    const own = { block, path: `${path}.${index}` };
    if (block["type"] !== "tool_result") return [own];
    const inner = placedBlocks(block["content"], `${own.path}.tool_result.content`);
    const results = inner.filter((each) => each.block["type"] === "search_result");
    if (results.length > 0 && results.length < inner.length) {
      throw invalid(`${own.path}: search_result blocks cannot be mixed with other blocks in a tool_result`);
    }
    return [own, ...inner];
  });
}

function checkDocument({ block, path }: Placed): void {
  const source = block["source"];
  if (!isObject(source)) throw invalid(`${path}.document.source: Field required`);
  if (textOf(block["title"]).length > MAX_TITLE) {
    throw invalid(`${path}.document.title: String should have at most ${MAX_TITLE} characters`);
  }
  switch (source["type"]) {
    case "content":
      return checkContent(source["content"], `${path}.document.source.content.content`);
    case "text":
      return expectMedia(source, "text/plain", path);
    case "base64":
      expectMedia(source, "application/pdf", path);
      return checkPdf(textOf(source["data"]), path);
    case "url":
    case "file":
      return undefined;
    default:
      throw invalid(
        `${path}.document.source: Input tag '${String(source["type"])}' does not match any of the expected tags`,
      );
  }
}

function checkContent(content: unknown, path: string): void {
  if (typeof content === "string" && content !== "") return;
  if (!Array.isArray(content) || content.length === 0)
    throw invalid(`${path}: Input should be a non-empty list`);
  content.forEach((item: unknown, index) => {
    const type = isObject(item) ? item["type"] : undefined;
    if (type === "image") return;
    if (!isObject(item) || type !== "text") {
      throw invalid(
        `${path}.${index}: Input tag '${String(type)}' does not match any of the expected tags: 'text', 'image'`,
      );
    }
    checkItemText(item, `${path}.${index}`);
  });
}

function checkItemText(item: JsonObject, path: string): void {
  const text = item["text"];
  if (typeof text !== "string") throw invalid(`${path}.text: Field required`);
  if (text.trim() === "") throw invalid("messages: text content blocks must be non-empty");
  if (!text.isWellFormed()) throw invalid("The request body is not valid JSON: no low surrogate in string");
  if (isObject(item["cache_control"])) throw invalid(`${path}.cache_control: Extra inputs are not permitted`);
}

function expectMedia(source: JsonObject, media: string, path: string): void {
  if (source["media_type"] !== media)
    throw invalid(`${path}.document.source.media_type: Input should be '${media}'`);
  if (textOf(source["data"]) === "")
    throw invalid(`${path}.document.source.data: String should have at least 1 character`);
}

function checkPdf(data: string, path: string): void {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data))
    throw invalid(`${path}.document.source.base64: invalid base64 data`);
  if (!Buffer.from(data.slice(0, 1_400), "base64").toString("latin1").includes(PDF_MAGIC)) {
    throw invalid(`${path}.document.source.base64.data: The PDF specified was not valid.`);
  }
}

function checkPages(documents: readonly Placed[], { model }: ServedModel): void {
  const limit = model.window < 1_000_000 ? 100 : 600;
  const pages = documents.reduce((sum, { block }) => sum + pagesOf(block["source"]), 0);
  if (pages > limit) throw invalid(`A maximum of ${limit} PDF pages may be provided.`);
}

/** Page objects of a PDF, as far as they stand in the open. */
function pagesOf(source: unknown): number {
  if (!isObject(source) || source["type"] !== "base64") return 0;
  const text = Buffer.from(textOf(source["data"]), "base64").toString("latin1");
  return text.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 1;
}

function checkSearchResult({ block, path }: Placed, version: ApiVersion): void {
  for (const key of ["source", "title"]) {
    if (typeof block[key] !== "string") throw invalid(`${path}.search_result.${key}: Field required`);
  }
  const content = objectsOf(block["content"]);
  if (content.length === 0) throw invalid(`${path}.search_result.content: Input should be a non-empty list`);
  content.forEach((item, index) => {
    const at = `${path}.search_result.content.${index}`;
    if (item["type"] !== "text") throw invalid(`${at}: Input should be 'text'`);
    checkItemText(item, at);
    const cited = Array.isArray(item["citations"]) && item["citations"].length > 0;
    if (cited && version === "2026-10-21") throw invalid(`${at}.citations: Extra inputs are not permitted`);
  });
}

function citesOf({ block }: Placed): boolean {
  return isObject(block["citations"]) && block["citations"]["enabled"] === true;
}

function checkAllOrNone(placed: readonly Placed[], kind: string): void {
  const citing = placed.filter(citesOf).length;
  if (citing > 0 && citing < placed.length) {
    throw invalid(`Citations must be enabled on all or none of the ${kind} blocks of a request.`);
  }
}
