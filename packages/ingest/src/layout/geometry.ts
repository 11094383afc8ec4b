/** Clockwise degrees by which a line of text is turned against the page as displayed: whole, from 0 to 359. */
export type Angle = number;

/** An angle by which a page can be turned as a whole. */
export type QuarterTurn = 0 | 90 | 180 | 270;

/** An axis-aligned rectangle, in points of the displayed page. */
export interface Rectangle {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Coordinates of a point when the page is turned so that text at `angle` reads from left to right. */
export function turnBack(
  x: number,
  y: number,
  angle: Angle,
  width: number,
  height: number,
): [number, number] {
  switch (angle) {
    case 0:
      return [x, y];
    case 90:
      return [y, width - x];
    case 180:
      return [width - x, height - y];
    case 270:
      return [height - y, x];
    default: {
      const [cos, sin] = direction(angle);
      return [x * cos + y * sin, y * cos - x * sin];
    }
  }
}

/** The direction in which a line of text runs. */
function direction(angle: Angle): [cos: number, sin: number] {
  const radians = (angle * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

/** The part of a rectangle that lies on the page. */
export function clip(box: Rectangle, width: number, height: number): Rectangle {
  return {
    x0: Math.max(0, box.x0),
    y0: Math.max(0, box.y0),
    x1: Math.min(width, box.x1),
    y1: Math.min(height, box.y1),
  };
}

/** `turnBack` for a rectangle, by quarter turns. */
export function turnBackRectangle(
  box: Rectangle,
  angle: QuarterTurn,
  width: number,
  height: number,
): Rectangle {
  const [ax, ay] = turnBack(box.x0, box.y0, angle, width, height);
  const [bx, by] = turnBack(box.x1, box.y1, angle, width, height);
  return { x0: Math.min(ax, bx), y0: Math.min(ay, by), x1: Math.max(ax, bx), y1: Math.max(ay, by) };
}

/** The inverse of `turnBack` for a rectangle: the upright one around it. */
export function turnRectangle(box: Rectangle, angle: Angle, width: number, height: number): Rectangle {
  switch (angle) {
    case 0:
      return box;
    case 90:
      return { x0: width - box.y1, y0: box.x0, x1: width - box.y0, y1: box.x1 };
    case 180:
      return { x0: width - box.x1, y0: height - box.y1, x1: width - box.x0, y1: height - box.y0 };
    case 270:
      return { x0: box.y0, y0: height - box.x1, x1: box.y1, y1: height - box.x0 };
    default: {
      const [cos, sin] = direction(angle);
      const xs = [box.x0, box.x1].flatMap((x) => [box.y0, box.y1].map((y) => x * cos - y * sin));
      const ys = [box.x0, box.x1].flatMap((x) => [box.y0, box.y1].map((y) => x * sin + y * cos));
      return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
    }
  }
}

/** Groups lying boxes, as ruling lines are, that begin and end at the same places, to a point. */
export function groupByExtent<Box extends Rectangle>(boxes: readonly Box[]): Box[][] {
  const lying = boxes.filter(({ x0, y0, x1, y1 }) => x1 - x0 > y1 - y0);
  return [...Map.groupBy(lying, ({ x0, x1 }) => `${Math.round(x0)} ${Math.round(x1)}`).values()];
}
