import { describe, expect, test } from "@jest/globals";
import { CitationError, type ContextPlan, type DocumentSummary, type Sentence } from "@longdoc/core";
import fc from "fast-check";

import { layoutBlocks } from "./layout.ts";
import { resolveCitation } from "./resolve.ts";

function summary(id: string): DocumentSummary {
  return {
    id,
    version: "v",
    title: id,
    source: `/${id}.pdf`,
    mediaType: "application/pdf",
    language: "en",
    pages: 1,
    quality: { pagesRead: 1, failedPages: [], warnings: [] },
  };
}

function planOf(documents: readonly (readonly (readonly string[])[])[]): ContextPlan {
  return {
    question: "?",
    model: "claude-sonnet-5-5",
    budget: 1_000,
    used: 0,
    strategy: "chunks",
    images: [],
    dropped: [],
    documents: documents.map((chunks, at) => ({
      document: summary(`d${at}`),
      chunks: chunks.map((texts, ordinal) => ({
        id: `d${at}-c${ordinal}`,
        ordinal,
        headingPath: [],
        score: 1,
        sentences: texts.map((text, index): Sentence => ({
          id: `d${at}-c${ordinal}-s${index}`,
          text,
          page: 1,
          boxes: [{ page: 1, x: index, y: 0, width: 1, height: 1 }],
          start: 0,
          end: text.length,
          origin: { type: "text" },
        })),
      })),
    })),
  };
}

const plans = fc.array(
  fc.array(fc.array(fc.string({ minLength: 1, unit: "grapheme" }), { minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 4,
  }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

describe("resolveCitation", () => {
  test("gives back the sentences that were sent at every range of positions", () => {
    fc.assert(
      fc.property(plans, fc.nat(), fc.nat(), fc.nat(), (documents, a, b, c) => {
        const plan = planOf(documents);
        const layout = layoutBlocks(plan);
        // Sentences of white space alone are not sent, nor documents that hold nothing else.
        const sendable = plan.documents
          .map(({ chunks }) =>
            chunks.flatMap(({ sentences }) => sentences).filter(({ text }) => text.trim() !== ""),
          )
          .filter((sentences) => sentences.length > 0);
        expect(layout).toHaveLength(sendable.length);
        fc.pre(sendable.length > 0);
        const documentIndex = a % layout.length;
        const { blocks } = layout[documentIndex]!;
        const startBlock = b % blocks.length;
        const endBlock = startBlock + 1 + (c % (blocks.length - startBlock));
        const citedText = blocks
          .slice(startBlock, endBlock)
          .map((block) => block.text)
          .join("");
        const citation = resolveCitation(layout, { documentIndex, startBlock, endBlock, citedText });
        const sent = sendable[documentIndex]!.slice(startBlock, endBlock);
        expect(citation.sentenceIds).toEqual(sent.map((sentence) => sentence.id));
        expect(citation.quote).toBe(sent.map((sentence) => sentence.text).join(" "));
        expect(citation.boxes).toEqual(sent.flatMap((sentence) => sentence.boxes));
      }),
    );
  });

  const layout = layoutBlocks(planOf([[["One.", "Two."]]]));

  test.each([
    [{ documentIndex: 1, startBlock: 0, endBlock: 1, citedText: "One. " }],
    [{ documentIndex: 0, startBlock: 1, endBlock: 3, citedText: "Two." }],
    [{ documentIndex: 0, startBlock: -1, endBlock: 1, citedText: "One. " }],
    [{ documentIndex: 0, startBlock: 1, endBlock: 1, citedText: "" }],
    [{ documentIndex: 0, startBlock: 0, endBlock: 1, citedText: "Two." }],
  ])("raises what does not resolve as a bug: %j", (pointer) => {
    expect(() => resolveCitation(layout, pointer)).toThrow(CitationError);
  });

  test("keeps the white space of the document's own text, and quotes on one line", () => {
    const at = (text: string, start: number): Sentence => ({
      id: `s${start}`,
      text,
      page: 1,
      boxes: [],
      start,
      end: start + text.length,
      origin: { type: "text" },
    });
    const plan = planOf([[["?"]]]);
    const [document] = plan.documents;
    const sentences = [at("一。", 0), at("二。", 2), at("Three.", 5), at("Four.", 13)];
    const chunk = { ...document!.chunks[0]!, sentences };
    const layout = layoutBlocks({ ...plan, documents: [{ ...document!, chunks: [chunk] }] });
    expect(layout[0]!.blocks.map(({ text }) => text)).toEqual(["一。", "二。 ", "Three.\n\n", "Four.\n\n"]);
    const citedText = "一。二。 Three.\n\nFour.";
    const citation = resolveCitation(layout, { documentIndex: 0, startBlock: 0, endBlock: 4, citedText });
    expect(citation.quote).toBe("一。二。 Three. Four.");
  });

  test("does not mind white space at the end of the cited text", () => {
    const pointer = { documentIndex: 0, startBlock: 0, endBlock: 2, citedText: "One. Two." };
    expect(resolveCitation(layout, pointer).sentenceIds).toHaveLength(2);
  });
});
