import { type Chunk, hyphenJoiner } from "@longdoc/core";
import type { ScoredChunk } from "@longdoc/retrieve";

import { shortPath } from "./ingested.ts";
import type { Output } from "./output.ts";

export function describePassage(output: Output, { chunk, document, score }: ScoredChunk, rank: number): void {
  const pages = pagesOf(chunk);
  const where = `${shortPath(document.source)}, page ${pages.length > 1 ? `${pages[0]}-${pages.at(-1)}` : pages[0]}`;
  output.line(`${output.style.bold(`${rank}. ${where}`)}  ${output.style.dim(`score ${score.toFixed(2)}`)}`);
  if (chunk.headingPath.length > 0) output.line(`   ${output.style.dim(chunk.headingPath.join(" › "))}`);
  output.line(`   ${readable(chunk)}`);
  output.line();
}

export function passageForJson({ chunk, document, score }: ScoredChunk): object {
  return {
    chunkId: chunk.id,
    documentId: document.id,
    source: document.source,
    score,
    pages: pagesOf(chunk),
    headingPath: chunk.headingPath,
    text: textOf(chunk),
    sentences: chunk.sentences.map(({ id, text, page, boxes }) => ({ id, text, page, boxes })),
  };
}

/** With the words that lines' ends part joined. */
function readable(chunk: Chunk): string {
  const text = textOf(chunk);
  return hyphenJoiner(text)(text);
}

function textOf(chunk: Chunk): string {
  return chunk.sentences.map((sentence) => sentence.text).join(" ");
}

/** Every page that the chunk has words on, ascending. */
function pagesOf(chunk: Chunk): readonly number[] {
  const pages = chunk.sentences.flatMap((sentence) => [
    sentence.page,
    ...sentence.boxes.map((box) => box.page),
  ]);
  return [...new Set(pages)].toSorted((a, b) => a - b);
}
