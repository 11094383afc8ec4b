import type { Point } from "../drawn-page.ts";

const TOKEN = /([a-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/gi;
/** Numbers that each command takes. */
const TAKES: Readonly<Record<string, number>> = {
  m: 2,
  l: 2,
  h: 1,
  v: 1,
  c: 6,
  s: 4,
  q: 4,
  t: 2,
  a: 7,
  z: 0,
};
/** Points of a path that are looked at: enough to know where it lies. */
const MAX_POINTS = 20_000;

/** The points of path data, those that only bend it included: where the path lies, or a little around it. */
export function pathPoints(data: string): { readonly points: readonly Point[]; readonly closed: boolean } {
  const points: Point[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  let command = "";
  let numbers: number[] = [];
  let closed = false;
  for (const [token, letter] of data.matchAll(TOKEN)) {
    if (points.length > MAX_POINTS) break;
    if (letter !== undefined && letter.toLowerCase() in TAKES) {
      [command, numbers] = [letter, []];
      if (letter.toLowerCase() === "z") {
        [x, y, closed] = [startX, startY, true];
      }
      continue;
    }
    numbers.push(Number(token));
    if (command === "" || numbers.length < TAKES[command.toLowerCase()]!) continue;
    step(command, numbers);
    numbers = [];
    // What follows a move without a command of its own are lines.
    if (command === "m") command = "l";
    if (command === "M") command = "L";
  }
  const [first, last] = [points[0], points.at(-1)];
  const meets = first && last && points.length > 3 && Math.hypot(first.x - last.x, first.y - last.y) < 0.01;
  return { points, closed: closed || meets === true };

  function step(name: string, values: readonly number[]): void {
    const relative = name === name.toLowerCase();
    const [fromX, fromY] = relative ? [x, y] : [0, 0];
    switch (name.toLowerCase()) {
      case "h":
        x = fromX + values[0]!;
        break;
      case "v":
        y = fromY + values[0]!;
        break;
      case "a":
        [x, y] = [fromX + values[5]!, fromY + values[6]!];
        break;
      default:
        for (let at = 0; at + 1 < values.length; at += 2) {
          [x, y] = [fromX + values[at]!, fromY + values[at + 1]!];
          if (at + 3 < values.length) points.push({ x, y });
        }
    }
    if (name.toLowerCase() === "m") [startX, startY] = [x, y];
    points.push({ x, y });
  }
}
