import { startsCaption } from "./captions.ts";
import { groupByExtent, type Rectangle, turnRectangle } from "./geometry.ts";
import { toTurnedLine, type TurnedLine } from "./lines.ts";
import { median } from "./median.ts";
import { type Row, toRows } from "./rows.ts";
import type { Segment } from "./segments.ts";
import { findTables } from "./tables/find-tables.ts";

/** A picture, a chart or a drawing on a page, with the labels that stand in it. */
export interface Figure {
  readonly type: "figure";
  /** Points of the page as displayed. */
  readonly box: Rectangle;
  readonly labels: readonly TurnedLine[];
}

/** Bounds of a shape with curves or slanted edges. */
export interface Curve extends Rectangle {
  /** It is a line, or an area, that follows the values of a chart. */
  readonly isPlotted?: boolean;
}

/** What is drawn on a page besides text and ruling lines, in points of the page as displayed. */
export interface Drawings {
  readonly images: readonly Rectangle[];
  readonly curves: readonly Curve[];
  /** Filled upright rectangles that are no ruling lines and not white. */
  readonly fills: readonly (Rectangle & { readonly color: string })[];
}

/** Nothing is drawn, or all that is drawn is a picture of the text. */
export const NO_DRAWINGS: Drawings = { images: [], curves: [], fills: [] };

/** Side of the squares by which marks are joined, points: what lies closer belongs together. */
const CELL_PT = 9;
/** A figure measures at least this much each way, and takes at least this share of the page: smaller is an ornament. */
const MIN_SIDE_PT = 36;
const MIN_PAGE_SHARE = 0.01;
/** What covers more of the page than this lies behind its text. */
const BACKGROUND_SHARE = 0.6;
/** Fewer curves than this are an ornament: a rounded box, an underline. */
const MIN_CURVES = 6;
const MIN_BARS = 3;
/** Fewer texts than this are labels, not a table. */
const MIN_CELLS = 12;
/** How far from a drawing its labels stand at most, points. */
const LABEL_GAP_PT = 14;
const MAX_LABEL_CHARACTERS = 40;
const MAX_LABEL_WORDS = 6;
/** In sizes of the page's running text. */
const MAX_LABEL_SIZE = 1.2;

interface Mark extends Curve {
  readonly image?: boolean;
}

