import { charColumns } from "./columns.ts";

/** A line: UTF-16 offsets into the text, without the white space at which it was broken. */
export interface WrappedLine {
  readonly start: number;
  readonly end: number;
  readonly columns: number;
}

/**
 * Breaks a text into lines of at most `width` columns: at line feeds, between words, between wide characters
 * (which are set without spaces), and inside a word only if it is longer than a line.
 */
export function wrap(text: string, width: number): WrappedLine[] {
  const lines: WrappedLine[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    for (const wrapped of wrapLine(line, start, width)) lines.push(wrapped);
    start += line.length + 1;
  }
  return lines;
}

function wrapLine(line: string, offset: number, width: number): WrappedLine[] {
  const lines: WrappedLine[] = [];
  let current: WrappedLine | undefined;
  /** Columns of the white space since the end of the current line. */
  let gap = 0;
  for (const piece of piecesOf(line, width)) {
    if (piece.space) {
      gap += piece.columns;
      continue;
    }
    const start = offset + piece.start;
    const end = offset + piece.end;
    // White space before the first word is indentation; it is kept unless the word would not fit behind it.
    const begin = lines.length === 0 ? { start: offset, end: offset, columns: 0 } : undefined;
    const before = current ?? begin;
    if (before && before.columns + gap + piece.columns <= width) {
      current = { start: before.start, end, columns: before.columns + gap + piece.columns };
    } else {
      if (current) lines.push(current);
      current = { start, end, columns: piece.columns };
    }
    gap = 0;
  }
  lines.push(current ?? { start: offset, end: offset, columns: 0 });
  return lines;
}

/** What stays on one line: a word, a wide character with what may not be parted from it, a run of spaces. */
interface Piece {
  start: number;
  end: number;
  columns: number;
  readonly space: boolean;
}

/** Characters that do not begin a line. */
const CLOSING = /[\p{Pe}\p{Pf}、。，．！？：；・ー々〻ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;

/** One after the other: a line may be as long as a file. */
function* piecesOf(line: string, width: number): Generator<Piece> {
  let last: Piece | undefined;
  let previousWide = false;
  let start = 0;
  for (const char of line) {
    const columns = charColumns(char);
    const end = start + char.length;
    const space = char === " " || char === "\t";
    const wide = columns === 2;
    const parted = (wide || previousWide) && columns > 0 && !CLOSING.test(char);
    if (last && last.space === space && !parted && (space || last.columns + columns <= width)) {
      last.end = end;
      last.columns += columns;
    } else {
      if (last) yield last;
      last = { start, end, columns, space };
    }
    if (columns > 0) previousWide = wide;
    start = end;
  }
  if (last) yield last;
}
