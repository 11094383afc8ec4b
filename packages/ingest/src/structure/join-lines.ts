import type { Box } from "@longdoc/core";

import { joinTexts } from "../layout/line-ends.ts";
import { extentOf, type Line } from "../layout/lines.ts";
import { type Angle, type Rectangle, turnRectangle } from "../layout/geometry.ts";

/** A line with the place that its coordinates belong to. */
export interface PlacedLine {
  readonly line: Line;
  readonly page: number;
  readonly angle: Angle;
  /** The page's size as displayed, points. */
  readonly width: number;
  readonly height: number;
}

/** Lines joined to one text that still knows where each character stands. */
export interface JoinedText {
  readonly text: string;
  readonly lines: readonly PlacedLine[];
  /** Offset in `text` at which each line begins. */
  readonly starts: readonly number[];
}

/** Joins the lines of a paragraph. Where a line's end may have parted a word, the quote keeps it; searching joins it. */
export function joinLines(lines: readonly PlacedLine[], separator?: string): JoinedText {
  const texts = lines.map(({ line }) => line);
  return { lines, ...joinTexts(texts, separator) };
}

/** One box per line that the range touches, in reading order. */
export function boxesOf(joined: JoinedText, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  joined.lines.forEach((placed, index) => {
    const from = Math.max(start - joined.starts[index]!, 0);
    const to = Math.min(end - joined.starts[index]!, placed.line.text.length);
    if (from >= to || placed.line.text.slice(from, to).trim() === "") return;
    boxes.push(boxOfLine(placed, from, to));
  });
  return boxes;
}

function boxOfLine(placed: PlacedLine, start: number, end: number): Box {
  const { y0, y1 } = placed.line;
  const { x0, x1 } = extentOf(placed.line, start, end);
  return boxOf({ x0, x1, y0, y1 }, placed);
}

/** The box of a rectangle in the coordinates of text that is turned by `place.angle`: as much of it as the page shows. */
export function boxOf({ x0, x1, y0, y1 }: Rectangle, place: Omit<PlacedLine, "line">): Box {
  const { page, angle, width, height } = place;
  const turned = turnRectangle({ x0, x1, y0, y1 }, angle, width, height);
  const [left, right] = [within(turned.x0, width), within(turned.x1, width)];
  const [top, bottom] = [within(turned.y0, height), within(turned.y1, height)];
  return { page, x: left, y: top, width: round(right - left), height: round(bottom - top) };
}

function within(value: number, limit: number): number {
  return round(Math.min(Math.max(value, 0), limit));
}

/** To a thousandth of a point: below what any screen shows, and short in JSON. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The smallest box around those of the first page among them. */
export function boundingBox(boxes: readonly Box[]): Box {
  const page = boxes[0]!.page;
  const own = boxes.filter((box) => box.page === page);
  const x = Math.min(...own.map((box) => box.x));
  const y = Math.min(...own.map((box) => box.y));
  return {
    page,
    x,
    y,
    width: round(Math.max(...own.map((box) => box.x + box.width)) - x),
    height: round(Math.max(...own.map((box) => box.y + box.height)) - y),
  };
}
