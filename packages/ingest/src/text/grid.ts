import type { Box } from "@longdoc/core";

import type { Span } from "../sentences/split.ts";
import type { TextBlock } from "./blocks.ts";
import { columnsOf, TAB_COLUMNS } from "./columns.ts";
import { wrap, type WrappedLine } from "./wrap.ts";

/** A text file has no pages, so it gets one: a grid of equal cells on which every character has its place. */
const COLUMNS = 100;
const COLUMN_WIDTH_PT = 6;
const LINE_HEIGHT_PT = 12;
const MARGIN_PT = 36;

/** At the deepest nesting, this many columns are left for text. */
const MIN_TEXT_COLUMNS = 40;

/** A line of the page, to be drawn in a monospaced face of 10 pt: each column is 6 pt wide. */
export interface GridLine {
  readonly text: string;
  /** Points from the page's left edge to the line's first character. */
  readonly x: number;
  /** Points from the page's top edge to the top of the line, which is 12 pt high. */
  readonly y: number;
}

/** A block with its place on the grid. */
export interface PlacedBlock {
  readonly block: TextBlock;
  readonly box: Box;
  /** One box per line of a span of the block's text. */
  readonly boxesOf: (span: Span) => Box[];
}

export interface TextLayout {
  readonly lines: readonly GridLine[];
  readonly blocks: readonly PlacedBlock[];
  /** Points. */
  readonly width: number;
  /** Points. */
  readonly height: number;
}

/** Lays blocks out on one page, one below the other. */
export function layoutText(blocks: readonly TextBlock[]): TextLayout {
  const lines: GridLine[] = [];
  const placed: PlacedBlock[] = [];
  let row = 0;
  for (const [index, block] of blocks.entries()) {
    const previous = blocks[index - 1];
    if (previous && !(previous.kind === "list-item" && block.kind === "list-item")) row += 1;
    const { block: place, lines: drawn } = placeBlock(block, row);
    placed.push(place);
    for (const line of drawn) lines.push(line);
    row += drawn.length;
  }
  return {
    lines,
    blocks: placed,
    width: COLUMNS * COLUMN_WIDTH_PT + 2 * MARGIN_PT,
    height: row * LINE_HEIGHT_PT + 2 * MARGIN_PT,
  };
}

function placeBlock(block: TextBlock, row: number): { block: PlacedBlock; lines: GridLine[] } {
  const indent = Math.min(block.indent, COLUMNS - MIN_TEXT_COLUMNS);
  const wrapped = wrap(block.text, COLUMNS - indent);
  const x = MARGIN_PT + indent * COLUMN_WIDTH_PT;
  const y = (line: number): number => MARGIN_PT + (row + line) * LINE_HEIGHT_PT;
  const lines = wrapped.map((line, index) => {
    const marker = index === 0 ? (block.marker ?? "") : "";
    const text = block.text.slice(line.start, line.end).replaceAll("\t", " ".repeat(TAB_COLUMNS));
    return { text: marker + text, x: x - columnsOf(marker) * COLUMN_WIDTH_PT, y: y(index) };
  });
  const boxOf = (line: number, from: number, to: number): Box => ({
    page: 1,
    x: x + columnsOf(block.text.slice(wrapped[line]!.start, from)) * COLUMN_WIDTH_PT,
    y: y(line),
    width: columnsOf(block.text.slice(from, to)) * COLUMN_WIDTH_PT,
    height: LINE_HEIGHT_PT,
  });
  const widest = wrapped.reduce((most, { columns }) => Math.max(most, columns), 1);
  return {
    lines,
    block: {
      block,
      box: { page: 1, x, y: y(0), width: widest * COLUMN_WIDTH_PT, height: wrapped.length * LINE_HEIGHT_PT },
      boxesOf: (span) =>
        linesIn(wrapped, span).flatMap((line) => {
          const from = Math.max(span.start, wrapped[line]!.start);
          const to = Math.min(span.end, wrapped[line]!.end);
          return from < to ? [boxOf(line, from, to)] : [];
        }),
    },
  };
}

/** Indices of the lines that a span touches, found by halving: a block may have thousands of lines. */
function linesIn(lines: readonly WrappedLine[], span: Span): number[] {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.end <= span.start) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let line = low; line < lines.length && lines[line]!.start < span.end; line += 1) found.push(line);
  return found;
}
