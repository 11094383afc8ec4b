import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnableLambda, RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import { expect, test } from "@jest/globals";

import { makeDocument } from "../../test/chunks.ts";
import { openLibrary } from "../stores/sqlite/open-library.ts";
import { LongdocRetriever } from "./retriever.ts";

test("a library is a retriever in a LangChain chain, and its documents can be cited", async () => {
  const folder = await mkdtemp(join(tmpdir(), "longdoc-langchain-"));
  await using store = await openLibrary(folder);
  const { document, chunks } = makeDocument("/reports/halden.pdf", [
    ["Inventories rose to 176.4 million.", "We keep a reserve of optical cells."],
    ["The board proposes a dividend of 1.15 per share."],
  ]);
  await store.replace(document, chunks);
  const retriever = new LongdocRetriever({ store, topK: 1 });

  const [found] = await retriever.invoke("What dividend is proposed?");
  expect(found!.pageContent).toBe("The board proposes a dividend of 1.15 per share.");
  expect(found!.metadata).toMatchObject({
    source: "/reports/halden.pdf",
    documentId: document.id,
    pages: [2],
    headingPath: [],
  });
  expect(found!.metadata.sentences[0]).toEqual({
    id: chunks[1]!.sentences[0]!.id,
    text: "The board proposes a dividend of 1.15 per share.",
    page: 2,
    boxes: chunks[1]!.sentences[0]!.boxes,
  });

  const chain = RunnableSequence.from([
    {
      context: retriever.pipe((documents) => documents.map(({ pageContent }) => pageContent).join("\n")),
      question: new RunnablePassthrough(),
    },
    ChatPromptTemplate.fromTemplate("{context}\n\nQuestion: {question}"),
    new RunnableLambda({ func: (prompt: { toString(): string }) => prompt.toString() }),
    new StringOutputParser(),
  ]);
  expect(await chain.invoke("What dividend is proposed?")).toContain("a dividend of 1.15 per share");
  await store.close();
  await rm(folder, { recursive: true });
});
