import type { Rectangle } from "../../slides/deck.ts";
import type { Matrix } from "../diagram.ts";
import { times } from "../layout/matrix.ts";
import { IDENTITY, turn } from "../layout/paths.ts";
import { lengthOf, numbersOf } from "./units.ts";

const STEP = /(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)/g;

/** The matrix of a `transform` attribute. */
export function matrixOf(transform: string | undefined): Matrix {
  let matrix = IDENTITY;
  for (const [, name, list] of (transform ?? "").matchAll(STEP))
    matrix = times(matrix, stepOf(name!, numbersOf(list)));
  return matrix.every(Number.isFinite) ? matrix : IDENTITY;
}

function stepOf(name: string, values: readonly number[]): Matrix {
  const [a = 0, b, c, d = 0, e = 0, f = 0] = values;
  const slope = Math.tan((a * Math.PI) / 180);
  switch (name) {
    case "matrix":
      return [a, b ?? 0, c ?? 0, d, e, f];
    case "translate":
      return [1, 0, 0, 1, a, b ?? 0];
    case "scale":
      return [a, 0, 0, b ?? a, 0, 0];
    case "rotate":
      return turn(a, { x: b ?? 0, y: c ?? 0 });
    case "skewX":
      return [1, 0, slope, 1, 0, 0];
    default:
      return [1, slope, 0, 1, 0, 0];
  }
}

/** What brings the inside of an `svg` or `symbol` element into the place that it is shown in. */
export function viewport(
  viewBox: string | undefined,
  place: Rectangle,
  preserve: string | undefined,
): Matrix {
  const [x = 0, y = 0, width = 0, height = 0] = numbersOf(viewBox);
  if (!(width > 0 && height > 0 && place.width > 0 && place.height > 0))
    return [1, 0, 0, 1, place.x, place.y];
  const [across, down] = [place.width / width, place.height / height];
  if (preserve?.trim() === "none") return [across, 0, 0, down, place.x - x * across, place.y - y * down];
  const scale = preserve?.includes("slice") ? Math.max(across, down) : Math.min(across, down);
  const shift = (axis: "x" | "Y", free: number): number => {
    const align = new RegExp(`${axis === "x" ? "x" : "Y"}(Min|Mid|Max)`).exec(preserve ?? "")?.[1];
    return align === "Min" ? 0 : align === "Max" ? free : free / 2;
  };
  return [
    scale,
    0,
    0,
    scale,
    place.x - x * scale + shift("x", place.width - width * scale),
    place.y - y * scale + shift("Y", place.height - height * scale),
  ];
}

/** Where an element says that it stands. */
export function placeOf(
  attributes: Readonly<Record<string, string>>,
  around: { readonly width: number; readonly height: number },
): Rectangle {
  return {
    x: lengthOf(attributes["x"], { whole: around.width }) ?? 0,
    y: lengthOf(attributes["y"], { whole: around.height }) ?? 0,
    width: lengthOf(attributes["width"], { whole: around.width }) ?? around.width,
    height: lengthOf(attributes["height"], { whole: around.height }) ?? around.height,
  };
}
