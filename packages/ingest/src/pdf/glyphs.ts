import type { PDFPageProxy } from "pdfjs-dist";
import { OPS } from "pdfjs-dist/legacy/build/pdf.mjs";

import { forEachOperator } from "./engine.ts";
import type { Matrix } from "./matrix.ts";
import { PageReplay } from "./page-replay.ts";
import type { TaggedHeadings } from "./tagged-headings.ts";

/** What a page draws, in points of the page as displayed (origin top-left). */
export type PageGlyphs = Pick<PageReplay, "glyphs" | "rules" | "fills" | "images" | "curves" | "annotations">;

/**
 * Replays a page's operator list and gives each glyph the place where it is drawn, so that boxes are measured and
 * not interpolated. Text outside the page's view is left out.
 */
export async function readGlyphs(
  page: PDFPageProxy,
  headings: TaggedHeadings = new Map(),
): Promise<PageGlyphs> {
  const replay = new PageReplay(page, headings);
  let previous: number | undefined;
  await forEachOperator(page, (code, operands) => {
    OPERATIONS[code]?.(replay, operands as any[], previous);
    previous = code;
  });
  return replay;
}

type Operation = (replay: PageReplay, operands: any[], previous: number | undefined) => void;

/**
 * By pdf.js's codes; its types leave operands open. The frequent ones take theirs by index: taking arrays apart by pattern
 * runs through an iterator.
 */
const OPERATIONS: Operation[] = [];
OPERATIONS[OPS.save] = (replay) => replay.save();
OPERATIONS[OPS.restore] = (replay, _, previous) => {
  if (previous === OPS.transform || previous === OPS.dependency || previous === OPS.setGState) {
    replay.addUndecodedImage();
  }
  replay.restore();
};
OPERATIONS[OPS.transform] = (replay, operands) => replay.transform(operands as unknown as Matrix);
OPERATIONS[OPS.paintFormXObjectBegin] = (replay, [matrix]) => {
  replay.save();
  replay.transform(matrix);
};
OPERATIONS[OPS.paintFormXObjectEnd] = (replay) => replay.restore();
OPERATIONS[OPS.beginGroup] = (replay, [group]) => {
  replay.save();
  replay.transform(group?.matrix);
};
OPERATIONS[OPS.endGroup] = (replay) => replay.restore();
OPERATIONS[OPS.beginAnnotation] = (replay, [id, , transform, matrix]) =>
  replay.beginAnnotation(id, transform, matrix);
OPERATIONS[OPS.endAnnotation] = (replay) => replay.restore();
OPERATIONS[OPS.beginMarkedContent] = (replay) => replay.beginMarkedContent();
OPERATIONS[OPS.beginMarkedContentProps] = (replay, [, id]) => replay.beginMarkedContent(id);
OPERATIONS[OPS.endMarkedContent] = (replay) => replay.endMarkedContent();
OPERATIONS[OPS.setFont] = (replay, operands) => replay.setFont(operands[0], operands[1]);
OPERATIONS[OPS.setGState] = (replay, [entries]) => {
  for (const [key, value] of entries) if (key === "Font") replay.setFont(value[0], value[1]);
};
OPERATIONS[OPS.beginText] = (replay) => replay.setTextMatrix([1, 0, 0, 1, 0, 0]);
OPERATIONS[OPS.setTextMatrix] = (replay, operands) =>
  replay.setTextMatrix(operands.length === 1 ? operands[0] : operands);
OPERATIONS[OPS.setCharSpacing] = (replay, [charSpacing]) => replay.setText({ charSpacing });
OPERATIONS[OPS.setWordSpacing] = (replay, [wordSpacing]) => replay.setText({ wordSpacing });
OPERATIONS[OPS.setHScale] = (replay, [percent]) => replay.setText({ hScale: percent / 100 });
OPERATIONS[OPS.setLeading] = (replay, [leading]) => replay.setText({ leading: -leading });
OPERATIONS[OPS.setTextRise] = (replay, [rise]) => replay.setText({ rise });
OPERATIONS[OPS.setTextRenderingMode] = (replay, [renderMode]) => replay.setText({ renderMode });
OPERATIONS[OPS.setLeadingMoveText] = (replay, [x, y]) => {
  replay.setText({ leading: y });
  replay.moveText(x, y);
};
OPERATIONS[OPS.moveText] = (replay, operands) => replay.moveText(operands[0], operands[1]);
OPERATIONS[OPS.nextLine] = (replay) => replay.nextLine();
OPERATIONS[OPS.showText] = OPERATIONS[OPS.showSpacedText] = (replay, operands) => replay.show(operands[0]);
OPERATIONS[OPS.nextLineShowText] = (replay, [items]) => {
  replay.nextLine();
  replay.show(items);
};
OPERATIONS[OPS.nextLineSetSpacingShowText] = (replay, [wordSpacing, charSpacing, items]) => {
  replay.setText({ wordSpacing, charSpacing });
  replay.nextLine();
  replay.show(items);
};
OPERATIONS[OPS.setFillRGBColor] = (replay, operands) =>
  replay.setFill(typeof operands[0] === "string" ? operands[0] : "#000000");
OPERATIONS[OPS.setFillColorN] = OPERATIONS[OPS.setFillTransparent] = (replay) => replay.setFill("pattern");
OPERATIONS[OPS.constructPath] = (replay, operands) => replay.addPath(operands[0], operands[1]?.[0]);
OPERATIONS[OPS.paintImageXObject] =
  OPERATIONS[OPS.paintImageMaskXObject] =
  OPERATIONS[OPS.paintInlineImageXObject] =
  OPERATIONS[OPS.paintSolidColorImageMask] =
    (replay) => replay.addImage();
OPERATIONS[OPS.shadingFill] = (replay) => replay.fillPage("pattern");
