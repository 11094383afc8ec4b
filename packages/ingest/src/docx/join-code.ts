import type { TextBlock } from "../text/blocks.ts";

/** Joins lines of code, each of which is a paragraph in a word processor. */
export function joinCode(blocks: readonly TextBlock[]): TextBlock[] {
  const joined: TextBlock[] = [];
  let lines: string[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== "code") {
      joined.push(block);
      continue;
    }
    lines.push(block.text);
    if (blocks[index + 1]?.kind === "code") continue;
    joined.push({ ...block, text: lines.join("\n") });
    lines = [];
  }
  return joined;
}
