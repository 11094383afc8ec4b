import { decodeEntities } from "./entities.ts";

const UNREAD = /<!--[\s\S]*?(?:-->|$)|<(script|style|svg|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;
const BLOCK_TAG =
  /<\/?(?:address|article|aside|blockquote|br|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|thead|tr|ul)\b[^<>]*>/gi;
const CELL_END = /<\/t[dh]\s*>/gi;
const IMAGE_ALT = /<img\b[^<>]*?\balt\s*=\s*(?:"([^"]*)"|'([^']*)')[^<>]*>/gi;
const TAG = /<\/?[a-z][^<>]*>/gi;

/** The lines of text of a piece of HTML inside Markdown; comments, scripts and markup left out. */
export function htmlLines(html: string): string[] {
  const text = html
    .replace(UNREAD, " ")
    .replace(IMAGE_ALT, (_, double?: string, single?: string) => ` ${double ?? single ?? ""} `)
    .replace(CELL_END, " | ")
    .replace(BLOCK_TAG, "\n\n")
    .replace(TAG, "");
  return decodeEntities(text)
    .split(/\n\s*\n/)
    .map((line) =>
      line
        .replace(/\s+/g, " ")
        .replace(/(?:\s*\|)+\s*$/, "")
        .trim(),
    )
    .filter((line) => line !== "");
}
