import type { PDFPageProxy } from "pdfjs-dist";
import { OPS } from "pdfjs-dist/legacy/build/pdf.mjs";

import type { Curve } from "../layout/figures.ts";
import { type Angle, clip, type Rectangle, turnBack } from "../layout/geometry.ts";
import {
  addGlyph,
  type Font,
  type Glyphs,
  type GlyphStyle,
  type HiddenText,
  noGlyphs,
} from "../layout/glyph.ts";
import { styleOf } from "./font-styles.ts";
import { describeFont, emHeight, lookUpFont, type PdfFont, type PdfGlyph } from "./fonts.ts";
import { type Symbols, symbolsOf, visibleText } from "./symbols.ts";
import { type Matrix, multiply, unitSquare } from "./matrix.ts";
import { outline, shapesOf } from "./paths.ts";
import type { TaggedHeadings } from "./tagged-headings.ts";
import { showsWords, TEX_SIGNS } from "./tex-signs.ts";

export interface Fill extends Rectangle {
  /** `#rrggbb`, or `pattern`. */
  readonly color: string;
  /** Its edges are upright; else the rectangle is the bounds of a shape with curves or slants. */
  readonly upright: boolean;
}

/** Straight strokes off the axes from which on a line, or the edge of an area, follows values: arrows and chevrons have fewer. */
const MIN_LINE_SLANTS = 5;
const MIN_AREA_SLANTS = 10;
/** A filled rectangle thinner than this is a ruling line. */
const RULE_THICKNESS_PT = 2.5;
/** Text below this size cannot be read on paper. */
const TINY_PT = 1;
/** An image smaller than this is a dot. */
const MIN_IMAGE_PT = 4;

interface LoadedFont {
  readonly pdf: PdfFont;
  readonly description: Font;
  /** Of glyph units to ems. */
  readonly scale: number;
  readonly vertical: boolean;
  /** Where it is of bitmaps, told by the first words that are shown. */
  symbols: Symbols | undefined;
  /** Height of an em at size 1; told by the first text that is shown. */
  em?: number;
}

/** What PDF keeps and brings back with `q` and `Q`. */
interface GraphicsState {
  ctm: Matrix;
  font: LoadedFont | undefined;
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

/** Where and how text is shown, as long as nothing but its position changes. */
interface Placement {
  readonly matrix: Matrix;
  readonly style: GlyphStyle;
  /** The same, for a white glyph that nothing lies under. */
  readonly white: GlyphStyle;
}

const UPRIGHT: Matrix = [1, 0, 0, 1, 0, 0];
const FILLING: ReadonlySet<number> = new Set([
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
]);

/** The state that a page's operators act on, and what they have drawn so far. */
export class PageReplay {
  readonly glyphs: Glyphs = noGlyphs();
  /** Ruling lines, stroked or drawn as thin filled rectangles. */
  readonly rules: Rectangle[] = [];
  /** Filled areas in drawing order. */
  readonly fills: Fill[] = [];
  /** Where images lie. */
  readonly images: Rectangle[] = [];
  /** Bounds of shapes with curves or slanted edges, except white ones. */
  readonly curves: Curve[] = [];
  /** pdf.js's ids of the annotations that are drawn. */
  readonly annotations: string[] = [];

  readonly #page: PDFPageProxy;
  readonly #headings: TaggedHeadings;
  readonly #base: Matrix;
  readonly #width: number;
  readonly #height: number;
  readonly #fonts = new Map<string, LoadedFont>();
  /** Levels of headings, for each marked content that is open. */
  readonly #marked: (number | undefined)[] = [];
  readonly #stack: GraphicsState[] = [];
  #state: GraphicsState;
  #placement: Placement | undefined;
  #textMatrix: Matrix = UPRIGHT;
  #lineX = 0;
  #lineY = 0;
  #x = 0;
  #y = 0;

  constructor(page: PDFPageProxy, headings: TaggedHeadings) {
    const viewport = page.getViewport({ scale: 1 });
    this.#page = page;
    this.#headings = headings;
    this.#base = viewport.transform as unknown as Matrix;
    this.#width = viewport.width;
    this.#height = viewport.height;
    this.#state = {
      ctm: this.#base,
      font: undefined,
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
  }

  save(): void {
    this.#stack.push({ ...this.#state });
  }

  restore(): void {
    const previous = this.#stack.pop();
    if (previous) this.#state = previous;
    this.#placement = undefined;
  }

