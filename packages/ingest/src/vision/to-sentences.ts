import type { Box } from "@longdoc/core";

import type { DraftSentence } from "../ledger/ledger.ts";
import { cutLong } from "../sentences/long-sentences.ts";
import { rowText } from "../text/table-row.ts";
import type { PictureDescription, PixelBox } from "./description.ts";

/** Sentences of one picture: a model that repeats itself must not fill the document. */
const MAX_SENTENCES = 300;
/** More figures than this are no sentence. */
const POINTS_PER_SENTENCE = 20;

/** Where a picture stands, and its size in the pixels that its description counts in. */
export interface PictureFrame {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  /** Set where it does not lie upright in its box: its regions cannot be found there. */
  readonly turned: boolean;
}

/**
 * A description as sentences: what the picture shows, a chart's data as table rows are written (`East — Q1: 20.4`), then
 * the labels. What `known` has already is left out: the file's own text is better than its transcript.
 */
export function toSentences(
  description: PictureDescription,
  frame: PictureFrame,
  known: readonly string[],
): DraftSentence[] {
  // That something is an ornament is no news to anybody.
  const statements = description.kind === "decoration" ? [] : description.statements;
  const texts = [
    ...statements.map(({ text, box }) => ({ text, boxes: [box] })),
    ...seriesTexts(description),
    ...description.labels.map(({ text, box }) => ({ text, boxes: [box] })),
  ];
  const seen = new Set(known.map(comparable));
  const sentences: DraftSentence[] = [];
  for (const { text: written, boxes } of texts) {
    const text = plain(written);
    const key = comparable(text);
    if (key === "" || seen.has(key)) continue;
    seen.add(key);
    const placed = placeAll(boxes, frame);
    for (const { start, end } of cutLong(text, { start: 0, end: text.length })) {
      sentences.push({
        text: text.slice(start, end),
        page: frame.box.page,
        boxes: placed,
        origin: { type: "vision" },
      });
    }
    if (sentences.length >= MAX_SENTENCES) return sentences.slice(0, MAX_SENTENCES);
  }
  return sentences;
}

function seriesTexts({ title, series }: PictureDescription): { text: string; boxes: PixelBox[] }[] {
  const prefix = title.trim() === "" ? "" : `${title.trim().replace(/[:.\s]+$/, "")}: `;
  return series.flatMap(({ name, unit, points }) => {
    const label = unit.trim() === "" ? name || "Values" : `${name || "Values"} (${unit.trim()})`;
    const pieces: { text: string; boxes: PixelBox[] }[] = [];
    for (let at = 0; at < points.length; at += POINTS_PER_SENTENCE) {
      const piece = points.slice(at, at + POINTS_PER_SENTENCE);
      const row = rowText(
        ["", ...piece.map(({ category }) => category)],
        [label, ...piece.map(({ value }) => value)],
      );
      pieces.push({ text: prefix + row, boxes: piece.map(({ box }) => box) });
    }
    return pieces;
  });
}

/** One line without control characters, whatever the model wrote. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}

/** Letters and digits: a transcript may differ in spaces and marks. */
function comparable(text: string): string {
  const bare = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return bare === "" ? text.trim() : bare;
}

/** Regions on the page, each once; the picture's own place where there is none in it. */
function placeAll(boxes: readonly PixelBox[], frame: PictureFrame): Box[] {
  if (frame.turned) return [frame.box];
  const placed = boxes.flatMap((box) => place(box, frame) ?? []);
  const unique = new Map(placed.map((box) => [JSON.stringify(box), box]));
  return unique.size > 0 ? [...unique.values()] : [frame.box];
}

function place({ x0, y0, x1, y1 }: PixelBox, { box, width, height }: PictureFrame): Box | undefined {
  const [left, right] = within(x0, x1, width);
  const [top, bottom] = within(y0, y1, height);
  // Less than a pixel is no region.
  if (!(right - left >= 1 && bottom - top >= 1)) return undefined;
  const [scaleX, scaleY] = [box.width / width, box.height / height];
  const x = round(box.x + left * scaleX);
  const y = round(box.y + top * scaleY);
  return {
    page: box.page,
    x,
    y,
    width: Math.min(round((right - left) * scaleX), box.x + box.width - x),
    height: Math.min(round((bottom - top) * scaleY), box.y + box.height - y),
  };
}

/** The part of a range, given from either end, that lies between 0 and `most`. */
function within(from: number, to: number, most: number): [number, number] {
  const clamp = (value: number): number => Math.min(most, Math.max(0, value));
  return [clamp(Math.min(from, to)), clamp(Math.max(from, to))];
}

/** To a thousandth of a point, as all boxes. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
