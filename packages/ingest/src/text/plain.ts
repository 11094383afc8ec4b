import type { TextBlock, TextContent } from "./blocks.ts";
import { joinLines } from "./join-lines.ts";

/** A heading is short; what is longer is a paragraph. */
const MAX_HEADING = 80;

const UNDERLINE = /^(={3,}|-{3,}|~{3,}|\*{3,})$/;
const NUMBERED_TITLE = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{Lu}/u;
const NAMED_TITLE =
  /^(?:chapter|part|section|appendix|kapitel|chapitre|cap[ií]tulo)\s+(?:\d+|[IVXLC]+|[A-Z])\b/i;
const LIST_ITEM = /^(?:[-*•‣◦–]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+\S/;
const SENTENCE_END = /[.!?,;:。！？]["'”’)\]]*$/u;

/** Reads plain text: paragraphs apart by blank lines, hard-wrapped lines joined by the layout, few headings. */
export function readPlain(text: string): TextContent {
  const blocks = paragraphsOf(text).flatMap((lines) => blocksOf(lines));
  const title = blocks
    .find((block) => block.text.trim() !== "")
    ?.text.split("\n")[0]
    ?.trim();
  return { title, blocks };
}

function paragraphsOf(text: string): string[][] {
  const paragraphs: string[][] = [];
  let lines: string[] = [];
  for (const line of text.split(/\n|\f/)) {
    if (line.trim() !== "") lines.push(line);
    else if (lines.length > 0) {
      paragraphs.push(lines);
      lines = [];
    }
  }
  if (lines.length > 0) paragraphs.push(lines);
  return paragraphs;
}

function blocksOf(lines: readonly string[]): TextBlock[] {
  const [first, second, ...rest] = lines;
  if (
    first !== undefined &&
    second !== undefined &&
    UNDERLINE.test(second.trim()) &&
    first.length <= MAX_HEADING
  ) {
    const heading = toBlock("heading", first, second.trim().startsWith("=") ? 1 : 2);
    return rest.length > 0 ? [heading, ...blocksOf(rest)] : [heading];
  }
  const level = lines.length === 1 ? headingLevel((first ?? "").trim()) : undefined;
  if (level !== undefined) return [toBlock("heading", first ?? "", level)];
  if (isPreformatted(lines)) {
    const text = lines.map((line) => line.trimEnd()).join("\n");
    return [{ kind: "code", text, unit: "line", indent: 0 }];
  }
  return groupItems(lines.map((line) => line.trim())).map((group) =>
    toBlock(LIST_ITEM.test(group[0] ?? "") ? "list-item" : "paragraph", group.join("\n")),
  );
}

const GAP = /\S(?: {3}|\t)/;

/** Columns set apart by spaces: to join the lines of a table, a listing or a drawing is to lose it. */
function isPreformatted(lines: readonly string[]): boolean {
  return lines.length > 1 && lines.filter((line) => GAP.test(line.trimEnd())).length > lines.length / 2;
}

/** Lines of a paragraph, cut where a list item begins. */
function groupItems(lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group === undefined || LIST_ITEM.test(line)) groups.push([line]);
    else group.push(line);
  }
  return groups;
}

/** Only what nobody would take for a sentence: "3.2 Results", "CHAPTER IV", "RISK FACTORS". */
function headingLevel(line: string): number | undefined {
  if (line.length > MAX_HEADING || SENTENCE_END.test(line)) return undefined;
  const number = NUMBERED_TITLE.exec(line)?.[1];
  if (number !== undefined) return number.split(".").length;
  if (NAMED_TITLE.test(line)) return 1;
  const letters = line.match(/\p{L}/gu) ?? [];
  const shouted = letters.length >= 4 && line === line.toUpperCase() && line !== line.toLowerCase();
  return shouted && /^[\p{L}\p{N}]/u.test(line) ? 1 : undefined;
}

function toBlock(kind: TextBlock["kind"], lines: string, level?: number): TextBlock {
  const text = joinLines(lines.trim());
  return {
    kind,
    ...(level !== undefined && { level }),
    text,
    unit: "sentence",
    indent: 0,
  };
}
