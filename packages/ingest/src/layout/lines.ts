import type { Angle } from "./geometry.ts";
import type { Row } from "./rows.ts";
import { BOLD_SHARE, type Segment } from "./segments.ts";

/** A line of running text: its segments joined by single spaces. Coordinates as in `Segment`. */
export interface Line {
  readonly text: string;
  /** Left and right edge of each UTF-16 unit of `text`. */
  readonly edges: Float32Array;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly baseline: number;
  readonly size: number;
  readonly bold: boolean;
  /** It begins in bold, and most of it is not. */
  readonly opensBold?: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** Left and right edge of what is drawn, where it is wider than its place in a row: a slanted head's. */
  readonly drawn?: { readonly x0: number; readonly x1: number };
  /** Most of its characters are of a font for formulas. */
  readonly math?: boolean;
  /** A bullet is drawn before it, as a shape. */
  readonly bulleted?: boolean;
  /** Level, from 1, of the heading that the file tags it as. */
  readonly headingLevel?: number;
  readonly order: number;
}

/** A line that is turned by its own angle: a figure's label, a running head. */
export interface TurnedLine extends Line {
  readonly angle: Angle;
}

export function toTurnedLine(row: Row): TurnedLine {
  return { ...toLine(row), angle: row.segments[0]!.angle };
}

export function toLine(row: Row): Line {
  return joinSegments(row.segments);
}

/** Joins segments, given from left to right, to one line. */
export function joinSegments(segments: readonly Segment[]): Line {
  const first = segments[0]!;
  if (segments.length === 1) return first;
  const edges = new Float32Array(
    segments.reduce((sum, { edges: part }) => sum + part.length, 2 * (segments.length - 1)),
  );
  let text = "";
  let at = 0;
  let previous: Segment | undefined;
  for (const segment of segments) {
    if (previous) {
      text += " ";
      edges[at++] = previous.x1;
      edges[at++] = segment.x0;
    }
    text += segment.text;
    edges.set(segment.edges, at);
    at += segment.edges.length;
    previous = segment;
  }
  const main = segments.reduce((best, segment) => (segment.text.length > best.text.length ? segment : best));
  const bold = isMostlyBold(segments);
  return {
    text,
    edges,
    x0: Math.min(...segments.map((segment) => segment.x0)),
    x1: Math.max(...segments.map((segment) => segment.x1)),
    y0: Math.min(...segments.map((segment) => segment.y0)),
    y1: Math.max(...segments.map((segment) => segment.y1)),
    baseline: main.baseline,
    size: main.size,
    bold,
    ...(!bold && (first.bold || first.opensBold === true) && { opensBold: true }),
    italic: main.italic,
    monospace: main.monospace,
    ...(main.math === true && { math: true }),
    ...(first.bulleted === true && { bulleted: true }),
    ...(main.headingLevel !== undefined && { headingLevel: main.headingLevel }),
    order: Math.min(...segments.map((segment) => segment.order)),
  };
}

function isMostlyBold(segments: readonly Segment[]): boolean {
  const length = (some: readonly Segment[]): number => some.reduce((sum, { text }) => sum + text.length, 0);
  return length(segments.filter((segment) => segment.bold)) >= BOLD_SHARE * length(segments);
}

/** The part of a line from `start` to `end` (offsets into its text). */
export function sliceLine(line: Line, start: number, end: number): Line {
  return {
    ...line,
    ...extentOf(line, start, end),
    text: line.text.slice(start, end),
    edges: line.edges.slice(2 * start, 2 * end),
  };
}

/** Left edge of the character at `start` and right edge of the one before `end`. */
export function extentOf(line: Pick<Line, "edges">, start: number, end: number): { x0: number; x1: number } {
  let x0 = Infinity;
  let x1 = -Infinity;
  for (let unit = start; unit < end; unit++) {
    x0 = Math.min(x0, line.edges[2 * unit]!);
    x1 = Math.max(x1, line.edges[2 * unit + 1]!);
  }
  return { x0, x1 };
}
