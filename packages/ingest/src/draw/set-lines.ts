import type { SKRSContext2D } from "@napi-rs/canvas";

import type { SetLine } from "../slides/deck.ts";
import { proportionalFonts } from "./fonts.ts";

const INK = "#1a1a1a";

/** Draws lines of text, each as wide and as high as its box, whatever font there is to draw with. */
export function drawSetLines(
  context: SKRSContext2D,
  text: string,
  lines: readonly SetLine[],
  bold: boolean,
): void {
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
