/** A paragraph of a label; `breaks` are offsets at which its author broke a line. */
export interface Paragraph {
  readonly text: string;
  readonly breaks: readonly number[];
}

/** Paragraphs without white space at their ends, none of them empty. */
export type Label = readonly Paragraph[];

export const NO_LABEL: Label = [];

/** East Asian scripts set no space between words, nor where a line is broken. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]/u;

/** Joins lines to a paragraph: they are broken to fit a shape and not to part sentences. */
export function joinLabelLines(lines: readonly string[]): Paragraph {
  let text = "";
  const breaks: number[] = [];
  for (const line of lines) {
    const shown = line.replace(/\s+/g, " ").trim();
    if (shown === "") continue;
    if (text !== "") {
      if (!WIDE.test(text.at(-1)!) || !WIDE.test(shown[0]!)) text += " ";
      breaks.push(text.length);
    }
    text += shown;
  }
  return { text, breaks };
}

/** A label of plain text: its lines are one paragraph, a blank line parts two. */
export function plainLabel(text: string): Label {
  if (!text.includes("\n")) {
    const shown = text.replace(/\s+/g, " ").trim();
    return shown === "" ? NO_LABEL : [{ text: shown, breaks: [] }];
  }
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n[^\S\n]*\n/)
    .map((part) => joinLabelLines(part.split("\n")))
    .filter((paragraph) => paragraph.text !== "");
}

/** A label's paragraphs as one line. */
export function labelText(label: readonly { readonly text: string }[]): string {
  return label.map(({ text }) => text).join(" ");
}
