import { basename, extname } from "node:path";

import type { Block } from "@longdoc/core";

import type { OpenedMessage } from "../pdf/messages.ts";

const PLACEHOLDER_TITLE =
  /^(?:untitled|document\d*|slide \d+|microsoft|powerpoint)|\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|html?|rtf|ps|eps|ai)$/i;

/** The file's own title where it is one, else the largest heading of its first pages, else the file's name. */
export function titleOf(opened: OpenedMessage, blocks: readonly Block[], source: string): string {
  const own = opened.title?.trim() ?? "";
  const name = basename(source, extname(source));
  if (own.length >= 4 && !PLACEHOLDER_TITLE.test(own) && /\p{L}{3}/u.test(own)) return own;
  const headings = blocks.filter((block) => block.page <= 2 && block.kind === "heading");
  const best = headings.toSorted(
    (a, b) => a.level! - b.level! || a.page - b.page || b.box.height - a.box.height,
  )[0];
  const text = best?.sentences.map((sentence) => sentence.text).join(" ") ?? "";
  return text.length >= 4 && text.length <= 200 ? text : name;
}
