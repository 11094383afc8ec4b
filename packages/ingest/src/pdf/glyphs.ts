import type { PDFPageProxy } from "pdfjs-dist";
import { OPS } from "pdfjs-dist/legacy/build/pdf.mjs";

import { type Angle, clip, type Rectangle, turnBack } from "../layout/geometry.ts";
import { addGlyph, type Font, type Glyphs, type HiddenText, noGlyphs } from "../layout/glyph.ts";
import { describeFont, emHeight, lookUpFont, type PdfFont, type PdfGlyph } from "./fonts.ts";
import { type Matrix, multiply, unitSquare } from "./matrix.ts";
import { outline, shapesOf } from "./paths.ts";
import type { TaggedHeadings } from "./tagged-headings.ts";

export interface Fill extends Rectangle {
  /** `#rrggbb`, or `pattern`. */
  readonly color: string;
  /** Its edges are upright; else the rectangle is the bounds of a shape with curves or slants. */
  readonly upright: boolean;
}

export interface PageGlyphs {
  readonly glyphs: Glyphs;
  readonly fonts: readonly Font[];
  /** Ruling lines, stroked or drawn as thin filled rectangles. */
  readonly rules: readonly Rectangle[];
  /** Filled areas in drawing order. */
  readonly fills: readonly Fill[];
  /** Where images lie. */
  readonly images: readonly Rectangle[];
  /** Bounds of shapes with curves or slanted edges, except white ones. */
  readonly curves: readonly Rectangle[];
  /** pdf.js's ids of the annotations that are drawn. */
  readonly annotations: readonly string[];
}

/** A filled rectangle thinner than this is a ruling line. */
const RULE_THICKNESS_PT = 2.5;
/** Text below this size cannot be read on paper. */
const TINY_PT = 1;

interface TextState {
  ctm: Matrix;
  font: number;
  fontScale: number;
  vertical: boolean;
  size: number;
  charSpacing: number;
  wordSpacing: number;
  hScale: number;
  leading: number;
  rise: number;
  renderMode: number;
  fill: string;
  white: boolean;
}

/**
 * Replays a page's operator list and gives each glyph the place where it is drawn, so that boxes are measured and
 * not interpolated. Text outside the page's view is left out.
 */
export async function readGlyphs(
  page: PDFPageProxy,
  headings: TaggedHeadings = new Map(),
): Promise<PageGlyphs> {
  const operators = await page.getOperatorList();
  return replay(page, headings, operators.fnArray, operators.argsArray);
}

