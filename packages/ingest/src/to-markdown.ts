import { type Block, type Document, hyphenJoiner } from "@longdoc/core";

/**
 * A document as GitHub-flavoured Markdown, in reading order: headings by level, lists, tables, code. Running headers
 * and footers are left out; words parted at a line's end are joined; a comment marks where each page begins.
 */
export function toMarkdown(document: Document): string {
  const joinHyphens = hyphenJoiner(document.text);
  const parts: string[] = [];
  let page = 0;
  for (const block of document.blocks) {
    if (block.kind === "header" || block.kind === "footer" || block.sentences.length === 0) continue;
    if (block.page > page && document.pages.length > 1) {
      page = block.page;
      parts.push(`<!-- page ${page} -->`);
    }
    parts.push(blockToMarkdown(block, block.kind === "code" ? (text) => text : joinHyphens));
  }
  return `${parts.join("\n\n")}\n`;
}

/** HTML has six levels of headings, and the title is the first. */
const DEEPEST_HEADING = 6;

function blockToMarkdown(block: Block, join: (text: string) => string): string {
  const separator = block.kind === "code" ? "\n" : " ";
  const text = join(block.sentences.map((sentence) => sentence.text).join(separator));
  switch (block.kind) {
    case "title":
      return `# ${oneLine(text)}`;
    case "heading":
      return `${"#".repeat(Math.min(DEEPEST_HEADING, (block.level ?? 1) + 1))} ${oneLine(text)}`;
    case "list-item":
      return /^\s*(?:[-*+]|\d+[.)])\s/.test(text) ? text : `- ${text.replace(/^\s*[•●▪■◦‣·○]\s*/u, "")}`;
    case "table":
      return block.markdown ?? block.sentences.map((sentence) => sentence.text).join("\n\n");
    case "code":
      return `${fenceFor(text)}\n${text}\n${fenceFor(text)}`;
    case "note":
      return `> ${oneLine(text)}`;
    case "caption":
      return `*${oneLine(text)}*`;
    default:
      return text;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Longer than any run of backticks in the code. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}
