import type { SlidePart, TextPart } from "./deck.ts";

const MAX_TITLE = 150;
/** Of the slide's height, from its top. */
const TITLE_ZONE = 0.3;

/**
 * Names the title of a slide whose title is no placeholder: what is read first, stands at the top and is not smaller
 * than the rest. Its paragraphs of one size are one title.
 */
export function findTitle(parts: readonly SlidePart[], height: number): readonly SlidePart[] {
  if (parts.some((part) => part.type === "text" && part.kind === "heading")) return parts;
  const [first] = parts;
  if (first?.type !== "text" || first.kind !== "paragraph" || first.text.length > MAX_TITLE) return parts;
  const top = first.lines[0]?.box.y ?? height;
  if (top > height * TITLE_ZONE) return parts;
  const same = parts.findIndex((part) => !continues(part, first));
  const count = same < 0 ? parts.length : same;
  const rest = parts.slice(count);
  if (count > MAX_TITLE) return parts;
  const title = joinParagraphs(parts.slice(0, count) as TextPart[]);
  const largest = rest.every((part) => part.type !== "text" || part.fontSize <= first.fontSize);
  if (rest.length === 0 || !largest || title.text.length > MAX_TITLE) return parts;
  return [{ ...title, kind: "heading", level: 2 }, ...rest];
}

function continues(part: SlidePart, first: TextPart): boolean {
  return part.type === "text" && part.kind === "paragraph" && part.fontSize === first.fontSize;
}

/** Several paragraphs as one, parted by spaces. */
export function joinParagraphs(parts: readonly TextPart[]): TextPart {
  const [first, ...rest] = parts;
  return rest.reduce((title, part) => {
    const shift = title.text.length + 1;
    const moved = <Range extends { readonly start: number; readonly end: number }>(range: Range): Range => ({
      ...range,
      start: range.start + shift,
      end: range.end + shift,
    });
    return {
      ...title,
      text: `${title.text} ${part.text}`,
      lines: [...title.lines, ...part.lines.map(moved)],
      links: [...title.links, ...part.links.map(moved)],
    };
  }, first!);
}
