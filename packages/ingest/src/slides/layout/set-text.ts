import { charColumns } from "../../text/columns.ts";
import type { Rectangle, SetLine } from "../deck.ts";
import { centreOf, clip, turned } from "./geometry.ts";
import { textWidth } from "./text-width.ts";
import type { Face } from "./typefaces.ts";

/** A paragraph and how it is set. Lengths are points. */
export interface Settable {
  readonly text: string;
  /** Offsets at which a line is broken by hand. */
  readonly breaks: readonly number[];
  readonly fontSize: number;
  readonly bold: boolean;
  readonly face: Face;
  readonly align: "left" | "centre" | "right";
  /** From the frame's left edge to the text. */
  readonly marginLeft: number;
  /** How much further right the first line begins; never negative. */
  readonly firstIndent: number;
  /** Of the face's own line height. */
  readonly lineSpacing: number;
  readonly spaceBefore: number;
  readonly spaceAfter: number;
}

export interface Frame {
  /** The shape's place before it is turned. */
  readonly box: Rectangle;
  readonly insets: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  readonly anchor: "top" | "centre" | "bottom";
  readonly wraps: boolean;
  /** Degrees, clockwise, by which the shape is turned about its centre. */
  readonly rotation: number;
  /** Degrees, clockwise, by which the text is turned inside the shape. */
  readonly textRotation: 0 | 90 | 270;
}

interface DraftLine {
  readonly start: number;
  readonly end: number;
  readonly width: number;
}

/** Estimates where each line of each paragraph stands in a frame. Every line's box lies within the frame's. */
export function setText(paragraphs: readonly Settable[], frame: Frame): SetLine[][] {
  const outer = uprightFrame(frame);
  const inner = inset(outer, frame.insets);
  const drafts = paragraphs.map((paragraph) =>
    breakLines(paragraph, frame.wraps ? lineWidth(paragraph, inner.width) : Number.POSITIVE_INFINITY),
  );
  const total = heightOf(paragraphs, drafts);
  const squeeze = total > inner.height ? inner.height / total : 1;
  const free = Math.max(0, inner.height - total);
  let y = inner.y + (frame.anchor === "bottom" ? free : frame.anchor === "centre" ? free / 2 : 0);
  const centre = centreOf(frame.box);
  const rotation = frame.rotation + frame.textRotation;
  const shown = shownBox(frame);
  return paragraphs.map((paragraph, index) => {
    // A frame's first paragraph begins at its top.
    if (index > 0) y += paragraph.spaceBefore * squeeze;
    const height = pitch(paragraph) * squeeze;
    const lines = drafts[index]!.map((line, row): SetLine => {
      const indent = paragraph.marginLeft + (row === 0 ? paragraph.firstIndent : 0);
      const spare = inner.width - indent - line.width;
      const shift = paragraph.align === "centre" ? spare / 2 : paragraph.align === "right" ? spare : 0;
      const upright = clip({ x: inner.x + indent + shift, y, width: line.width, height }, outer);
      y += height;
      const box = rotation === 0 ? upright : clip(turned(upright, rotation, centre), shown);
      return { start: line.start, end: line.end, box };
    });
    y += paragraph.spaceAfter * squeeze;
    return lines;
  });
}

/** Points of height that paragraphs take in a frame of this width, insets apart. */
export function textHeight(paragraphs: readonly Settable[], width: number): number {
  return heightOf(
    paragraphs,
    paragraphs.map((paragraph) => breakLines(paragraph, lineWidth(paragraph, width))),
  );
}

function lineWidth(paragraph: Settable, width: number): number {
  return Math.max(1, width - paragraph.marginLeft);
}

function heightOf(paragraphs: readonly Settable[], drafts: readonly DraftLine[][]): number {
  return paragraphs.reduce(
    (sum, one, index) =>
      sum + drafts[index]!.length * pitch(one) + (index > 0 ? one.spaceBefore : 0) + one.spaceAfter,
    0,
  );
}

/** Where the text would be if nothing were turned: text that runs down swaps the shape's width and height. */
function uprightFrame({ box, textRotation }: Frame): Rectangle {
  return textRotation === 0 ? box : turned(box, 90, centreOf(box));
}

/** The upright rectangle around a shape as it is seen. */
export function shownBox({ box, rotation }: Pick<Frame, "box" | "rotation">): Rectangle {
  return rotation === 0 ? box : turned(box, rotation, centreOf(box));
}

function inset(box: Rectangle, { left, top, right, bottom }: Frame["insets"]): Rectangle {
  // A frame smaller than its insets is all text.
  const across = left + right < box.width ? 1 : 0;
  const down = top + bottom < box.height ? 1 : 0;
  return {
    x: box.x + left * across,
    y: box.y + top * down,
    width: box.width - (left + right) * across,
    height: box.height - (top + bottom) * down,
  };
}

function pitch({ fontSize, face, lineSpacing }: Settable): number {
  return fontSize * face.lineHeight * lineSpacing;
}

function breakLines(paragraph: Settable, width: number): DraftLine[] {
  const { text, breaks } = paragraph;
  const edges = [0, ...breaks, text.length];
  return edges
    .slice(1)
    .flatMap((end, index) =>
      wrapLine(paragraph, edges[index]!, end, width, index === 0 ? paragraph.firstIndent : 0),
    );
}

/** Words, and wide characters one by one; spaces stay with what is before them. */
const PIECES = /\S+\s*|\s+/gu;

function wrapLine(
  { text, fontSize, bold, face }: Settable,
  from: number,
  to: number,
  width: number,
  indent: number,
): DraftLine[] {
  const lines: DraftLine[] = [];
  let start = from;
  let taken = indent;
  let at = from;
  for (const piece of piecesOf(text.slice(from, to))) {
    const bare = widthOf(piece.trimEnd());
    if (taken + bare > width && at > start) {
      lines.push(draft(start, at));
      start = at;
      taken = 0;
    }
    taken += widthOf(piece);
    at += piece.length;
  }
  lines.push(draft(start, to));
  return lines;

  function widthOf(part: string): number {
    return textWidth(part, fontSize, bold) * face.width;
  }

  function draft(begin: number, end: number): DraftLine {
    const shown = text.slice(begin, end).trimEnd();
    return { start: begin, end: begin + shown.length, width: widthOf(shown) };
  }
}

function piecesOf(text: string): string[] {
  return (text.match(PIECES) ?? []).flatMap((word) =>
    [...word].some((character) => charColumns(character) === 2) ? [...word] : [word],
  );
}
