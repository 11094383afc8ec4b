import type { Block, Document } from "@longdoc/core";

/** What `streamDocument` gives: blocks as they become certain, and at the end what is known of the document as a whole. */
export type DocumentPart = BlocksPart | EndPart;

export interface BlocksPart {
  readonly type: "blocks";
  /** In reading order; a heading's level may be known only at the end. */
  readonly blocks: readonly Block[];
  /** What these blocks add to the document's text, into which their sentences' offsets point. */
  readonly text: string;
}

export interface EndPart {
  readonly type: "end";
  readonly document: Omit<Document, "blocks" | "text">;
  /** Levels of the headings that came without one, by the id of their first sentence. */
  readonly headingLevels: ReadonlyMap<string, number>;
}

/** The whole document of its parts. */
export async function toDocument(parts: AsyncIterable<DocumentPart>): Promise<Document> {
  const blocks: Block[] = [];
  let text = "";
  for await (const part of parts) {
    if (part.type === "end") {
      return { ...part.document, text, blocks: withLevels(blocks, part.headingLevels) };
    }
    for (const block of part.blocks) blocks.push(block);
    // V8 copies these to one string only when its characters are asked for.
    text += part.text;
  }
  throw new Error("the parts have no end");
}

/** Headings with their levels. */
export function withLevels(blocks: readonly Block[], levels: EndPart["headingLevels"]): Block[] {
  return blocks.map((block) => {
    const level = levels.get(block.sentences[0]?.id ?? "");
    return level === undefined ? block : { ...block, level };
  });
}

/** A document that was read whole, as parts. */
export function* partsOf({ blocks, text, ...document }: Document): Generator<DocumentPart> {
  yield { type: "blocks", blocks, text };
  yield { type: "end", document, headingLevels: new Map() };
}
