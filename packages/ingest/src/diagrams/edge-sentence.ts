import type { Arrows, DiagramEdge, DiagramNode } from "./diagram.ts";
import { labelText } from "./labels/label.ts";

/** A longer label names nothing when it is repeated in every edge. */
const MAX_NAME = 120;

const SIGNS: Readonly<Record<Arrows, string>> = { none: "—", forward: "→", backward: "←", both: "↔" };

/**
 * What an edge says: `Order service → Payment service: charge`. Marks at its ends stand in brackets behind them
 * (`Customer [1] — Order [0..*]: places`), its kind in parentheses behind them,
 * the condition at the end.
 */
export function edgeSentence(edge: DiagramEdge, from: string, to: string): string {
  const label = labelText(edge.label);
  const relation = edge.relation === undefined ? "" : ` (${edge.relation})`;
  const backward = edge.arrows === "backward";
  const [first, last] = [marked(from, edge.fromMark), marked(to, edge.toMark)];
  // "A ← B" is read as "B → A".
  const ends = backward ? `${last} → ${first}` : `${first} ${SIGNS[edge.arrows]} ${last}`;
  const condition = edge.condition === undefined ? "" : ` (${edge.condition})`;
  return `${ends}${relation}${label === "" ? "" : `: ${label}`}${condition}`;
}

/**
 * What a node is called as an end of an edge: the beginning of its label, with that of its class where it is a line of
 * one; a port is called what it is fixed to.
 */
export function nameOf(node: DiagramNode, byId: ReadonlyMap<string, DiagramNode>): string | undefined {
  const own = node.label[0] && cut(node.label[0].text);
  if (node.role !== "member" && (own !== undefined || node.role !== "part")) return own;
  const holder = node.container === undefined ? undefined : byId.get(node.container);
  const outer = holder && holder !== node && holder.label[0] ? cut(holder.label[0].text) : undefined;
  return own === undefined || outer === undefined ? (own ?? outer) : `${outer}: ${own}`;
}

function marked(name: string, mark: string | undefined): string {
  return mark === undefined || mark === "" ? name : `${name} [${mark}]`;
}

function cut(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const head = name.slice(0, MAX_NAME);
  const space = head.lastIndexOf(" ");
  return `${(space > MAX_NAME / 2 ? head.slice(0, space) : head).toWellFormed()}…`;
}
