import type { Block, Document } from "@longdoc/core";

import { count } from "./count.ts";
import { shortPath } from "./ingested.ts";
import type { Output } from "./output.ts";

/** A document for people: what it is, its headings with their pages, and what could not be read. */
export function describeDocument(output: Output, document: Document, chunks: number): void {
  const sentences = document.blocks.reduce((sum, block) => sum + block.sentences.length, 0);
  output.line(output.style.bold(document.title));
  output.line(`${shortPath(document.source)}  ${document.mediaType}, language ${document.language}`);
  output.line(
    `${count(document.pages.length, "page")}, ${count(sentences, "sentence")}, ${count(chunks, "chunk")}`,
  );
  output.line(`id ${document.id}, version ${document.version.slice(0, 12)}`);
  output.line(kindsOf(document.blocks));

  const headings = document.blocks.filter((block) => block.kind === "title" || block.kind === "heading");
  if (headings.length > 0) output.line(`\n${output.style.bold("Outline")}`);
  for (const heading of headings) output.line(outlineLine(document, heading));

  const { failedPages, warnings } = document.quality;
  for (const { page, reason } of failedPages) output.warn(`page ${page}: ${reason}`);
  for (const warning of warnings) output.note(warning);
}

function outlineLine(document: Document, heading: Block): string {
  const label = document.pages[heading.page - 1]?.label;
  const page =
    label === undefined || label === String(heading.page) ? heading.page : `${heading.page} (${label})`;
  const indent = "  ".repeat(heading.kind === "title" ? 0 : (heading.level ?? 1));
  return `${indent}${heading.sentences.map((sentence) => sentence.text).join(" ")}  · page ${page}`;
}

function kindsOf(blocks: readonly Block[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of blocks) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, amount]) => count(amount, kind)).join(", ");
}
