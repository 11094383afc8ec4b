import type { Fault } from "../faults.ts";
import { type CitationLocation, type Reply, type ReplyBlock, textBlock } from "./content.ts";
import type { Source } from "./sources.ts";

/** The reply as a fault makes it; as it was where the fault concerns something else. */
export function spoilReply(reply: Reply, fault: Fault | undefined, sources: readonly Source[]): Reply {
  switch (fault?.type) {
    case "refusal":
      return {
        content: fault.when === "before-output" ? [] : firstWords(reply.content),
        stopReason: "refusal",
        refusal: fault.category ?? null,
      };
    case "truncate":
      return { content: firstWords(reply.content), stopReason: fault.reason };
    case "only-thinking":
      return {
        content: reply.content.filter(({ type }) => type === "thinking"),
        stopReason: "max_tokens",
      };
    case "empty":
      return { ...reply, content: [] };
    case "cite-markup":
      return withText(reply, ({ text, citations }) =>
        citations.length > 0 ? textBlock(`<cite index="0-0">${text}</cite>`) : textBlock(text),
      );
    case "no-citations":
      return withText(reply, ({ text }) => textBlock(text));
    case "wrong-quote":
      return withCitations(reply, (citation) => ({
        ...citation,
        cited_text: "These words were never sent.",
      }));
    case "wrong-index":
      return withCitations(reply, (citation) => misplaced(citation, fault.of));
    case "say":
      return { ...reply, content: fault.blocks.map(({ text, cites }) => said(text, cites ?? [], sources)) };
    default:
      return reply;
  }
}

type TextBlock = Extract<ReplyBlock, { type: "text" }>;

function withText(reply: Reply, change: (block: TextBlock) => ReplyBlock): Reply {
  return {
    ...reply,
    content: reply.content.map((block) => (block.type === "text" ? change(block) : block)),
  };
}

function withCitations(reply: Reply, change: (citation: CitationLocation) => CitationLocation): Reply {
  return withText(reply, (block) => ({ ...block, citations: block.citations.map(change) }));
}

/** Up to the middle of the first cited block, or of the last block where none is cited. */
function firstWords(content: readonly ReplyBlock[]): ReplyBlock[] {
  const cited = content.findIndex((block) => block.type === "text" && block.citations.length > 0);
  const at = cited >= 0 ? cited : content.length - 1;
  const block = content[at];
  if (block?.type !== "text") return [...content];
  const text = block.text.slice(0, Math.ceil(block.text.length / 2));
  return [...content.slice(0, at), { ...block, text }];
}

/** A place just behind what was sent. */
function misplaced(citation: CitationLocation, of: "block" | "document"): CitationLocation {
  if (of === "document") return { ...citation, document_index: Number(citation["document_index"]) + 1_000 };
  return {
    ...citation,
    start_block_index: Number(citation["start_block_index"]) + 1_000_000,
    end_block_index: Number(citation["end_block_index"]) + 1_000_000,
  };
}

function said(
  text: string,
  cites: readonly (readonly [number, number, number])[],
  sources: readonly Source[],
): ReplyBlock {
  const citations = cites.map(([document, start, end]) => {
    const source = sources[document];
    if (!source) throw new Error(`The request has no document ${document} to cite.`);
    return source.cite(start, end);
  });
  return textBlock(text, citations);
}
