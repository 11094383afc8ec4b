import type { Token, Tokens } from "marked";

import { decodeEntities } from "./entities.ts";
import { htmlLines } from "./html-text.ts";
import { joinLines } from "./join-lines.ts";

/** Reduces inline markup to the text that a reader sees; an image to its description. */
export function inlineText(tokens: readonly Token[] | undefined): string {
  return joinLines((tokens ?? []).map(tokenText).join("")).trim();
}

function tokenText(token: Token): string {
  switch (token.type) {
    case "br":
      return "\n";
    case "codespan":
    case "escape":
      return (token as Tokens.Codespan | Tokens.Escape).text;
    case "checkbox":
      return ""; // said by the list item
    case "html":
      return /^<br\b/i.test(token.raw) ? "\n" : htmlLines(token.raw).join(" ");
    case "link": {
      const link = token as Tokens.Link;
      // The mark of a footnote whose text is one word is taken for a link to that word.
      return link.text.startsWith("^") ? `[${link.text}]` : childText(link);
    }
    default:
      return childText(token);
  }
}

function childText(token: Tokens.Generic): string {
  return token.tokens && token.tokens.length > 0
    ? token.tokens.map(tokenText).join("")
    : decodeEntities(String(token["text"] ?? ""));
}
