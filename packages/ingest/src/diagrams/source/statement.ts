import type { Span } from "../../sentences/split.ts";

/** A statement of a source text, trimmed, with its UTF-16 offsets in the whole text. */
export interface Statement extends Span {
  readonly text: string;
}

/** Longer lines are no statements, and patterns would take long to say so: they are kept as text. */
export const MAX_STATEMENT = 1_000;

/** The part of a statement between two offsets of its own text, trimmed. */
export function partOf(statement: Statement, from: number, to: number): Statement {
  const raw = statement.text.slice(from, to);
  const text = raw.trim();
  const start = statement.start + from + (raw.length - raw.trimStart().length);
  return { text, start, end: start + text.length };
}

/** Where a word of a statement stands; all of it where the word is not written as such. */
export function placeOf(statement: Statement, word: string): Span {
  const at = word === "" ? -1 : statement.text.indexOf(word);
  if (at < 0) return { start: statement.start, end: statement.end };
  return { start: statement.start + at, end: statement.start + at + word.length };
}

/** Every line that is not blank, in a part of a text. */
export function linesOf(text: string, { start, end }: Span): Statement[] {
  const whole: Statement = { text: text.slice(start, end), start, end };
  const lines: Statement[] = [];
  let at = 0;
  for (const line of whole.text.split("\n")) {
    const statement = partOf(whole, at, at + line.length);
    if (statement.text !== "") lines.push(statement);
    at += line.length + 1;
  }
  return lines;
}
