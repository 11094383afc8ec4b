import type { Span } from "../../sentences/split.ts";
import type { Rectangle } from "../../slides/deck.ts";
import { layoutText } from "../../text/grid.ts";
import type { SourceLine } from "../diagram.ts";

/** A text that is drawn as it is written, on a page of fixed pitch. */
export interface SourceText {
  readonly lines: readonly SourceLine[];
  /** Points. */
  readonly width: number;
  readonly height: number;
  /** Where a part of the text stands; a box per line. */
  boxesOf(span: Span): Rectangle[];
}

/** What is written over more lines is lit where it begins. */
const MAX_BOXES = 50;

export function setSource(text: string): SourceText {
  const { lines, blocks, width, height } = layoutText([{ kind: "code", text, unit: "line", indent: 0 }]);
  return {
    lines,
    width,
    height,
    boxesOf: (span) =>
      blocks[0]!
        .boxesOf(span)
        .slice(0, MAX_BOXES)
        .map(({ page: _page, ...box }) => box),
  };
}
