import type { Span } from "../../sentences/split.ts";
import type { Arrows, DiagramEdge, DiagramNode, DiagramPage, LabelPart } from "../diagram.ts";
import { type Label, labelText } from "../labels/label.ts";
import { settleContainers } from "../layout/nesting.ts";
import type { Budget } from "../limits.ts";
import type { SourceText } from "./source-text.ts";
import type { Statement } from "./statement.ts";

/** What a statement says of a node. */
export interface NodeStatement {
  /** Where it is said: offsets of the source. */
  readonly place: Span;
  /** Its id where it has none. */
  readonly label?: Label;
  /** Id of what holds it. */
  readonly container?: string | undefined;
  readonly shape?: string;
  readonly link?: string;
}

export interface EdgeStatement {
  readonly from: string;
  readonly to: string;
  readonly place: Span;
  readonly label?: Label;
  readonly arrows: Arrows;
  readonly fromMark?: string | undefined;
  readonly toMark?: string | undefined;
  readonly relation?: string | undefined;
  readonly condition?: string | undefined;
}

/** The graph that a source text builds up, statement by statement. */
export interface SourceGraph {
  /** Mentions or declares a node. What is said later completes what was said before. */
  node(id: string, statement: NodeStatement): void;
  has(id: string): boolean;
  edge(statement: EdgeStatement): void;
  /** A line of a node: an attribute, a method. */
  member(of: string, place: Span, label: Label): void;
  /** A text about nodes, or about none. */
  note(about: readonly string[], place: Span, label: Label, container?: string): void;
  /** What belongs to no node: a line that is not understood stays as it is written. */
  text(statement: Statement, label?: Label, container?: string): void;
  /** What the diagram is called. */
  name(name: string, place: Span): void;
  /** Its edges follow each other in time, and what stands between them belongs there. */
  inTime(): void;
  page(number: number, source: SourceText): DiagramPage;
}

interface NodeDraft {
  readonly id: string;
  label: Label | undefined;
  place: Span;
  container: string | undefined;
  shape: string | undefined;
  link: string | undefined;
  readonly role: "node" | "member";
  readonly about: readonly string[];
}

export function createSourceGraph(budget: Budget): SourceGraph {
  const nodes = new Map<string, NodeDraft>();
  const edges: EdgeStatement[] = [];
  let named: { readonly name: string; readonly place: Span } | undefined;
  let chronological = false;

  const add = (draft: Partial<NodeDraft> & { readonly id: string; readonly place: Span }): void => {
    budget.shapes(1);
    budget.characters(labelText(draft.label ?? []).length);
    nodes.set(draft.id, {
      label: undefined,
      container: undefined,
      shape: undefined,
      link: undefined,
      role: "node",
      about: [],
      ...draft,
    });
  };
  // Ids of the format cannot begin so.
  const anonymous = (): string => `\n${nodes.size}`;

  return {
    has: (id) => nodes.has(id),
    node: (id, { place, label, container, shape, link }) => {
      const known = nodes.get(id);
      const holder = container === id ? undefined : container;
      if (!known) {
        add({ id, place, label, container: holder, shape, link });
        return;
      }
      if (label !== undefined && (known.label === undefined || labelText(known.label) === id)) {
        known.label = label;
        known.place = place;
      }
      known.container ??= holder;
      known.shape ??= shape;
      known.link ??= link;
    },
    edge: (edge) => {
      budget.shapes(1);
      budget.characters(labelText(edge.label ?? []).length);
      edges.push(edge);
    },
    member: (of, place, label) => add({ id: anonymous(), place, label, container: of, role: "member" }),
    note: (about, place, label, container) => add({ id: anonymous(), place, label, about, container }),
    text: ({ text, start, end }, label, container) =>
      add({
        id: anonymous(),
        place: { start, end },
        label: label ?? [{ text: text.replace(/\s+/g, " "), breaks: [] }],
        container,
      }),
    name: (name, place) => {
      const shown = name.replace(/\s+/g, " ").trim();
      if (shown !== "") named ??= { name: shown, place };
    },
    inTime: () => {
      chronological = true;
    },
    page: (number, source) => ({
      number,
      ...(named ? { name: named.name, nameBoxes: source.boxesOf(named.place) } : {}),
      width: source.width,
      height: source.height,
      nodes: finishNodes(nodes, source),
      edges: edges.map((edge) => finishEdge(edge, source)),
      marks: [],
      source: source.lines,
      ...(chronological ? { chronological } : {}),
    }),
  };
}

function finishNodes(nodes: ReadonlyMap<string, NodeDraft>, source: SourceText): DiagramNode[] {
  const containerOf = new Map<string, string>();
  for (const { id, container } of nodes.values()) {
    if (container !== undefined && nodes.has(container)) containerOf.set(id, container);
  }
  settleContainers(containerOf);
  const containers = new Set(containerOf.values());
  return [...nodes.values()].map((draft): DiagramNode => {
    const { id, role, shape, link, place } = draft;
    const container = containerOf.get(id);
    return {
      id,
      label: partsOf(draft.about.length > 0 ? aboutLabel(draft, nodes) : labelOf(draft)),
      ...(shape === undefined ? {} : { shape }),
      boxes: source.boxesOf(place),
      ...(container === undefined ? {} : { container }),
      role: containers.has(id) ? "container" : role,
      properties: [],
      ...(link === undefined ? {} : { link }),
    };
  });
}

function labelOf({ id, label }: NodeDraft): Label {
  return label ?? [{ text: id, breaks: [] }];
}

/** `Note on Shop, Bank: both are online`. */
function aboutLabel({ about, label = [] }: NodeDraft, nodes: ReadonlyMap<string, NodeDraft>): Label {
  const names = about.map((id) => {
    const node = nodes.get(id);
    return (node && labelOf(node)[0]?.text) ?? id;
  });
  const [first, ...rest] = label;
  return [{ text: `Note on ${names.join(", ")}: ${first?.text ?? ""}`, breaks: [] }, ...rest];
}

function finishEdge(edge: EdgeStatement, source: SourceText): DiagramEdge {
  const { from, to, arrows, fromMark, toMark, relation, condition } = edge;
  return {
    from,
    to,
    label: partsOf(edge.label ?? []),
    ...(fromMark === undefined ? {} : { fromMark }),
    ...(toMark === undefined ? {} : { toMark }),
    ...(relation === undefined ? {} : { relation }),
    ...(condition === undefined ? {} : { condition }),
    arrows,
    boxes: source.boxesOf(edge.place),
  };
}

function partsOf(label: Label): LabelPart[] {
  return label.map(({ text }) => ({ text, lines: [], bold: false }));
}
