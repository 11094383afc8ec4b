import { type Rectangle, turnRectangle } from "./geometry.ts";
import type { Drawings } from "./figures.ts";
import type { Segment } from "./segments.ts";

/** How much of what a page shows is text that was read, in squares of `CELL_PT`. */
export interface TextCoverage {
  /** Squares that show anything: text, pictures, drawings. */
  readonly inked: number;
  /** Squares among them that show text which was read. */
  readonly read: number;
}

const CELL_PT = 6;
/** A curve whose bounds take more of the page than this runs through them and does not fill them. */
const MAX_CURVE_SHARE = 0.02;

/** Measures a page's text against its ink. Plain areas of colour are no ink: they say nothing. */
export function measureCoverage(
  page: { readonly width: number; readonly height: number },
  segments: readonly Segment[],
  drawings: Pick<Drawings, "images" | "curves">,
): TextCoverage {
  const columns = Math.ceil(page.width / CELL_PT) + 1;
  const rows = Math.ceil(page.height / CELL_PT) + 1;
  const text = new Uint8Array(columns * rows);
  const ink = new Uint8Array(columns * rows);
  const column = (x: number): number => Math.min(columns - 1, Math.max(0, Math.floor(x / CELL_PT)));
  const row = (y: number): number => Math.min(rows - 1, Math.max(0, Math.floor(y / CELL_PT)));
  const mark = (grid: Uint8Array, box: Rectangle): void => {
    const [left, right] = [column(box.x0), column(box.x1)];
    for (let y = row(box.y0); y <= row(box.y1); y++)
      grid.fill(1, y * columns + left, y * columns + right + 1);
  };
  for (const segment of segments) {
    mark(text, turnRectangle(segment, segment.angle, page.width, page.height));
  }
  for (const image of drawings.images) mark(ink, image);
  const limit = MAX_CURVE_SHARE * page.width * page.height;
  for (const curve of drawings.curves) {
    if ((curve.x1 - curve.x0) * (curve.y1 - curve.y0) < limit) mark(ink, curve);
  }
  let inked = 0;
  let read = 0;
  for (let cell = 0; cell < text.length; cell++) {
    if (text[cell]) read++;
    if (text[cell] || ink[cell]) inked++;
  }
  return { inked, read };
}
