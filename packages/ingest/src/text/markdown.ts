import { Lexer, type Token, type Tokens } from "marked";

import { mermaidLines } from "../diagrams/mermaid/mermaid-lines.ts";
import { BULLET, INDENT } from "./block-writer.ts";
import type { TextBlock, TextContent } from "./blocks.ts";
import { splitFrontMatter } from "./front-matter.ts";
import { htmlLines } from "./html-text.ts";
import { inlineText } from "./inline-text.ts";
import { rowText } from "./table-row.ts";

/** Reads Markdown (GitHub-flavoured) as the text that a reader sees. */
export function readMarkdown(source: string): TextContent {
  const { title, frontMatter, body } = splitFrontMatter(source);
  const blocks = blocksOf(new Lexer({ gfm: true }).lex(body), { indent: 0 });
  if (frontMatter !== "") {
    blocks.unshift({ kind: "note", text: frontMatter, unit: "line", indent: 0 });
  }
  const heading = blocks.find((block) => block.kind === "heading" && block.level === 1);
  return { title: title ?? heading?.text, blocks };
}

interface Position {
  readonly indent: number;
  /** Set for the first block of a list item. */
  readonly marker?: string;
  /** Inside a list item, paragraphs are items. */
  readonly inItem?: boolean;
}

function blocksOf(tokens: readonly Token[], at: Position): TextBlock[] {
  const blocks: TextBlock[] = [];
  for (const token of tokens) {
    const { marker: _, ...later } = at;
    blocks.push(...tokenBlocks(token, blocks.length === 0 ? at : later));
  }
  return blocks;
}

function tokenBlocks(token: Token, at: Position): TextBlock[] {
  switch (token.type) {
    case "heading":
      return prose("heading", inlineText(token.tokens), at, (token as Tokens.Heading).depth);
    case "paragraph":
    case "text":
      return paragraph(token.tokens ? inlineText(token.tokens) : inlineText([token]), at);
    case "list":
      return (token as Tokens.List).items.flatMap((item, index) =>
        itemBlocks(token as Tokens.List, item, index, at),
      );
    case "blockquote":
      return blocksOf(token.tokens ?? [], { ...at, indent: at.indent + INDENT });
    case "table":
      return table(token as Tokens.Table, at);
    case "code":
      return fenced(token as Tokens.Code, at);
    case "html":
      return htmlLines(token.raw).flatMap((line) => paragraph(line, at));
    case "def":
      return footnote(token as Tokens.Def, at);
    default:
      return [];
  }
}

const FOOTNOTE = /^\[\^[^\]]+\]:\s/;

function paragraph(text: string, at: Position): TextBlock[] {
  if (FOOTNOTE.test(text)) return prose("note", text, at);
  return prose(at.inItem === true ? "list-item" : "paragraph", text, at);
}

/** A footnote of one word is taken for the definition of a link. */
function footnote(token: Tokens.Def, at: Position): TextBlock[] {
  return token.tag.startsWith("^") ? prose("note", `[${token.tag}]: ${token.href}`, at) : [];
}

function itemBlocks(list: Tokens.List, item: Tokens.ListItem, index: number, at: Position): TextBlock[] {
  const start = typeof list.start === "number" ? list.start : 1;
  const task = item.task ? `[${item.checked ? "x" : " "}] ` : "";
  const marker = `${list.ordered ? `${start + index}. ` : ""}${task}` || BULLET;
  return blocksOf(item.tokens, { indent: at.indent + INDENT, marker, inItem: true });
}

function prose(kind: TextBlock["kind"], text: string, at: Position, level?: number): TextBlock[] {
  if (text === "") return [];
  // An item's number is part of what it says ("step 3"), and so is whether it is done; a bullet is not.
  const bulleted = at.marker === BULLET;
  const shown = bulleted ? text : `${at.marker ?? ""}${text}`;
  return [
    {
      kind,
      ...(level !== undefined && { level }),
      text: shown,
      unit: kind === "heading" ? "line" : "sentence",
      indent: at.indent,
      ...(bulleted && { marker: BULLET }),
    },
  ];
}

/** A diagram is shown as what it says. The language of the text is not known yet, and labels are short. */
function fenced({ lang, text }: Tokens.Code, at: Position): TextBlock[] {
  const said = /^mermaid\b/i.test(lang ?? "") ? mermaidLines(text, "und") : [];
  return code(said.length > 0 ? said.join("\n") : text, at);
}

function code(source: string, at: Position): TextBlock[] {
  const text = source.replace(/\s+$/, "");
  if (text.trim() === "") return [];
  return [{ kind: "code", text, unit: "line", indent: at.indent + INDENT }];
}

function table(token: Tokens.Table, at: Position): TextBlock[] {
  const headers = token.header.map((cell) => inlineText(cell.tokens));
  const rows = token.rows.map((row) =>
    rowText(
      headers,
      row.map((cell) => inlineText(cell.tokens)),
    ),
  );
  const text = (rows.some((row) => row !== "") ? rows : [headers.filter(Boolean).join(" | ")])
    .filter((row) => row !== "")
    .join("\n");
  if (text === "") return [];
  return [{ kind: "table", text, unit: "line", indent: at.indent, markdown: token.raw.trim() }];
}
