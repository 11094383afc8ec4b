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
    wrapLine(line, start, width, lines);
    start += line.length + 1;
  }
  return lines;
}

function wrapLine(line: string, offset: number, width: number, lines: WrappedLine[]): void {
  const begun = lines.length;
  let start = 0;
  let columns = 0;
  /** The last place where the line may be broken, and the columns before it. */
  let breakAt = 0;
  let breakColumns = 0;
  let resumeAt = 0;
  let resumeColumns = 0;
  const push = (end: number, endColumns: number): void => {
    lines.push({ start: offset + start, end: offset + end, columns: endColumns });
  };
  let previousWide = false;
  for (let index = 0; index < line.length;) {
    const char = String.fromCodePoint(line.codePointAt(index)!);
    const size = charColumns(char);
    const space = char === " " || char === "\t";
    const wide = size === 2;
    if ((wide || previousWide) && !space && size > 0 && !CLOSING.test(char) && index > start) {
      breakAt = resumeAt = index;
      breakColumns = resumeColumns = columns;
    }
    if (columns + size > width && !space && size > 0 && index > start) {
      if (breakAt <= start) {
        breakAt = resumeAt = index;
        breakColumns = resumeColumns = columns;
      }
      push(breakAt, breakColumns);
      start = resumeAt;
      columns -= resumeColumns;
      breakColumns = resumeColumns = 0;
      breakAt = resumeAt = start;
    }
    if (space && index > start && columns > 0) {
      // A run of spaces is one place to break at: before it ends this line, behind it the next begins.
      if (resumeAt !== index || breakAt === resumeAt) {
        breakAt = index;
        breakColumns = columns;
      }
      resumeAt = index + 1;
      resumeColumns = columns + size;
    }
    columns += size;
    if (size > 0) previousWide = wide;
    index += char.length;
  }
  const end = line.trimEnd().length;
  if (end > start || lines.length === begun) {
    const trailing = line.length - Math.max(end, start);
    push(Math.max(end, start), Math.max(0, columns - trailing));
  }
}

/** Characters that do not begin a line. */
const CLOSING = /[\p{Pe}\p{Pf}、。，．！？：；・ー々〻ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
