import type { Rectangle } from "./geometry.ts";
import type { Segment } from "./segments.ts";

/** Points. Smaller shapes are specks, larger ones pictures. */
const MIN_SIDE_PT = 1.5;
const MAX_SIDE_PT = 8;
/** In ems, from a bullet to its text. */
const MAX_GAP = 2.5;
/** Points by which bullets of one list are out of line. */
const SAME_PLACE_PT = 1;

/**
 * Marks the lines that a small round or square shape stands before: what a browser draws for a bullet when it writes a
 * PDF. At least two must stand one below the other.
 */
export function markDrawnBullets(
  segments: readonly Segment[],
  shapes: readonly Rectangle[],
): readonly Segment[] {
  const bullets = shapes.filter(isBulletSized);
  if (bullets.length < 2) return segments;
  const inLine = bullets.filter((one) =>
    bullets.some((other) => other.y0 !== one.y0 && Math.abs(other.x0 - one.x0) <= SAME_PLACE_PT),
  );
  const marked = new Set(inLine.flatMap((bullet) => textBehind(bullet, segments) ?? []));
  return segments.map((segment) => (marked.has(segment) ? { ...segment, bulleted: true } : segment));
}

function isBulletSized({ x0, x1, y0, y1 }: Rectangle): boolean {
  const [width, height] = [x1 - x0, y1 - y0];
  return (
    Math.min(width, height) >= MIN_SIDE_PT && Math.max(width, height) <= MAX_SIDE_PT && width < 1.5 * height
  );
}

/** The nearest text to the right of a bullet, on its line. */
function textBehind(bullet: Rectangle, segments: readonly Segment[]): Segment | undefined {
  const middle = (bullet.y0 + bullet.y1) / 2;
  const beside = segments.filter(
    ({ angle, x0, y0, baseline, size }) =>
      angle === 0 && middle > y0 && middle < baseline && x0 >= bullet.x1 && x0 - bullet.x1 < MAX_GAP * size,
  );
  return beside.reduce<Segment | undefined>(
    (best, one) => (best && best.x0 <= one.x0 ? best : one),
    undefined,
  );
}