interface Cluster extends Rectangle {
  readonly marks: readonly Mark[];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Page extends Size {
  readonly rules: readonly Rectangle[];
}

/** Finds a page's figures and parts their labels from its text. */
export function findFigures(
  page: Page,
  drawings: Drawings,
  segments: readonly Segment[],
): { figures: Figure[]; rest: Segment[] } {
  const images = foreground(page, drawings.images).map((box) => ({ ...box, image: true }));
  const drawn = clusterMarks(page, [...images, ...drawings.curves]).filter(
    ({ marks }) => marks.length >= MIN_CURVES || marks.some((mark) => mark.image || isGraph(mark)),
  );
  const clusters = [...drawn, ...findBars(joinAbutting(drawings.fills))].filter((cluster) =>
    isFigure(cluster, page, segments),
  );
  const largest = clusters.length > 0 ? largestLabel(segments) : 0;
  const boxes = clusters
    .map((cluster) => withFrame(withLabels(cluster, page, segments, largest), cluster, page.rules))
    .filter((box) => isLarge(box, page));
  const vector = clusters.filter((cluster) => !isPicture(cluster));
  const figures: Figure[] = [];
  const taken = new Set<Segment>();
  for (const box of joinOverlapping(boxes)) {
    const belongs = (segment: Segment): boolean => {
      const place = uprightBox(segment, page);
      if (taken.has(segment) || !holds(box, place) || startsCaption(segment.text)) return false;
      // Around a drawing, and on a picture, text may stand that is no part of it.
      return vector.some((one) => holds(one, place)) || isLabel(segment, segments);
    };
    const inside = segments.filter(belongs);
    for (const segment of inside) taken.add(segment);
    figures.push({ type: "figure", box, labels: labelLines(inside) });
  }
  return { figures, rest: segments.filter((segment) => !taken.has(segment)) };
}

/** A chart's line rises and falls by this much, in points; a brace is flatter. */
const MIN_RISE_PT = 12;

/** A line of a chart, and no ornament: as wide as a figure. */
function isGraph({ isPlotted, x0, y0, x1, y1 }: Mark): boolean {
  return isPlotted === true && x1 - x0 >= MIN_SIDE_PT && y1 - y0 >= MIN_RISE_PT;
}

/** Nothing but images, which hold their own labels. */
function isPicture({ marks }: Cluster): boolean {
  return marks.every(({ image }) => image === true);
}

/** Images without those that tile the page from edge to edge: they lie behind its text. */
function foreground(page: Size, images: readonly Rectangle[]): readonly Rectangle[] {
  const spans = images.filter(({ x0, x1 }) => x1 - x0 > 0.95 * page.width);
  const covered = spans.reduce((sum, box) => sum + areaOf(box), 0);
  return covered > BACKGROUND_SHARE * page.width * page.height
    ? images.filter((image) => !spans.includes(image))
    : images;
}

/** Joins marks that touch, by flooding a coarse grid: linear in their number, which may be ten thousands. */
function clusterMarks(page: Size, all: readonly Mark[]): Cluster[] {
  const marks = all.filter((box) => areaOf(box) <= BACKGROUND_SHARE * page.width * page.height);
  if (marks.length === 0) return [];
  const columns = Math.ceil(page.width / CELL_PT) + 1;
  const rows = Math.ceil(page.height / CELL_PT) + 1;
  const inked = new Uint8Array(columns * rows);
  const column = (x: number): number => Math.min(columns - 1, Math.max(0, Math.floor(x / CELL_PT)));
  const row = (y: number): number => Math.min(rows - 1, Math.max(0, Math.floor(y / CELL_PT)));
  for (const box of marks) {
    for (let y = row(box.y0); y <= row(box.y1); y++) {
      inked.fill(1, y * columns + column(box.x0), y * columns + column(box.x1) + 1);
    }
  }
  const label = labelComponents(inked, columns, rows);
  const clusters = new Map<number, Mark[]>();
  for (const box of marks) {
    const id = label[row(box.y0) * columns + column(box.x0)]!;
    const cluster = clusters.get(id);
    if (cluster) cluster.push(box);
    else clusters.set(id, [box]);
  }
  return [...clusters.values()].map((own) => ({ ...own.reduce<Rectangle>(unite, own[0]!), marks: own }));
}

/** Numbers the connected areas of a grid, diagonal neighbours included. */
function labelComponents(inked: Uint8Array, columns: number, rows: number): Int32Array {
  const label = new Int32Array(inked.length);
  const stack: number[] = [];
  let next = 0;
  for (let start = 0; start < inked.length; start++) {
    if (!inked[start] || label[start]) continue;
    label[start] = ++next;
    stack.push(start);
    for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
      const x = cell % columns;
      const y = (cell - x) / columns;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
          const neighbour = ny * columns + nx;
          if (!inked[neighbour] || label[neighbour]) continue;
          label[neighbour] = next;
          stack.push(neighbour);
        }
      }
    }
  }
  return label;
}

function isFigure(cluster: Cluster, page: Size, segments: readonly Segment[]): boolean {
  // The labels around a drawing may make up half of the figure.
  if (!isLarge(grow(cluster, LABEL_GAP_PT / 2), page)) return false;
  const inside = segments.filter((segment) => holds(cluster, uprightBox(segment, page)));
  return !liesBehindText(inside) && (showsData(cluster) || !fillsCells(inside));
}

/** Joins areas of one colour that stand side by side: a shaded row is often drawn cell by cell. */
function joinAbutting(fills: Drawings["fills"]): Rectangle[] {
  const sorted = fills.toSorted((a, b) => a.y0 - b.y0 || a.y1 - b.y1 || a.x0 - b.x0);
  const joined: { box: Rectangle; color: string }[] = [];
  for (const { color, ...box } of sorted) {
    const last = joined.at(-1);
    const abuts =
      last?.color === color &&
      Math.abs(last.box.y0 - box.y0) < 1 &&
      Math.abs(last.box.y1 - box.y1) < 1 &&
      box.x0 - last.box.x1 < 4;
    if (abuts) joined[joined.length - 1] = { box: unite(last.box, box), color };
    else joined.push({ box, color });
  }
  return joined.map(({ box }) => box);
}

