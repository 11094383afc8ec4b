import type { Rectangle } from "../../slides/deck.ts";
import type { Arrows, Mark } from "../diagram.ts";
import type { DrawnEdge, Point } from "../drawn-page.ts";
import { type Label, labelText } from "../labels/label.ts";
import { hexColour } from "../layout/colours.ts";
import { arrowPath, IDENTITY, linePath } from "../layout/paths.ts";
import { pointAlong, route, type Terminal } from "../layout/route.ts";
import type { Cell } from "./cells.ts";
import { edgeSetting, labelOf } from "./labels.ts";
import type { Places } from "./places.ts";
import type { Style } from "./style.ts";

const INK = "#555555";
const ARROW_PX = 9;
/** Labels this near to an end, of the half of the line from 0 to 1, belong to the end. */
const AT_END = 0.6;
const MAX_MARK = 40;

/** Ends that say how many, and not in which direction. */
const CARDINALITIES: Readonly<Record<string, string>> = {
  ERone: "one",
  ERmandOne: "exactly one",
  ERmany: "many",
  ERoneToMany: "one or more",
  ERzeroToMany: "zero or more",
  ERzeroToOne: "zero or one",
};
/** Ends that are drawn and point nowhere. */
const POINTLESS =
  /^(?:none|dash|cross|oval|circle|box|diamond|diamondThin|baseDash|sysMLPackCont|halfCircle|)$/;

/** A line of the drawing: its course, and what is written on it. */
export function edgeOf(
  cell: Cell,
  labels: readonly Cell[],
  byId: ReadonlyMap<string, Cell>,
  places: Places,
): { readonly edge: DrawnEdge; readonly marks: readonly Mark[] } {
  const [from, to] = [cell.source, cell.target].map((id) => (id === undefined ? undefined : byId.get(id)));
  const [source, target] = [from, to].map((end) => (end?.kind === "vertex" ? end : undefined));
  const points = courseOf(cell, source, target, places);
  const { style } = cell;
  const [startArrow, endArrow] = [style.get("startArrow") ?? "none", style.get("endArrow") ?? "classic"];
  const written = writtenOn(cell, labels, points);
  const atStart = [CARDINALITIES[startArrow], ...written.atStart].filter((mark) => mark !== undefined);
  const atEnd = [CARDINALITIES[endArrow], ...written.atEnd].filter((mark) => mark !== undefined);
  return {
    edge: {
      ...(source ? { from: source.id } : {}),
      ...(target ? { to: target.id } : {}),
      label: written.label,
      setting: edgeSetting(written.at.x, written.at.y, written.style),
      ...(atStart.length > 0 ? { fromMark: atStart.join(", ") } : {}),
      ...(atEnd.length > 0 ? { toMark: atEnd.join(", ") } : {}),
      arrows: arrowsOf(startArrow, endArrow),
      points,
    },
    marks: edgeMarks(points, style, startArrow, endArrow),
  };
}

function courseOf(
  cell: Cell,
  source: Cell | undefined,
  target: Cell | undefined,
  places: Places,
): readonly Point[] {
  const { style, geometry } = cell;
  const origin = places.originBelow(cell.parent);
  const absolute = ({ x, y }: Point): Point => ({ x: x + origin.x, y: y + origin.y });
  const between = (geometry?.points ?? []).map(absolute);
  const from = terminalOf(
    source && places.box(source),
    style,
    "exit",
    geometry?.source && absolute(geometry.source),
  );
  const to = terminalOf(
    target && places.box(target),
    style,
    "entry",
    geometry?.target && absolute(geometry.target),
  );
  const kind = style.get("edgeStyle") ?? "none";
  return route(from, to, between, /orthogonal|elbow|entityRelation|segment/i.test(kind));
}

function terminalOf(
  box: Rectangle | undefined,
  style: Style,
  side: "exit" | "entry",
  point: Point | undefined,
): Terminal {
  if (!box) return { point: point ?? { x: 0, y: 0 } };
  if (style.get(`${side}X`) === undefined || style.get(`${side}Y`) === undefined) return { box };
  const x = box.x + box.width * style.number(`${side}X`, 0.5) + style.number(`${side}Dx`, 0);
  const y = box.y + box.height * style.number(`${side}Y`, 0.5) + style.number(`${side}Dy`, 0);
  return { box, point: { x, y } };
}

interface Written {
  readonly label: Label;
  readonly at: Point;
  readonly style: Style;
  readonly atStart: readonly string[];
  readonly atEnd: readonly string[];
}

/** The line's own label and those that are children of it, each somewhere along its course. */
function writtenOn(cell: Cell, labels: readonly Cell[], points: readonly Point[]): Written {
  const all = [cell, ...labels]
    .map((one) => ({ label: labelOf(one), cell: one, share: one.geometry?.relative ? one.geometry.x : 0 }))
    .filter(({ label }) => label.length > 0);
  const isMark = ({ label, share }: (typeof all)[number]): boolean =>
    Math.abs(share) >= AT_END && all.length > 1 && labelText(label).length <= MAX_MARK;
  const inMiddle = all.filter((one) => !isMark(one)).toSorted((a, b) => a.share - b.share);
  const [first] = inMiddle;
  const place = pointAlong(points, ((first?.share ?? 0) + 1) / 2);
  const geometry = first?.cell.geometry;
  const away = geometry?.relative
    ? { x: geometry.offset?.x ?? 0, y: (geometry.offset?.y ?? 0) + geometry.y }
    : { x: 0, y: 0 };
  const atSide = (start: boolean): string[] =>
    all.filter((one) => isMark(one) && one.share < 0 === start).map(({ label }) => labelText(label));
  return {
    label: inMiddle.flatMap(({ label }) => label),
    at: { x: place.x + away.x, y: place.y + away.y },
    style: first?.cell.style ?? cell.style,
    atStart: atSide(true),
    atEnd: atSide(false),
  };
}

function arrowsOf(startArrow: string, endArrow: string): Arrows {
  const [back, forth] = [startArrow, endArrow].map(
    (arrow) => !POINTLESS.test(arrow) && !(arrow in CARDINALITIES),
  );
  if (back && forth) return "both";
  if (forth) return "forward";
  return back ? "backward" : "none";
}

function edgeMarks(points: readonly Point[], style: Style, startArrow: string, endArrow: string): Mark[] {
  const stroke =
    style.get("strokeColor") === "none" ? undefined : (hexColour(style.get("strokeColor")) ?? INK);
  if (stroke === undefined) return [];
  const dashed = style.is("dashed") ? { dashed: true } : {};
  const heads = [
    startArrow === "none" ? "" : arrowPath(points[1]!, points[0]!, ARROW_PX),
    endArrow === "none" ? "" : arrowPath(points.at(-2)!, points.at(-1)!, ARROW_PX),
  ].join("");
  return [
    { path: linePath(points), matrix: IDENTITY, stroke, ...dashed },
    ...(heads === "" ? [] : [{ path: heads, matrix: IDENTITY, fill: stroke }]),
  ];
}
