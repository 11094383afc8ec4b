import type { SKRSContext2D } from "@napi-rs/canvas";

/** Points, origin top-left of the page. */
export interface HighlightBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Lights boxes as a marker pen does: the ink below stays legible. */
export function drawHighlights(context: SKRSContext2D, boxes: readonly HighlightBox[], scale: number): void {
  context.save();
  context.resetTransform();
  for (const { x, y, width, height } of boxes) {
    context.globalCompositeOperation = "multiply";
    context.fillStyle = "#ffe94d";
    context.fillRect(x * scale, y * scale, width * scale, height * scale);
    context.globalCompositeOperation = "source-over";
    context.strokeStyle = "#e09b00";
    context.lineWidth = Math.max(1, 0.6 * scale);
    context.strokeRect(x * scale, y * scale, width * scale, height * scale);
  }
  context.restore();
}