function isLarge(box: Rectangle, page: Size): boolean {
  const shorter = Math.min(box.x1 - box.x0, box.y1 - box.y0);
  return shorter >= MIN_SIDE_PT && areaOf(box) >= MIN_PAGE_SHARE * page.width * page.height;
}

/**
 * Bars of a chart: they stand on one line, or start from one, are equally thick and differ in length. Shaded cells of a
 * table do not.
 */
function findBars(fills: readonly Rectangle[]): Cluster[] {
  const groups = new Map<string, { readonly marks: Rectangle[]; readonly lengths: Set<number> }>();
  const enter = (key: string, length: number, box: Rectangle): void => {
    const group = groups.get(key) ?? { marks: [], lengths: new Set() };
    group.marks.push(box);
    group.lengths.add(Math.round(length / 4));
    groups.set(key, group);
  };
  for (const box of fills) {
    const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
    enter(`up ${Math.round(box.y1)} ${Math.round(width)}`, height, box);
    enter(`right ${Math.round(box.x0)} ${Math.round(height)}`, width, box);
  }
  return (
    [...groups.values()]
      // Hardly two bars are equally long; shaded cells are.
      .filter(({ lengths, marks }) => lengths.size >= Math.max(MIN_BARS, 0.6 * marks.length))
      .map(({ marks }) => ({ ...marks.reduce(unite), marks }))
  );
}

/** Running text on a picture, or many figures on shaded cells: the drawing is their background. */
function liesBehindText(inside: readonly Segment[]): boolean {
  let all = 0;
  let prose = 0;
  for (const { text } of inside) {
    all += text.length;
    if (text.split(/\s+/).length > MAX_LABEL_WORDS) prose += text.length;
  }
  return all > 150 && prose > 0.4 * all;
}

/** Pictures, and curves that run through a drawing without framing it, are no ornaments of a table's cells. */
function showsData(cluster: Cluster): boolean {
  const [width, height] = [cluster.x1 - cluster.x0, cluster.y1 - cluster.y0];
  return cluster.marks.some(
    (mark) => mark.image || (mark.x1 - mark.x0 > 0.5 * width && mark.y1 - mark.y0 < 0.9 * height),
  );
}

/** Texts that fill the cells of a grid are a table, however its cells are drawn. */
function fillsCells(inside: readonly Segment[]): boolean {
  const upright = inside.filter(({ angle }) => angle === 0);
  if (upright.length < MIN_CELLS) return false;
  const characters = upright.reduce((sum, { text }) => sum + text.length, 0);
  return findTables(toRows(upright), []).some((found) => {
    if (!("type" in found) || found.rows.length < 4 || found.columns < 2) return false;
    const cells = found.rows.flatMap((row) => row.cells);
    const held = cells.reduce((sum, { text }) => sum + text.length, 0);
    return cells.length > 0.6 * found.rows.length * found.columns && held > 0.7 * characters;
  });
}

/** The size, in points, that labels have at most: what is larger is a heading. */
function largestLabel(segments: readonly Segment[]): number {
  const running = segments.filter(({ text }) => text.split(/\s+/).length > MAX_LABEL_WORDS);
  return running.length > 0 ? MAX_LABEL_SIZE * median(running.map(({ size }) => size)) : Infinity;
}

/** Grows a drawing by the short texts around it: the names of a chart's axes, the captions of its bars. */
function withLabels(
  cluster: Rectangle,
  page: Size,
  segments: readonly Segment[],
  largest: number,
): Rectangle {
  const outside = segments.filter((segment) => !holds(cluster, uprightBox(segment, page)));
  const table = tableRows(outside);
  const { x0, y0, x1, y1 } = cluster;
  let box: Rectangle = { x0, y0, x1, y1 };
  for (let round = 0; round < 2; round++) {
    const reach = grow(box, LABEL_GAP_PT);
    let next = box;
    for (const segment of outside) {
      const place = uprightBox(segment, page);
      if (!touches(reach, place) || table.has(segment) || segment.size > largest) continue;
      if (!isLabel(segment, segments)) continue;
      next = unite(next, place);
    }
    box = next;
  }
  return box;
}

/** In sizes of a chart: its frame is no larger. */
const MAX_FRAME = 4;

