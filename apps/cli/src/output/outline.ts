import type { Block, Document } from "@longdoc/core";

import { count } from "./count.ts";
import { shortPath } from "./ingested.ts";
import type { Output } from "./output.ts";
import { undescribedPictures } from "./pictures.ts";

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
  describeCoverage(output, document);

  const headings = document.blocks.filter((block) => block.kind === "title" || block.kind === "heading");
  if (headings.length > 0) output.line(`\n${output.style.bold("Outline")}`);
  for (const heading of headings) output.line(outlineLine(document, heading));

  const { failedPages, warnings } = document.quality;
  for (const { page, reason } of failedPages) output.warn(`page ${page}: ${reason}`);
  for (const warning of warnings) output.note(warning);
  const undescribed = undescribedPictures(document.quality);
  if (undescribed !== undefined) output.note(undescribed);
}

/** Below this share of a page's ink, most of what it shows is pictures. */
const MOSTLY_PICTURES = 0.5;

function describeCoverage(output: Output, { pages, quality }: Document): void {
  if (quality.textCoverage === undefined) return;
  const pictures = pages.filter((page) => (page.quality.textCoverage ?? 1) < MOSTLY_PICTURES);
  const where = pictures.map((page) => page.number).join(", ");
  output.line(
    `${percent(quality.textCoverage)} of what its pages show became text` +
      (pictures.length > 0 ? `; less than half on ${pictures.length === 1 ? "page" : "pages"} ${where}` : ""),
  );
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
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
