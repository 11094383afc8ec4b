import { basename, extname } from "node:path";

import { type Block, hyphenJoiner } from "@longdoc/core";

import type { OpenedMessage } from "../pdf/messages.ts";
import { filingTitle } from "./filing-title.ts";

const PLACEHOLDER_TITLE =
  /^(?:untitled|document\d*|slide \d+|microsoft|powerpoint)|\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|html?|rtf|ps|eps|ai)$/i;

/** The name of what a document was made from: `advanced`, `model`. */
const FILE_NAME = /^[\p{Ll}\d_-]+$/u;
/**
 * What heads a document's first pages and does not name it: the addressee, an archive's stamp, an address, a section
 * such as every document has.
 */
const NO_TITLE =
  /^(?:united states\b|arxiv:\d|e-?filed\b|\(cite as:|©|copyright\b|about\b|https?:|www\.|\S+@\S+$|[IVX]+\.\s|(?:\d+\.?\s+)?(?:introduction|abstract|(?:table of )?contents|references|acknowledge?ments?)$)/i;

/** A section's title names a document in which there is no other: a page of a report. */
const SECTION = /^\d+(?:\.\d+)+\s/;

/**
 * The file's own title where it is one, else what a filing's cover says, else the largest heading of its first pages,
 * else the file's name.
 */
export function titleOf(opened: OpenedMessage, blocks: readonly Block[], source: string): string {
  const own = opened.title?.trim() ?? "";
  const name = basename(source, extname(source));
  const isOwn = own.length >= 4 && !PLACEHOLDER_TITLE.test(own) && /\p{L}{3}/u.test(own);
  if (isOwn && !FILE_NAME.test(own)) return own;
  const filing = filingTitle(blocks);
  if (filing) return filing;
  const join = hyphenJoiner(
    blocks.flatMap(({ sentences }) => sentences.map((sentence) => sentence.text)).join("\n"),
  );
  const headings = blocks.filter((block) => block.page <= 2 && block.kind === "heading");
  const texts = headings
    .toSorted((a, b) => a.level! - b.level! || a.page - b.page || b.box.height - a.box.height)
    .map(({ sentences }) => join(sentences.map((sentence) => sentence.text).join(" ")).replace(/\s+/g, " "));
  const named = texts.filter((heading) => !NO_TITLE.test(heading));
  const text = named.find((heading) => !SECTION.test(heading)) ?? named[0] ?? "";
  return text.length >= 4 && text.length <= 200 ? text : isOwn ? own : name;
}
