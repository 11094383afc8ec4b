import type { Rectangle } from "../layout/geometry.ts";
import type { Matrix } from "./matrix.ts";

/** The bounds of one part of a path, in points of the displayed page. */
export interface Shape extends Rectangle {
  /** One straight stroke along an axis. */
  readonly isLine: boolean;
  /** Bounded by strokes along the axes. */
  readonly isRectangle: boolean;
  /** Straight strokes off the axes. */
  readonly slants: number;
}

/** Points by which a stroke along an axis may be off it. */
const TOLERANCE_PT = 0.5;

/** The parts of a path in pdf.js's codes: 0 moves, 1 draws a line, 2 a cubic curve, 3 closes. */
export function shapesOf(data: ArrayLike<number>, matrix: Matrix): Shape[] {
  const shapes: Shape[] = [];
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  let points = 0;
  let straight = true;
  let slants = 0;
  let [previousX, previousY] = [0, 0];
  const finish = (): void => {
    if (points > 1) {
      const isLine = straight && (x1 - x0 <= TOLERANCE_PT || y1 - y0 <= TOLERANCE_PT);
      shapes.push({ x0, y0, x1, y1, isLine, isRectangle: straight && points >= 3 && points <= 6, slants });
    }
    x0 = y0 = Infinity;
    x1 = y1 = -Infinity;
    points = 0;
    straight = true;
    slants = 0;
  };
  for (let index = 0; index < data.length;) {
    const code = data[index++];
    if (code === 3) continue;
    if (code === 2) {
      straight = false;
      index += 4;
    } else if (code === 0) finish();
    const u = data[index++]!;
    const v = data[index++]!;
    const x = matrix[0] * u + matrix[2] * v + matrix[4];
    const y = matrix[1] * u + matrix[3] * v + matrix[5];
    if (points > 0 && Math.abs(previousX - x) > TOLERANCE_PT && Math.abs(previousY - y) > TOLERANCE_PT) {
      straight = false;
      if (code === 1) slants++;
    }
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y);
    previousX = x;
    previousY = y;
    points++;
  }
  finish();
  return shapes;
}

/** The four edges of a rectangle. */
export function outline({ x0, y0, x1, y1 }: Rectangle): Rectangle[] {
  return [
    { x0, y0, x1, y1: y0 },
    { x0, y0: y1, x1, y1 },
    { x0, y0, x1: x0, y1 },
    { x0: x1, y0, x1, y1 },
  ];
}
