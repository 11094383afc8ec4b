import type { Part } from "./parts.ts";

type TextPart = Part & { type: "text" };

export interface ParagraphJoiner<P extends Part> {
  /** Takes a page's parts and gives out those that nothing on a later page can go on. */
  join(parts: readonly P[]): P[];
  /** Gives out what is left. */
  end(): P[];
}

/** Joins a paragraph that runs over the end of a column or page with its continuation. */
export function createParagraphJoiner<P extends Part>(): ParagraphJoiner<P> {
  /** The last paragraph that may go on, first, and the running heads and notes that stand behind it. */
  let held: P[] = [];
  return {
    join(parts) {
      const done: P[] = [];
      for (const part of parts) {
        const open = held[0];
        if (standsBetween(part)) {
          held.push(part);
        } else if (open?.type === "text" && part.type === "text" && goesOn(open, part)) {
          held[0] = { ...open, lines: [...open.lines, ...part.lines] };
        } else {
          done.push(...held);
          held = [part];
        }
      }
      return done;
    },
    end: () => held.splice(0),
  };
}

/** Whether a part may stand between the parts of a paragraph or a table: running heads, footnotes. */
export function standsBetween(part: Part): boolean {
  return part.type === "text" && ["header", "footer", "note"].includes(part.kind);
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
