import type { Rectangle } from "../../slides/deck.ts";
import { type Frame, setText, type Settable, textHeight } from "../../slides/layout/set-text.ts";
import { textWidth } from "../../slides/layout/text-width.ts";
import { faceOf } from "../../slides/layout/typefaces.ts";
import type { LabelPart } from "../diagram.ts";
import type { Setting } from "../drawn-page.ts";
import type { Label } from "../labels/label.ts";

const FACE = faceOf(undefined);
const NO_INSETS = { left: 0, top: 0, right: 0, bottom: 0 };
/** Points; smaller is no text, larger none that fits on a page. */
const FONT_SIZES = { least: 1, most: 400 };

/**
 * Estimates where a label's lines stand. Labels that are larger than their shape stand out of it, as programs that
 * draw diagrams let them.
 *
 * @param setting in points
 */
export function setLabel(label: Label, setting: Setting): LabelPart[] {
  if (label.length === 0) return [];
  const fontSize = Math.min(Math.max(setting.fontSize, FONT_SIZES.least), FONT_SIZES.most);
  const paragraphs = label.map(({ text, breaks }): Settable => ({
    text,
    breaks,
    fontSize,
    bold: setting.bold,
    face: FACE,
    align: setting.align,
    marginLeft: 0,
    firstIndent: 0,
    lineSpacing: 1,
    spaceBefore: 0,
    spaceAfter: 0,
  }));
  const frame: Frame = {
    box: roomFor(paragraphs, setting),
    insets: NO_INSETS,
    anchor: setting.anchor,
    wraps: setting.wraps,
    rotation: setting.rotation,
    textRotation: setting.textRotation,
  };
  const lines = setText(paragraphs, frame);
  return label.map(({ text }, index) => ({ text, lines: lines[index]!, bold: setting.bold }));
}

/** The label's box, widened and heightened to hold it. */
function roomFor(
  paragraphs: readonly Settable[],
  { box, align, anchor, wraps, textRotation }: Setting,
): Rectangle {
  const upright = textRotation === 0;
  const across = upright ? box.width : box.height;
  const natural = Math.max(...paragraphs.map(widestLine));
  const width = Math.max(wraps ? Math.max(across, widestWord(paragraphs)) : natural, across);
  const height = Math.max(upright ? box.height : box.width, textHeight(paragraphs, wraps ? width : Infinity));
  const [boxWidth, boxHeight] = upright ? [width, height] : [height, width];
  // Text that is turned is centred: where it begins is of no use there.
  return {
    x: box.x - share(upright ? align : "centre") * (boxWidth - box.width),
    y: box.y - share(upright ? anchor : "centre") * (boxHeight - box.height),
    width: boxWidth,
    height: boxHeight,
  };
}

function share(side: Setting["align"] | Setting["anchor"]): number {
  switch (side) {
    case "left":
    case "top":
      return 0;
    case "centre":
      return 0.5;
    case "right":
    case "bottom":
      return 1;
  }
}

function widestLine({ text, breaks, fontSize, bold }: Settable): number {
  const edges = [0, ...breaks, text.length];
  const widths = edges
    .slice(1)
    .map((end, index) => textWidth(text.slice(edges[index], end).trimEnd(), fontSize, bold));
  return Math.max(...widths) * FACE.width;
}

/** A word is never broken, so a label is at least as wide as its widest; a hundred letters are no word. */
function widestWord(paragraphs: readonly Settable[]): number {
  let widest = 0;
  for (const { text, fontSize, bold } of paragraphs) {
    for (const word of text.split(" ")) {
      if (word.length > 3 && word.length < 100) widest = Math.max(widest, textWidth(word, fontSize, bold));
    }
  }
  return widest * FACE.width;
}
