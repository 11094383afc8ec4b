import type { BlockKind, Origin } from "@longdoc/core";

import type { TextBlock } from "./blocks.ts";
import { isSetWithoutSpaces } from "./join-lines.ts";

/** What the next text is part of. */
export interface BlockContext {
  readonly kind: BlockKind;
  /** Headings only: 1 is the highest level. */
  readonly level?: number;
  /** Columns. */
  readonly indent: number;
  readonly origin?: Origin;
}

/** Writes a document's text block by block, as it flows. */
export interface BlockWriter {
  readonly blocks: readonly TextBlock[];
  /** Adds to the block in the making. Line feeds are white space as any other. */
  write(text: string): void;
  /** Adds as it stands, white space included. */
  writeExactly(text: string): void;
  breakLine(): void;
  /** The character before which the next will stand; empty where a block begins. */
  lastCharacter(): string;
  /**
   * What the next block begins with: a bullet, which is shown and part of no sentence, or a number, which is part of
   * what the block says ("step 3").
   */
  mark(marker: string): void;
  /** Ends the block in the making; nothing where it is empty. */
  endBlock(context: BlockContext): void;
  add(blocks: readonly TextBlock[]): void;
}

export const BULLET = "• ";

/** Columns that a list item's or a quotation's content is shifted by. */
export const INDENT = 4;

export function createBlockWriter(): BlockWriter {
  const blocks: TextBlock[] = [];
  let parts: string[] = [];
  let last = "";
  let marker = "";
  const push = (text: string): void => {
    if (text === "") return;
    parts.push(text);
    last = text.at(-1)!;
  };
  const takeMarker = (): string => {
    const taken = marker;
    marker = "";
    return taken;
  };
  return {
    blocks,
    write(text) {
      const collapsed = collapse(text);
      push(last === "" || last === " " || last === "\n" ? collapsed.replace(/^ /, "") : collapsed);
    },
    writeExactly: push,
    breakLine() {
      push("\n");
    },
    lastCharacter: () => last,
    mark(next) {
      marker = next;
    },
    endBlock({ kind, level, indent, origin }) {
      const written = parts.join("");
      parts = [];
      last = "";
      const isCode = kind === "code";
      const text = isCode ? written.replace(/^\n/, "").trimEnd() : written.replace(/ *\n */g, "\n").trim();
      if (text.trim() === "") return;
      const begun = takeMarker();
      const bulleted = begun === BULLET;
      const shown = kind === "heading" ? text.replaceAll("\n", " ") : text;
      blocks.push({
        kind,
        ...(kind === "heading" && level !== undefined && { level }),
        text: bulleted ? shown : begun + shown,
        unit: isCode || kind === "heading" ? "line" : "sentence",
        indent,
        ...(bulleted && { marker: BULLET }),
        ...(origin !== undefined && { origin }),
      });
    },
    add(more) {
      for (const block of more) blocks.push(block);
    },
  };
}

/** White space is one space, and none where a line ends between characters that are set without. */
function collapse(text: string): string {
  return text.replace(/[ \t\n\f\r]+/g, (run, at: number) => {
    const tight =
      run.includes("\n") && isSetWithoutSpaces(text[at - 1]) && isSetWithoutSpaces(text[at + run.length]);
    return tight ? "" : " ";
  });
}