function replay(
  page: PDFPageProxy,
  headings: TaggedHeadings,
  codes: readonly number[],
  operands: readonly unknown[],
): PageGlyphs {
  const viewport = page.getViewport({ scale: 1 });
  const base = viewport.transform as unknown as Matrix;
  const { width, height } = viewport;

  const glyphs = noGlyphs();
  const fonts: Font[] = [];
  const fontIndex = new Map<string, number>();
  const pdfFonts: PdfFont[] = [];
  const ems: (number | undefined)[] = [];
  const rules: Rectangle[] = [];
  const fills: Fill[] = [];
  const images: Rectangle[] = [];
  const curves: Rectangle[] = [];
  const annotations: string[] = [];
  /** Levels of headings, for each marked content that is open. */
  const marked: (number | undefined)[] = [];

  let state: TextState = {
    ctm: base,
    font: -1,
    fontScale: 0.001,
    vertical: false,
    size: 0,
    charSpacing: 0,
    wordSpacing: 0,
    hScale: 1,
    leading: 0,
    rise: 0,
    renderMode: 0,
    fill: "#000000",
    white: false,
  };
  const stack: TextState[] = [];
  let textMatrix: Matrix = [1, 0, 0, 1, 0, 0];
  let lineX = 0;
  let lineY = 0;
  let x = 0;
  let y = 0;

  const setFont = (name: string, size: number): void => {
    let index = fontIndex.get(name);
    if (index === undefined) {
      const font = lookUpFont(page, name);
      index = fonts.length;
      fontIndex.set(name, index);
      pdfFonts.push(font);
      fonts.push(describeFont(font));
    }
    state.font = index;
    state.size = size;
    state.fontScale = pdfFonts[index]!.fontMatrix?.[0] ?? 0.001;
    state.vertical = pdfFonts[index]!.vertical === true;
  };

  const show = (items: readonly (PdfGlyph | number)[]): void => {
    if (state.font < 0) return;
    const em = (ems[state.font] ??= emHeight(pdfFonts[state.font]!, items));
    const { font, size, hScale, charSpacing, wordSpacing, fontScale, vertical, rise, white } = state;
    const matrix = multiply(state.ctm, textMatrix);
    const a = matrix[0];
    const b = matrix[1];
    const c = matrix[2];
    const d = matrix[3];
    const e = matrix[4];
    const f = matrix[5];
    const typeSize = Math.abs(size) * em * Math.hypot(c, d);
    const forward = size * hScale < 0 ? -1 : 1;
    const angle = angleOf(a * forward, b * forward);
    const hidden: HiddenText | undefined =
      state.renderMode === 3 || state.renderMode === 7
        ? "invisible"
        : typeSize < TINY_PT
          ? "tiny"
          : undefined;
    const headingLevel = marked.at(-1);
    const defaultVertical = pdfFonts[font]!.defaultVMetrics;
    for (const item of items) {
      if (typeof item === "number") {
        if (vertical) y -= (item / 1000) * size;
        else x -= (item / 1000) * size * hScale;
        continue;
      }
      const spacing = charSpacing + (item.isSpace ? wordSpacing : 0);
      const advance = item.width * fontScale * size;
      let gx = x;
      let gy = y + rise;
      let dx = advance * hScale;
      let dy = 0;
      let stepX = (advance + spacing) * hScale;
      let stepY = 0;
      if (vertical) {
        const metric = item.vmetric ?? defaultVertical ?? [-1000, item.width / 2, 880];
        gx = x - metric[1] * fontScale * size;
        gy = y - metric[2] * fontScale * size + rise;
        const down = metric[0] * fontScale * size;
        stepX = 0;
        stepY = down - spacing;
        dx = advance * hScale;
        dy = 0;
      }
      const text = item.unicode;
      if (text) {
        const px = a * gx + c * gy + e;
        const py = b * gx + d * gy + f;
        const qx = a * (gx + dx) + c * (gy + dy) + e;
        const qy = b * (gx + dx) + d * (gy + dy) + f;
        const middleX = (px + qx) / 2;
        const middleY = (py + qy) / 2;
        if (middleX >= -1 && middleX <= width + 1 && middleY >= -1 && middleY <= height + 1) {
          let [left, right, baseline] = [px, qx, py];
          if (angle !== 0) {
            [left, baseline] = turnBack(px, py, angle, width, height);
            [right] = turnBack(qx, qy, angle, width, height);
          }
          const covered = !white || coveredByInk(middleX, middleY, fills, images);
          addGlyph(glyphs, {
            text,
            x0: Math.min(left, right),
            x1: Math.max(left, right),
            baseline,
            size: typeSize,
            font,
            angle,
            hidden: hidden ?? (covered ? undefined : "white"),
            headingLevel,
          });
        }
      }
      x += stepX;
      y += stepY;
    }
  };

  const addPath = (paint: number, data: ArrayLike<number> | undefined): void => {
    if (!data || paint === OPS.endPath) return;
    const filled =
      paint === OPS.fill ||
      paint === OPS.eoFill ||
      paint === OPS.fillStroke ||
      paint === OPS.eoFillStroke ||
      paint === OPS.closeFillStroke ||
      paint === OPS.closeEOFillStroke;
    for (const shape of shapesOf(data, state.ctm)) {
      if (shape.x1 < 0 || shape.y1 < 0 || shape.x0 > width || shape.y0 > height) continue;
      if (!shape.isLine && !shape.isRectangle && !(filled && state.white)) {
        curves.push(clip(shape, width, height));
      }
      const thin = Math.min(shape.x1 - shape.x0, shape.y1 - shape.y0) <= RULE_THICKNESS_PT;
      if (!filled) {
        if (shape.isLine) rules.push(boundsOf(shape));
        else if (shape.isRectangle) rules.push(...outline(shape));
      } else if (shape.isRectangle) {
        if (thin) {
          if (!state.white) rules.push(boundsOf(shape));
        } else fills.push({ ...boundsOf(shape), color: state.fill, upright: true });
      } else if (!thin) {
        // A shape with curves or slants: ink that white text may lie on.
        fills.push({ ...boundsOf(shape), color: state.fill, upright: false });
      }
    }
  };

  const pushState = (): void => {
    stack.push({ ...state });
  };
  const popState = (): void => {
    const previous = stack.pop();
    if (previous) state = previous;
  };
  /** An image that is not decoded leaves no operator: all that is left of it is the matrix that placed it. */
  const noteImage = (previousCode: number): void => {
    if (previousCode !== OPS.transform && previousCode !== OPS.dependency && previousCode !== OPS.setGState)
      return;
    const box = unitSquare(state.ctm);
    if (box.x1 - box.x0 > 4 && box.y1 - box.y0 > 4) images.push(clip(box, width, height));
  };

  for (let index = 0; index < codes.length; index++) {
    const code = codes[index]!;
    const args = (operands[index] ?? []) as readonly any[];
    switch (code) {
      case OPS.save:
        pushState();
        break;
      case OPS.restore:
        noteImage(codes[index - 1]!);
        popState();
        break;
      case OPS.transform:
        state.ctm = multiply(state.ctm, args as unknown as Matrix);
        break;
      case OPS.paintFormXObjectBegin:
        pushState();
        if (args[0]) state.ctm = multiply(state.ctm, args[0] as Matrix);
        break;
      case OPS.paintFormXObjectEnd:
        popState();
        break;
      case OPS.beginGroup:
        pushState();
        if (args[0]?.matrix) state.ctm = multiply(state.ctm, args[0].matrix as Matrix);
        break;
      case OPS.endGroup:
        popState();
        break;
      case OPS.beginAnnotation:
        annotations.push(args[0] as string);
        pushState();
        state.ctm = multiply(multiply(base, args[2] as Matrix), args[3] as Matrix);
        break;
      case OPS.endAnnotation:
        popState();
        break;
      case OPS.beginMarkedContent:
        marked.push(marked.at(-1));
        break;
      case OPS.beginMarkedContentProps:
        marked.push(headings.get(args[1] as number) ?? marked.at(-1));
        break;
      case OPS.endMarkedContent:
        marked.pop();
        break;
      case OPS.setFont:
        setFont(args[0] as string, args[1] as number);
        break;
      case OPS.setGState:
        for (const [key, value] of args[0] as [string, any][])
          if (key === "Font") setFont(value[0], value[1]);
        break;
      case OPS.beginText:
        textMatrix = [1, 0, 0, 1, 0, 0];
        x = y = lineX = lineY = 0;
        break;
      case OPS.setTextMatrix:
        textMatrix = args.length === 1 ? args[0] : args;
        x = y = lineX = lineY = 0;
        break;
      case OPS.setCharSpacing:
        state.charSpacing = args[0];
        break;
      case OPS.setWordSpacing:
        state.wordSpacing = args[0];
        break;
      case OPS.setHScale:
        state.hScale = args[0] / 100;
        break;
      case OPS.setLeading:
        state.leading = -args[0];
        break;
      case OPS.setTextRise:
        state.rise = args[0];
        break;
      case OPS.setTextRenderingMode:
        state.renderMode = args[0];
        break;
      case OPS.setLeadingMoveText:
        state.leading = args[1];
        x = lineX += args[0];
        y = lineY += args[1];
        break;
      case OPS.moveText:
        x = lineX += args[0];
        y = lineY += args[1];
        break;
      case OPS.nextLine:
        x = lineX;
        y = lineY += state.leading;
        break;
      case OPS.showText:
      case OPS.showSpacedText:
        show(args[0]);
        break;
      case OPS.nextLineShowText:
        x = lineX;
        y = lineY += state.leading;
        show(args[0]);
        break;
      case OPS.nextLineSetSpacingShowText:
        state.wordSpacing = args[0];
        state.charSpacing = args[1];
        x = lineX;
        y = lineY += state.leading;
        show(args[2]);
        break;
      case OPS.setFillRGBColor:
        state.fill = typeof args[0] === "string" ? args[0] : "#000000";
        state.white = isWhite(state.fill);
        break;
      case OPS.setFillColorN:
      case OPS.setFillTransparent:
        state.fill = "pattern";
        state.white = false;
        break;
      case OPS.constructPath:
        addPath(args[0], args[1]?.[0]);
        break;
      case OPS.paintImageXObject:
      case OPS.paintImageMaskXObject:
      case OPS.paintInlineImageXObject:
      case OPS.paintSolidColorImageMask:
        images.push(clip(unitSquare(state.ctm), width, height));
        break;
      case OPS.shadingFill:
        fills.push({ x0: 0, y0: 0, x1: width, y1: height, color: "pattern", upright: false });
        break;
    }
  }
  return { glyphs, fonts, rules, fills, images, curves, annotations };
}

export function angleOf(cos: number, sin: number): Angle {
  if (Math.abs(cos) >= Math.abs(sin)) return cos >= 0 ? 0 : 180;
  return sin >= 0 ? 90 : 270;
}

export function isWhite(color: string): boolean {
  const match = /^#(..)(..)(..)$/.exec(color);
  return match !== null && match.slice(1).every((part) => Number.parseInt(part, 16) >= 0xfa);
}

function coveredByInk(x: number, y: number, fills: readonly Fill[], images: readonly Rectangle[]): boolean {
  const within = (box: Rectangle): boolean => x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
  for (let index = fills.length - 1; index >= 0; index--) {
    const fill = fills[index]!;
    if (within(fill)) return !isWhite(fill.color) || images.some(within);
  }
  return images.some(within);
}

function boundsOf({ x0, y0, x1, y1 }: Rectangle): Rectangle {
  return { x0, y0, x1, y1 };
}
