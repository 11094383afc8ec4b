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
  const shown: Grid = { columns, rows, cells: new Uint8Array(columns * rows) };
  for (const segment of segments) {
    mark(shown, turnRectangle(segment, segment.angle, page.width, page.height));
  }
  const read = countMarked(shown.cells);
  const limit = MAX_CURVE_SHARE * page.width * page.height;
  for (const image of drawings.images) mark(shown, image);
  for (const curve of drawings.curves) {
    if ((curve.x1 - curve.x0) * (curve.y1 - curve.y0) < limit) mark(shown, curve);
  }
  return { inked: countMarked(shown.cells), read };
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Row by row; 1 where marked. */
  readonly cells: Uint8Array;
}

function mark({ columns, rows, cells }: Grid, box: Rectangle): void {
  const left = cellOf(box.x0, columns);
  const right = cellOf(box.x1, columns);
  const bottom = cellOf(box.y1, rows);
  for (let row = cellOf(box.y0, rows); row <= bottom; row++) {
    cells.fill(1, row * columns + left, row * columns + right + 1);
  }
}

function cellOf(position: number, cells: number): number {
  return Math.min(cells - 1, Math.max(0, Math.floor(position / CELL_PT)));
}

function countMarked(cells: Uint8Array): number {
  let marked = 0;
  for (let cell = 0; cell < cells.length; cell++) marked += cells[cell]!;
  return marked;
}
