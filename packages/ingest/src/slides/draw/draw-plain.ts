import { createCanvas, type SKRSContext2D } from "@napi-rs/canvas";

import { proportionalFonts } from "../../draw/fonts.ts";
import { drawHighlights } from "../../draw/highlight.ts";
import type { Drawing, RenderedPage } from "../../formats.ts";
import type { Deck, Rectangle, SetLine, SlidePart } from "../deck.ts";
import { setText } from "../layout/set-text.ts";
import { faceOf } from "../layout/typefaces.ts";

const MAX_EDGE_PIXELS = 4_000;
const INK = "#1a1a1a";
const FAINT = "#b8b8b8";
const FIGURE_FONT = 12;

/** Draws a slide's texts where they are estimated to stand, tables with their lines, and figures as what they say. */
export async function drawPlainSlide(deck: Deck, drawing: Drawing): Promise<RenderedPage> {
  const scale = Math.min(drawing.scale, MAX_EDGE_PIXELS / Math.max(deck.width, deck.height));
  const width = Math.max(1, Math.ceil(deck.width * scale));
  const height = Math.max(1, Math.ceil(deck.height * scale));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.scale(scale, scale);
  context.textBaseline = "alphabetic";
  context.lineWidth = 0.75;
  context.strokeStyle = FAINT;
  for (const { box } of deck.images.filter(({ slide }) => slide === drawing.page)) drawPicture(context, box);
  for (const part of deck.slides[drawing.page - 1]?.parts ?? []) drawPart(context, part);
  drawHighlights(context, drawing.highlight, scale);
  return { png: await canvas.encode("png"), width, height };
}

function drawPart(context: SKRSContext2D, part: SlidePart): void {
  switch (part.type) {
    case "text":
      drawLines(context, part.text, part.lines, part.bold || part.kind === "heading");
      if (part.kind === "list-item") drawBullet(context, part.lines[0]);
      break;
    case "table":
      for (const { cells, header } of part.rows) {
        for (const cell of cells) {
          strokeBox(context, cell.box);
          drawLines(context, cell.text, cell.lines, header);
        }
      }
      break;
    case "figure":
      drawFigure(context, part.box, part.statements);
      break;
  }
}

/** Each line is as wide and as high as its box, whatever font there is to draw with. */
function drawLines(context: SKRSContext2D, text: string, lines: readonly SetLine[], bold: boolean): void {
  for (const { start, end, box } of lines) {
    const shown = text.slice(start, end).trimEnd();
    if (shown === "") continue;
    const down = box.height > box.width * 1.5 && shown.length > 3;
    const [length, thickness] = down ? [box.height, box.width] : [box.width, box.height];
    context.save();
    context.fillStyle = INK;
    context.font = `${bold ? "bold " : ""}${Math.max(1, thickness / 1.2)}px ${proportionalFonts()}`;
    if (down) {
      context.translate(box.x + box.width, box.y);
      context.rotate(Math.PI / 2);
    } else context.translate(box.x, box.y);
    const natural = context.measureText(shown).width;
    if (natural > 0) context.scale(length / natural, 1);
    context.fillText(shown, 0, thickness * 0.8);
    context.restore();
  }
}

function drawBullet(context: SKRSContext2D, line: SetLine | undefined): void {
  if (!line) return;
  const { x, y, height } = line.box;
  context.fillStyle = INK;
  context.beginPath();
  context.arc(Math.max(2, x - height * 0.45), y + height * 0.55, Math.max(1, height * 0.09), 0, 2 * Math.PI);
  context.fill();
}

function drawFigure(
  context: SKRSContext2D,
  box: Rectangle,
  statements: readonly { readonly text: string; readonly boxes: readonly Rectangle[] }[],
): void {
  strokeBox(context, box);
  // A statement with a place of its own stands there; the others share the figure's.
  const own = statements.flatMap(({ text, boxes }) =>
    boxes.length === 1 && !isSame(boxes[0]!, box) ? [{ texts: [text], box: boxes[0]! }] : [],
  );
  const shared = statements.filter(({ boxes }) => boxes.length !== 1 || isSame(boxes[0]!, box));
  for (const one of own) {
    strokeBox(context, one.box);
    drawParagraphs(context, one.texts, one.box);
  }
  drawParagraphs(
    context,
    shared.map(({ text }) => text),
    box,
  );
}

function isSame(one: Rectangle, other: Rectangle): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}

function drawParagraphs(context: SKRSContext2D, texts: readonly string[], box: Rectangle): void {
  const paragraphs = texts.map((text) => ({
    text,
    breaks: [],
    fontSize: FIGURE_FONT,
    bold: false,
    face: faceOf(undefined),
    align: "left" as const,
    marginLeft: 0,
    firstIndent: 0,
    lineSpacing: 1,
    spaceBefore: 0,
    spaceAfter: 3,
  }));
  const set = setText(paragraphs, {
    box,
    insets: { left: 6, top: 6, right: 6, bottom: 6 },
    anchor: "top",
    wraps: true,
    rotation: 0,
    textRotation: 0,
  });
  for (const [index, text] of texts.entries()) drawLines(context, text, set[index]!, false);
}

function drawPicture(context: SKRSContext2D, box: Rectangle): void {
  context.fillStyle = "#f0f0f0";
  context.fillRect(box.x, box.y, box.width, box.height);
  strokeBox(context, box);
}

function strokeBox(context: SKRSContext2D, { x, y, width, height }: Rectangle): void {
  context.strokeRect(x, y, width, height);
}
