import type { XmlElement } from "../../archive/xml-element.ts";
import type { Arrows, Mark } from "../diagram.ts";
import type { DrawnEdge, Point } from "../drawn-page.ts";
import { moved } from "../layout/matrix.ts";
import { arrowPath, IDENTITY, linePath } from "../layout/paths.ts";
import { pointAlong } from "../layout/route.ts";
import { labelOf, settingOf } from "./node.ts";
import type { VisioShape } from "./shape.ts";

const INK = "#555555";
const ARROW_INCHES = 0.12;

interface Ends {
  from?: string;
  to?: string;
}

/** By the connector's id: what it begins and ends at. */
export function endsOf(connects: readonly XmlElement[]): ReadonlyMap<string, Ends> {
  const ends = new Map<string, Ends>();
  for (const { attributes } of connects) {
    const [connector, shape, cell] = [attributes["FromSheet"], attributes["ToSheet"], attributes["FromCell"]];
    if (connector === undefined || shape === undefined) continue;
    const known = ends.get(connector) ?? {};
    if (cell?.startsWith("Begin")) known.from = shape;
    else if (cell?.startsWith("End")) known.to = shape;
    else continue;
    ends.set(connector, known);
  }
  return ends;
}

/** From where a connector begins to where it ends. */
export function courseOf(shape: VisioShape): readonly [Point, Point] {
  const { number, outer } = shape;
  const at = (side: "Begin" | "End"): Point =>
    moved({ x: number(`${side}X`, number("PinX", 0)), y: number(`${side}Y`, number("PinY", 0)) }, outer);
  return [at("Begin"), at("End")];
}

export function edgeOf(
  shape: VisioShape,
  points: readonly [Point, Point],
  from: string | undefined,
  to: string | undefined,
): DrawnEdge {
  const middle = pointAlong(points, 0.5);
  const hasPlace = shape.value("TxtPinX") !== undefined && shape.width !== 0;
  const setting = settingOf(shape, { ...middle, width: 0, height: 0 });
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    label: labelOf(shape),
    setting: {
      ...setting,
      ...(hasPlace ? {} : { box: { x: middle.x, y: middle.y, width: 0.01, height: 0.01 }, wraps: false }),
      rotation: 0,
    },
    arrows: arrowsOf(shape),
    points,
  };
}

function arrowsOf({ number }: VisioShape): Arrows {
  const [back, forth] = [number("BeginArrow", 0) > 0, number("EndArrow", 0) > 0];
  if (back && forth) return "both";
  return forth ? "forward" : back ? "backward" : "none";
}

/** A connector drawn straight. */
export function lineMarks(shape: VisioShape, points: readonly [Point, Point]): Mark[] {
  const [from, to] = points;
  const arrows = arrowsOf(shape);
  const heads =
    (arrows === "forward" || arrows === "both" ? arrowPath(from, to, ARROW_INCHES) : "") +
    (arrows === "backward" || arrows === "both" ? arrowPath(to, from, ARROW_INCHES) : "");
  return [
    { path: linePath(points), matrix: IDENTITY, stroke: INK },
    ...(heads === "" ? [] : [{ path: heads, matrix: IDENTITY, fill: INK }]),
  ];
}
