import type { Part } from "./parts.ts";

type TextPart = Part & { type: "text" };

/** Joins a paragraph that runs over the end of a column or page with its continuation. */
export function joinParagraphs(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  /** Index in `result` of the last paragraph that may go on; running heads and notes may stand between. */
  let open = -1;
  for (const part of parts) {
    if (part.type === "text" && (part.kind === "header" || part.kind === "footer" || part.kind === "note")) {
      result.push(part);
      continue;
    }
    const last = open >= 0 ? result[open] : undefined;
    if (last?.type === "text" && part.type === "text" && goesOn(last, part)) {
      result[open] = { ...last, lines: [...last.lines, ...part.lines] };
      continue;
    }
    result.push(part);
    open = result.length - 1;
  }
  return result;
}

function goesOn(before: TextPart, after: TextPart): boolean {
  if (!["paragraph", "list-item"].includes(before.kind) || after.kind !== "paragraph") return false;
  const last = before.lines.at(-1)!;
  const next = after.lines[0]!;
  const turnsPage = next.page === last.page + 1;
  const turnsColumn = next.page === last.page && next.line.y0 < last.line.y0 && next.line.x0 > last.line.x0;
  if (!turnsPage && !turnsColumn) return false;
  if (Math.abs(last.line.size - next.line.size) > 0.06 * last.line.size) return false;
  const text = last.line.text.trim();
  if (/[.!?:;。！？]["”’')\]]*$/.test(text)) return false;
  return /^\p{Ll}/u.test(next.line.text) || /[,\-\u2010(]$/.test(text);
}
