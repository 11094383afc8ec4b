import { basename, extname } from "node:path";

import type { Block } from "@longdoc/core";

import { filingTitle } from "./filing-title.ts";
import type { OpenedMessage } from "../pdf/messages.ts";

const PLACEHOLDER_TITLE =
  /^(?:untitled|document\d*|slide \d+|microsoft|powerpoint)|\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|html?|rtf|ps|eps|ai)$/i;

/** What heads a document's first pages and does not name it: the addressee, an archive's stamp, the first section. */
const NO_TITLE =
  /^(?:united states\b|arxiv:\d|\(cite as:|(?:\d+\.?\s+)?(?:introduction|abstract|contents)$)/i;

/**
 * The file's own title where it is one, else what a filing's cover says, else the largest heading of its first pages,
 * else the file's name.
 */
export function titleOf(opened: OpenedMessage, blocks: readonly Block[], source: string): string {
  const own = opened.title?.trim() ?? "";
  const name = basename(source, extname(source));
  if (own.length >= 4 && !PLACEHOLDER_TITLE.test(own) && /\p{L}{3}/u.test(own)) return own;
  const filing = filingTitle(blocks);
  if (filing) return filing;
  const headings = blocks.filter((block) => block.page <= 2 && block.kind === "heading");
  const texts = headings
    .toSorted((a, b) => a.level! - b.level! || a.page - b.page || b.box.height - a.box.height)
    .map(({ sentences }) => sentences.map((sentence) => sentence.text).join(" "));
  const text = texts.find((heading) => !NO_TITLE.test(heading)) ?? "";
  return text.length >= 4 && text.length <= 200 ? text : name;
}
