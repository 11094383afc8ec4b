import { centreOf } from "../../slides/layout/geometry.ts";
import type { DrawnEdge, DrawnNode } from "../drawn-page.ts";
import { labelText } from "../labels/label.ts";
import { edgeOf, lineArrows } from "./edge.ts";
import { joinTexts } from "./join-texts.ts";
import type { SvgItem, SvgShape, SvgText } from "./svg-item.ts";

/** A message of a sequence: its line, and what is written above it. */
interface Message {
  readonly line: SvgShape;
  readonly texts: readonly SvgText[];
}

/** What Mermaid draws of a sequence. */
export interface Sequence {
  readonly messages: readonly Message[];
  /** Where the lines of those that take part stand: pixels from the left. */
  readonly lifelines: readonly number[];
  /** All else. */
  readonly rest: readonly SvgItem[];
}

/** Takes the messages out of a drawing, and the names that stand a second time at its foot. */
export function sequenceOf(items: readonly SvgItem[]): Sequence {
  const messages: Message[] = [];
  const lifelines: number[] = [];
  const rest: SvgItem[] = [];
  const actors = new Map<string, SvgText>();
  let above: SvgText[] = [];
  for (const item of items) {
    if (item.kind === "text" && item.group.classes.has("messageText")) above.push(item);
    else if (item.kind === "text" && item.group.classes.has("actor")) keepUpper(item);
    else if (item.kind === "shape" && isMessageLine(item)) {
      messages.push({ line: item, texts: above });
      above = [];
    } else {
      if (item.kind === "shape" && item.own.classes.has("actor-line")) lifelines.push(centreOf(item.box).x);
      rest.push(item);
    }
  }
  return { messages, lifelines, rest: [...rest, ...actors.values(), ...above] };

  function keepUpper(text: SvgText): void {
    const key = `${Math.round(centreOf(text.box).x)} ${labelText(text.label)}`;
    const known = actors.get(key);
    if (!known || text.box.y < known.box.y) actors.set(key, text);
  }
}

function isMessageLine({ own }: SvgShape): boolean {
  return own.classes.has("messageLine0") || own.classes.has("messageLine1");
}

/** Messages as edges between the nodes that stand on the lifelines where they begin and end. */
export function messageEdges({ messages, lifelines }: Sequence, nodes: readonly DrawnNode[]): DrawnEdge[] {
  const heads = lifelines.flatMap((x) => {
    const on = nodes.filter(({ box, label }) => label.length > 0 && Math.abs(centreOf(box).x - x) < 2);
    const [top] = on.toSorted((a, b) => a.box.y - b.box.y);
    return top ? [{ x, id: top.id }] : [];
  });
  const nearest = (x: number): string | undefined =>
    heads.toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0]?.id;
  return messages.map(({ line, texts }) => {
    const [from, to] = [nearest(line.points[0]!.x), nearest(line.points.at(-1)!.x)];
    const ends = from !== undefined && to !== undefined ? ([from, to] as const) : undefined;
    const joined = texts.length > 0 ? joinTexts(texts) : undefined;
    return edgeOf(ends, joined, lineArrows(line), line.points);
  });
}
