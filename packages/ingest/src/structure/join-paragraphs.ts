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
        if (standsBetween(part) || (open !== undefined && floats(part) && held.length < MAX_HELD)) {
          held.push(part);
        } else if (open?.type === "text" && part.type === "text" && goesOn(open, part, held.some(floats))) {
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

/** Parts that may stand behind a paragraph that is not known to have ended. */
const MAX_HELD = 12;

/** Whether text flows around a part, at the head of a page or wherever there was room. */
function floats(part: Part): boolean {
  return part.type === "figure" || part.type === "table" || (part.type === "text" && part.kind === "caption");
}

/** Whether a part may stand between the parts of a paragraph or a table: running heads, footnotes. */
export function standsBetween(part: Part): boolean {
  return part.type === "text" && ["header", "footer", "note"].includes(part.kind);
}

/** @param floated figures or tables stand between the two */
function goesOn(before: TextPart, after: TextPart, floated: boolean): boolean {
  if (!["paragraph", "list-item"].includes(before.kind) || after.kind !== "paragraph") return false;
  const last = before.lines.at(-1)!;
  const next = after.lines[0]!;
  const turnsPage = next.page === last.page + 1;
  const turnsColumn = next.page === last.page && next.line.y0 < last.line.y0 && next.line.x0 > last.line.x0;
  const turnsAround = floated && next.page === last.page && next.line.y0 > last.line.y1;
  if (!turnsPage && !turnsColumn && !turnsAround) return false;
  if (floated && !isFull(before)) return false;
  if (Math.abs(last.line.size - next.line.size) > 0.06 * last.line.size) return false;
  const text = last.line.text.trim();
  if (/[.!?:;。！？]["”’')\]]*$/.test(text)) return false;
  const runsOn = /^\p{Ll}/u.test(next.line.text);
  return runsOn || (!turnsAround && /[,\-\u2010(]$/.test(text));
}

/** UTF-16 units. Less text may be a label. */
const MIN_TEXT = 60;

/** Whether a paragraph's last line is as long as its others: around labels of a drawing, text seems to flow as well. */
function isFull({ lines }: TextPart): boolean {
  const { line: last } = lines.at(-1)!;
  const length = lines.reduce((sum, { line }) => sum + line.text.length, 0);
  const right = Math.max(...lines.map(({ line }) => (line.x0 <= last.x1 ? line.x1 : -Infinity)));
  return length >= MIN_TEXT && last.x1 > right - 4 * last.size;
}