/** The smallest frame around a chart and its labels: two level rules that are equally long, above and below. */
function withFrame(box: Rectangle, cluster: Cluster, rules: readonly Rectangle[]): Rectangle {
  if (!cluster.marks.some(isGraph)) return box;
  const wide = rules.filter(({ x0, x1 }) => x0 <= box.x0 && x1 >= box.x1);
  const frames = groupByExtent(wide).map((group): Rectangle => ({
    ...group[0]!,
    y0: group.reduce((low, { y0 }) => (y0 <= box.y0 ? Math.max(low, y0) : low), -Infinity),
    y1: group.reduce((high, { y1 }) => (y1 >= box.y1 ? Math.min(high, y1) : high), Infinity),
  }));
  // What is open above or below has no end.
  const fitting = frames.filter((frame) => areaOf(frame) <= MAX_FRAME * areaOf(cluster));
  return fitting.toSorted((a, b) => areaOf(a) - areaOf(b))[0] ?? box;
}

/** Segments of rows of several cells that follow one another closely: a table beside the drawing. */
function tableRows(segments: readonly Segment[]): Set<Segment> {
  const rows = toRows(segments.filter(({ angle }) => angle === 0)).filter((row) => row.segments.length >= 3);
  const close = rows.filter((row, index) => {
    const follows = (other: Row | undefined): boolean =>
      other !== undefined && Math.abs(other.baseline - row.baseline) < 2.2 * row.size;
    return follows(rows[index - 1]) || follows(rows[index + 1]);
  });
  return new Set(close.flatMap((row) => row.segments));
}

function isLabel(segment: Segment, segments: readonly Segment[]): boolean {
  const { text } = segment;
  if (text.length > MAX_LABEL_CHARACTERS || startsCaption(text)) return false;
  if (text.split(/\s+/).length > MAX_LABEL_WORDS) return false;
  // The last line of a paragraph, or a line of a table, has others like it close by.
  return !segments.some((other) => {
    if (other === segment || other.angle !== segment.angle) return false;
    const step = Math.abs(other.baseline - segment.baseline);
    const near = step > 0.5 * segment.size && step < 1.7 * segment.size;
    const sameSize = Math.abs(other.size - segment.size) < 0.1 * segment.size;
    return (
      near && sameSize && Math.abs(other.x0 - segment.x0) < 2 && other.text.length > MAX_LABEL_CHARACTERS
    );
  });
}

function labelLines(segments: readonly Segment[]): Figure["labels"] {
  const angles = [...new Set(segments.map(({ angle }) => angle))].sort((a, b) => a - b);
  return angles.flatMap((angle) =>
    toRows(segments.filter((segment) => segment.angle === angle)).map((row) => toTurnedLine(row)),
  );
}

function joinOverlapping(boxes: readonly Rectangle[]): Rectangle[] {
  const joined: Rectangle[] = [];
  for (let box of boxes) {
    for (let index = joined.length - 1; index >= 0; index--) {
      if (!touches(joined[index]!, box)) continue;
      box = unite(box, joined.splice(index, 1)[0]!);
    }
    joined.push(box);
  }
  return joined;
}

/** A segment's place on the page as displayed. */
function uprightBox(segment: Segment, page: Size): Rectangle {
  return turnRectangle(segment, segment.angle, page.width, page.height);
}

function areaOf({ x0, y0, x1, y1 }: Rectangle): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}

function unite(a: Rectangle, b: Rectangle): Rectangle {
  return {
    x0: Math.min(a.x0, b.x0),
    y0: Math.min(a.y0, b.y0),
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
  };
}

function grow({ x0, y0, x1, y1 }: Rectangle, by: number): Rectangle {
  return { x0: x0 - by, y0: y0 - by, x1: x1 + by, y1: y1 + by };
}

function touches(a: Rectangle, b: Rectangle): boolean {
  return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

/** Whether the middle of `inner` lies in `outer`. */
function holds(outer: Rectangle, inner: Rectangle): boolean {
  const x = (inner.x0 + inner.x1) / 2;
  const y = (inner.y0 + inner.y1) / 2;
  return x >= outer.x0 && x <= outer.x1 && y >= outer.y0 && y <= outer.y1;
}
