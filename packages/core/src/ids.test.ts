import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { chunkId, documentId, documentIdOf, documentVersion, sentenceId } from "./ids.ts";

const sentence = { documentId: documentId("/a.pdf"), version: "v", ordinal: 3, start: 10, text: "One." };

describe("ids", () => {
  test("a document's id depends on its source alone, its version on its bytes alone", () => {
    expect(documentId("/a.pdf")).toBe(documentId("/a.pdf"));
    expect(documentId("/a.pdf")).not.toBe(documentId("/b.pdf"));
    expect(documentVersion(Buffer.from("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  test("a sentence's id changes with everything that makes it another sentence", () => {
    const id = sentenceId(sentence);
    for (const change of [
      { version: "w" },
      { ordinal: 4 },
      { start: 11 },
      { text: "Two." },
      { documentId: documentId("/b.pdf") },
    ]) {
      expect(sentenceId({ ...sentence, ...change })).not.toBe(id);
    }
    expect(sentenceId({ ...sentence })).toBe(id);
  });

  test("sentence and chunk ids say which document they belong to; nothing else does", () => {
    expect(documentIdOf(sentenceId(sentence))).toBe(sentence.documentId);
    expect(documentIdOf(chunkId({ documentId: sentence.documentId, ordinal: 0, sentenceIds: ["x"] }))).toBe(
      sentence.documentId,
    );
    fc.assert(fc.property(fc.string(), (text) => documentIdOf(text) === undefined));
  });
});