  transform(matrix: Matrix | null | undefined): void {
    if (!matrix) return;
    this.#state.ctm = multiply(this.#state.ctm, matrix);
    this.#placement = undefined;
  }

  beginAnnotation(id: string, transform: Matrix, matrix: Matrix): void {
    this.annotations.push(id);
    this.save();
    this.#state.ctm = multiply(multiply(this.#base, transform), matrix);
    this.#placement = undefined;
  }

  beginMarkedContent(id?: number): void {
    const level = id === undefined ? undefined : this.#headings.get(id);
    this.#marked.push(level ?? this.#marked.at(-1));
    this.#placement = undefined;
  }

  endMarkedContent(): void {
    this.#marked.pop();
    this.#placement = undefined;
  }

  setFont(name: string, size: number): void {
    let font = this.#fonts.get(name);
    if (!font) {
      const pdf = lookUpFont(this.#page, name);
      const description = describeFont(pdf, styleOf(name));
      font = {
        pdf,
        description,
        symbols: symbolsOf(description.name),
        scale: pdf.fontMatrix?.[0] ?? 0.001,
        vertical: pdf.vertical === true,
      };
      this.#fonts.set(name, font);
    }
    this.#state.font = font;
    this.#state.size = size;
    this.#placement = undefined;
  }

  setText(values: Partial<GraphicsState>): void {
    Object.assign(this.#state, values);
    this.#placement = undefined;
  }

  setFill(color: string): void {
    this.#state.fill = color;
    this.#state.white = isWhite(color);
  }

  setTextMatrix(matrix: Matrix): void {
    this.#textMatrix = matrix;
    this.#placement = undefined;
    this.#x = this.#y = this.#lineX = this.#lineY = 0;
  }

  moveText(x: number, y: number): void {
    this.#x = this.#lineX += x;
    this.#y = this.#lineY += y;
  }

  nextLine(): void {
    this.moveText(0, this.#state.leading);
  }

  show(items: readonly (PdfGlyph | number)[]): void {
    const { font, size, hScale, charSpacing, wordSpacing, rise, white } = this.#state;
    if (!font) return;
    const { matrix, style, white: whiteStyle } = (this.#placement ??= this.#place(font, items));
    const a = matrix[0];
    const b = matrix[1];
    const c = matrix[2];
    const d = matrix[3];
    const e = matrix[4];
    const f = matrix[5];
    const width = this.#width;
    const height = this.#height;
    const { angle } = style;
    if (font.pdf.isType3Font && !font.symbols && showsWords(items)) font.symbols = TEX_SIGNS;
    const { vertical, scale, symbols } = font;
    let x = this.#x;
    let y = this.#y;
    for (let index = 0; index < items.length; index++) {
      const item = items[index]!;
      if (typeof item === "number") {
        if (vertical) y -= (item / 1000) * size;
        else x -= (item / 1000) * size * hScale;
        continue;
      }
      const spacing = charSpacing + (item.isSpace ? wordSpacing : 0);
      const advance = item.width * scale * size;
      let gx = x;
      let gy = y + rise;
      if (vertical) {
        const metric = item.vmetric ?? font.pdf.defaultVMetrics ?? [-1000, item.width / 2, 880];
        gx = x - metric[1] * scale * size;
        gy = y - metric[2] * scale * size + rise;
        y += metric[0] * scale * size - spacing;
      } else x += (advance + spacing) * hScale;
      if (!item.unicode) continue;
      const text = visibleText(item.unicode, symbols);
      const dx = advance * hScale;
      const px = a * gx + c * gy + e;
      const py = b * gx + d * gy + f;
      const qx = a * (gx + dx) + c * gy + e;
      const qy = b * (gx + dx) + d * gy + f;
      const middleX = (px + qx) / 2;
      const middleY = (py + qy) / 2;
      if (!(middleX >= -1 && middleX <= width + 1 && middleY >= -1 && middleY <= height + 1)) continue;
      let left = px;
      let right = qx;
      let baseline = py;
      if (angle !== 0) {
        [left, baseline] = turnBack(px, py, angle, width, height);
        [right] = turnBack(qx, qy, angle, width, height);
      }
      const seen = !white || style.hidden !== undefined || this.#coveredByInk(middleX, middleY);
      addGlyph(
        this.glyphs,
        text,
        Math.min(left, right),
        Math.max(left, right),
        baseline,
        seen ? style : whiteStyle,
      );
    }
    this.#x = x;
    this.#y = y;
  }

  #place(font: LoadedFont, items: readonly (PdfGlyph | number)[]): Placement {
    const { ctm, size, hScale, renderMode } = this.#state;
    const matrix = multiply(ctm, this.#textMatrix);
    const em = (font.em ??= emHeight(font.pdf, items));
    const typeSize = Math.abs(size) * em * Math.hypot(matrix[2], matrix[3]);
    const forward = size * hScale < 0 ? -1 : 1;
    const hidden = hiddenBy(renderMode, typeSize);
    const style: GlyphStyle = {
      font: font.description,
      size: typeSize,
      angle: angleOf(matrix[0] * forward, matrix[1] * forward, hidden),
      hidden,
      headingLevel: this.#marked.at(-1),
    };
    return { matrix, style, white: { ...style, hidden: "white" } };
  }

  addPath(paint: number, data: ArrayLike<number> | undefined): void {
    if (!data || paint === OPS.endPath) return;
    const { white, fill, ctm } = this.#state;
    const filled = FILLING.has(paint);
    const width = this.#width;
    const height = this.#height;
    for (const shape of shapesOf(data, ctm)) {
      if (shape.x1 < 0 || shape.y1 < 0 || shape.x0 > width || shape.y0 > height) continue;
      if (!shape.isLine && !shape.isRectangle && !(filled && white)) {
        const isPlotted = shape.slants >= (filled ? MIN_AREA_SLANTS : MIN_LINE_SLANTS);
        this.curves.push({ ...clip(shape, width, height), ...(isPlotted && { isPlotted }) });
      }
      const thin = Math.min(shape.x1 - shape.x0, shape.y1 - shape.y0) <= RULE_THICKNESS_PT;
      if (!filled) {
        if (shape.isLine) this.rules.push(boundsOf(shape));
        else if (shape.isRectangle) this.rules.push(...outline(shape));
      } else if (shape.isRectangle && thin) {
        if (!white) this.rules.push(boundsOf(shape));
      } else if (!thin) {
        // A shape with curves or slants is ink, too, that white text may lie on.
        this.fills.push({ ...boundsOf(shape), color: fill, upright: shape.isRectangle });
      }
    }
  }

  fillPage(color: string): void {
    this.fills.push({ x0: 0, y0: 0, x1: this.#width, y1: this.#height, color, upright: false });
  }

  addImage(): void {
    this.images.push(clip(unitSquare(this.#state.ctm), this.#width, this.#height));
  }

  /** An image that is not decoded leaves no operator: all that is left of it is the matrix that placed it. */
  addUndecodedImage(): void {
    const box = unitSquare(this.#state.ctm);
    if (box.x1 - box.x0 > MIN_IMAGE_PT && box.y1 - box.y0 > MIN_IMAGE_PT) this.addImage();
  }

  #coveredByInk(x: number, y: number): boolean {
    const within = (box: Rectangle): boolean => x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
    const fill = this.fills.findLast(within);
    return (fill !== undefined && !isWhite(fill.color)) || this.images.some(within);
  }
}

function hiddenBy(renderMode: number, typeSize: number): HiddenText | undefined {
  if (renderMode === 3 || renderMode === 7) return "invisible";
  return typeSize < TINY_PT ? "tiny" : undefined;
}

/** Degrees by which text may be off an axis and be meant to be on it. */
const OFF_AXIS = 2;
/** The same for the text of a scan that lay askew, which is set invisibly over its picture, each word at an angle of its own. */
const ASKEW = 8;

/** The angle of text that runs in a direction. */
export function angleOf(cos: number, sin: number, hidden?: HiddenText): Angle {
  const degrees = (Math.atan2(sin, cos) * 180) / Math.PI;
  const nearest = 90 * Math.round(degrees / 90);
  const tolerance = hidden === "invisible" ? ASKEW : OFF_AXIS;
  const angle = Math.abs(degrees - nearest) <= tolerance ? nearest : Math.round(degrees);
  return (angle + 360) % 360;
}

export function isWhite(color: string): boolean {
  const match = /^#(..)(..)(..)$/.exec(color);
  return match !== null && match.slice(1).every((part) => Number.parseInt(part, 16) >= 0xfa);
}

function boundsOf({ x0, y0, x1, y1 }: Rectangle): Rectangle {
  return { x0, y0, x1, y1 };
}
