import type { Rectangle } from "../../slides/deck.ts";
import { centreOf, union } from "../../slides/layout/geometry.ts";
import type { DrawnNode } from "../drawn-page.ts";
import { reachOf } from "./edge.ts";
import { joinRun, joinTexts, textRuns } from "./join-texts.ts";
import { linkOf, nodeOf } from "./node.ts";
import type { SvgItem, SvgShape, SvgText } from "./svg-item.ts";

/** Of the page: a larger shape is what all else stands on. */
const MAX_SHARE = 0.85;
/** Pairs of texts and shapes that are compared; a drawing with more is not looked at in this way. */
const MAX_PAIRS = 20_000_000;
/** A shape with more texts is a chart, or a part of the page. */
const MAX_TEXTS = 12;
/** Of how far a line may end from a node: a larger shape is no head of an arrow. */
const MAX_HEAD = 2;
/** Of the font size, between two lines of a shape. */
const MAX_GAP = 2.5;

/** Shapes around text as nodes, and texts that stand free; lines and what may be their heads are handed back. */
export function enclose(
  items: readonly SvgItem[],
  page: Rectangle,
): {
  readonly nodes: readonly DrawnNode[];
  readonly lines: readonly SvgShape[];
  /** Small shapes, which may be heads of arrows. */
  readonly heads: readonly SvgShape[];
} {
  const area = page.width * page.height;
  const shapes = items.filter(
    (item): item is SvgShape => item.kind === "shape" && item.closed && areaOf(item.box) <= MAX_SHARE * area,
  );
  const texts = items.filter((item): item is SvgText => item.kind === "text");
  const order = new Map(items.map((item, index) => [item, index]));
  const bySize =
    shapes.length * texts.length > MAX_PAIRS ? [] : shapes.toSorted((a, b) => areaOf(a.box) - areaOf(b.box));
  const within = new Map<SvgShape, SvgText[]>();
  for (const text of texts) {
    const holder = bySize.find((shape) => order.get(shape)! < order.get(text)! && holds(shape, text));
    if (!holder) continue;
    const held = within.get(holder) ?? [];
    held.push(text);
    within.set(holder, held);
  }
  const labelled = new Set([...within].filter(([, held]) => isLabel(held)).map(([shape]) => shape));
  const taken = new Set([...labelled].flatMap((shape) => within.get(shape)!));
  const nodes: DrawnNode[] = [];
  for (const [index, shape] of shapes.entries()) {
    const held = labelled.has(shape) ? within.get(shape)! : undefined;
    const { title } = shape.own;
    if (held) {
      const link = linkOf(held[0]!.group);
      const more = link === undefined ? {} : { link };
      nodes.push(nodeOf(`shape ${index}`, shape.box, joinTexts(held), { holds: "if-around", ...more }));
    } else if (title !== undefined) {
      const setting = { ...titleSetting, box: shape.box };
      const label = [{ text: title, breaks: [] }];
      nodes.push(nodeOf(`shape ${index}`, shape.box, { label, setting }, { holds: "never" }));
    }
  }
  for (const run of textRuns(texts.filter((text) => !taken.has(text)))) {
    const joined = { ...joinTexts(run), label: joinRun(run) };
    const link = linkOf(run[0]!.group);
    nodes.push(
      nodeOf(`text ${nodes.length}`, union(run.map(({ box }) => box)), joined, {
        holds: "never",
        ...(link === undefined ? {} : { link }),
      }),
    );
  }
  const largest = reachOf(page) * MAX_HEAD;
  const heads = shapes.filter(
    (shape) => !labelled.has(shape) && Math.max(shape.box.width, shape.box.height) <= largest,
  );
  return {
    nodes,
    heads,
    lines: items.filter((item): item is SvgShape => item.kind === "shape" && !item.closed),
  };
}

const titleSetting: Omit<DrawnNode["setting"], "box"> = {
  fontSize: 1,
  bold: false,
  align: "centre",
  anchor: "centre",
  wraps: true,
  rotation: 0,
  textRotation: 0,
};

function holds({ box }: SvgShape, text: SvgText): boolean {
  const { x, y } = centreOf(text.box);
  const inside = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  // A text much wider than a shape only runs across it.
  return inside && text.box.width <= box.width * 1.3 && text.box.height <= box.height * 1.5;
}

/** Whether texts stand together, line under line. */
function isLabel(texts: readonly SvgText[]): boolean {
  if (texts.length > MAX_TEXTS) return false;
  const sorted = texts.toSorted((a, b) => a.box.y - b.box.y);
  return sorted.every((text, index) => {
    const before = sorted[index - 1];
    if (!before) return true;
    const gap = text.box.y - (before.box.y + before.box.height);
    const beside = text.box.x < before.box.x + before.box.width && before.box.x < text.box.x + text.box.width;
    return gap <= MAX_GAP * text.setting.fontSize && beside;
  });
}

function areaOf({ width, height }: Rectangle): number {
  return width * height;
}
