import { isObject, type JsonObject, objectsOf, textOf } from "../json.ts";
import type { CitationLocation } from "./content.ts";

/** A document or search result of a request, cut into the pieces that can be cited. */
export interface Source {
  readonly pieces: readonly string[];
  readonly citable: boolean;
  /** The citation of the pieces from `start` up to `end`, exclusive. */
  readonly cite: (start: number, end: number) => CitationLocation;
}

/** The sources of all messages, in order of appearance, each kind with its own count. */
export function sourcesOf(messages: readonly JsonObject[]): Source[] {
  const blocks = messages.flatMap((message) => flatten(message["content"]));
  let documents = 0;
  let results = 0;
  return blocks.flatMap((block) => {
    if (block["type"] === "document") return [documentSource(block, documents++)];
    if (block["type"] === "search_result") return [searchResultSource(block, results++)];
    return [];
  });
}

function flatten(content: unknown): JsonObject[] {
  return objectsOf(content).flatMap((block) =>
    block["type"] === "tool_result" ? flatten(block["content"]) : [block],
  );
}

function documentSource(block: JsonObject, index: number): Source {
  const source = isObject(block["source"]) ? block["source"] : {};
  const common = { document_index: index, document_title: block["title"] ?? null, file_id: null };
  const citable = isObject(block["citations"]) && block["citations"]["enabled"] === true;
  if (source["type"] === "text") {
    const pieces = splitSentences(textOf(source["data"]));
    return {
      pieces,
      citable,
      cite: (start, end) => {
        const from = pieces.slice(0, start).join("").length;
        const cited_text = pieces.slice(start, end).join("");
        const range = { start_char_index: from, end_char_index: from + cited_text.length };
        return { type: "char_location", cited_text, ...common, ...range };
      },
    };
  }
  const pieces = piecesOf(source["content"]);
  return {
    pieces,
    citable,
    cite: (start, end) => ({
      type: "content_block_location",
      cited_text: pieces.slice(start, end).join(""),
      ...common,
      start_block_index: start,
      end_block_index: end,
    }),
  };
}

function searchResultSource(block: JsonObject, index: number): Source {
  const pieces = piecesOf(block["content"]);
  return {
    pieces,
    citable: isObject(block["citations"]) && block["citations"]["enabled"] === true,
    cite: (start, end) => ({
      type: "search_result_location",
      cited_text: pieces.slice(start, end).join(""),
      source: block["source"],
      title: block["title"],
      search_result_index: index,
      start_block_index: start,
      end_block_index: end,
    }),
  };
}

/** Images keep their place among the blocks, and hold no text. */
function piecesOf(content: unknown): string[] {
  if (typeof content === "string") return splitSentences(content);
  return objectsOf(content).map((item) => textOf(item["text"]));
}

function splitSentences(text: string): string[] {
  return text.match(/[^.!?\n]*(?:[.!?]+\s*|\n+|$)/g)?.filter((piece) => piece !== "") ?? [];
}
