import { basename, extname } from "node:path";

import { type Block, type Document, documentId, type Page } from "@longdoc/core";

import { detectLanguage } from "../language/detect.ts";
import { createLedger } from "../ledger/ledger.ts";
import type { Diagram } from "./diagram.ts";
import { draftBlocks } from "./draft-blocks.ts";
import { labelText } from "./labels/label.ts";
import { isPlaceholderName } from "./page-name.ts";

const LANGUAGE_SAMPLE_CHARACTERS = 20_000;
const MAX_TITLE = 200;

export interface AssembleInput {
  readonly diagram: Diagram;
  readonly source: string;
  readonly version: string;
  readonly mediaType: string;
}

/** Makes the Document of a diagram: a page of the diagram is a page. */
export async function assemble({ diagram, source, version, mediaType }: AssembleInput): Promise<Document> {
  const language = await detectLanguage(sampleOf(diagram));
  const id = documentId(source);
  const ledger = createLedger({ documentId: id, version });
  const blocks = diagram.pages
    .flatMap((page) => draftBlocks(page, diagram.pages.length, language))
    .map((draft) => ledger.add(draft))
    .filter((block) => block.sentences.length > 0);
  const pages = pagesOf(diagram, blocks);
  const failedPages = pages.flatMap(({ number, quality: { failure } }) =>
    failure ? [{ page: number, ...failure }] : [],
  );
  return {
    id,
    version,
    title: titleOf(diagram, source),
    source,
    mediaType,
    language,
    text: ledger.takeText(),
    pages,
    blocks,
    quality: {
      pagesRead: pages.length - failedPages.length,
      failedPages,
      warnings: [...new Set(diagram.warnings)],
    },
  };
}

function pagesOf(diagram: Diagram, blocks: readonly Block[]): Page[] {
  const characters = new Map<number, number>();
  for (const sentence of blocks.flatMap((block) => block.sentences)) {
    characters.set(sentence.page, (characters.get(sentence.page) ?? 0) + sentence.text.length);
  }
  return diagram.pages.map(({ number, width, height, failure, source }): Page => ({
    number,
    width,
    height,
    quality: failure
      ? { characters: 0, failure }
      : { characters: characters.get(number) ?? 0, boxes: source ? "exact" : "estimated" },
  }));
}

function sampleOf(diagram: Diagram): string {
  const texts: string[] = [];
  let length = 0;
  for (const { nodes, edges } of diagram.pages) {
    for (const { label } of [...nodes, ...edges]) {
      if (label.length === 0) continue;
      const text = labelText(label);
      texts.push(text);
      length += text.length;
      if (length > LANGUAGE_SAMPLE_CHARACTERS) return texts.join(". ");
    }
  }
  return texts.join(". ");
}

/** The diagram's own title, or the name of its only page, where they are not what a program writes; else the file's name. */
function titleOf({ title, pages }: Diagram, source: string): string {
  const own = (title ?? (pages.length === 1 ? pages[0]!.name : undefined))?.replace(/\s+/g, " ").trim() ?? "";
  if (own !== "" && own.length <= MAX_TITLE && !isPlaceholderName(own)) return own;
  return basename(source, extname(source)) || source;
}
