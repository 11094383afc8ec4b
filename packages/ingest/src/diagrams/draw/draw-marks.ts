import { createCanvas, Path2D, type SKRSContext2D } from "@napi-rs/canvas";

import { drawHighlights } from "../../draw/highlight.ts";
import { drawSetLines } from "../../draw/set-lines.ts";
import type { Drawing, RenderedPage } from "../../formats.ts";
import type { DiagramNode, DiagramPage, Mark } from "../diagram.ts";

const MAX_EDGE_PIXELS = 4_000;
const LINE_PT = 0.9;
const TABLE_LINE = "#b8b8b8";

/** Draws a page's marks in their order, and the labels above all of them. */
export async function drawMarks(page: DiagramPage, drawing: Drawing): Promise<RenderedPage> {
  const { width, height, scale } = pixelSize(page, drawing);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.scale(scale, scale);
  context.textBaseline = "alphabetic";
  context.lineWidth = LINE_PT;
  for (const mark of page.marks) drawMark(context, mark);
  for (const node of page.nodes) drawNodeText(context, node);
  for (const { label } of page.edges) {
    for (const part of label) drawSetLines(context, part.text, part.lines, part.bold);
  }
  drawHighlights(context, drawing.highlight, scale);
  return { png: await canvas.encode("png"), width, height };
}

/** A page's size as a picture; the scale is lowered for very large ones. */
export function pixelSize(
  page: Pick<DiagramPage, "width" | "height">,
  drawing: Pick<Drawing, "scale">,
): { readonly width: number; readonly height: number; readonly scale: number } {
  const scale = Math.min(drawing.scale, MAX_EDGE_PIXELS / Math.max(page.width, page.height));
  const pixels = (points: number): number => Math.max(1, Math.ceil(points * scale));
  return { width: pixels(page.width), height: pixels(page.height), scale };
}

function drawMark(context: SKRSContext2D, { path, matrix, fill, stroke, dashed }: Mark): void {
  const placed = placePath(path, matrix);
  if (fill !== undefined) {
    context.fillStyle = fill;
    context.fill(placed);
  }
  if (stroke !== undefined) {
    context.strokeStyle = stroke;
    context.setLineDash(dashed === true ? [3, 3] : []);
    context.stroke(placed);
  }
}

/** The path is brought to points before it is stroked, so that lines are equally wide in any unit. */
function placePath(path: string, [a, b, c, d, e, f]: Mark["matrix"]): Path2D {
  const placed = new Path2D();
  placed.addPath(new Path2D(path), { a, b, c, d, e, f });
  return placed;
}

function drawNodeText(context: SKRSContext2D, { label, table, role }: DiagramNode): void {
  if (role === "part") return;
  for (const part of label) drawSetLines(context, part.text, part.lines, part.bold);
  context.setLineDash([]);
  context.strokeStyle = TABLE_LINE;
  for (const row of table?.rows ?? []) {
    for (const { box, text, lines } of row.cells) {
      context.strokeRect(box.x, box.y, box.width, box.height);
      drawSetLines(context, text, lines, row.header);
    }
  }
}
