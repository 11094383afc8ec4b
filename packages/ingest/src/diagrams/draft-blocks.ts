import type { Box } from "@longdoc/core";

import type { DraftBlock, DraftSentence } from "../ledger/ledger.ts";
import { cutLong } from "../sentences/long-sentences.ts";
import { splitSentences } from "../sentences/split.ts";
import type { Rectangle } from "../slides/deck.ts";
import { union } from "../slides/layout/geometry.ts";
import { rowSentences, tableMarkdown } from "../text/table.ts";
import type { DiagramEdge, DiagramNode, DiagramPage } from "./diagram.ts";
import { edgeSentence, nameOf } from "./edge-sentence.ts";
import { isPlaceholderName } from "./page-name.ts";

const MAX_LEVEL = 6;

/** A page's blocks: its name, what stands free, the edges between, and then each container in the same way. */
export function draftBlocks(page: DiagramPage, pages: number, language: string): DraftBlock[] {
  const scopes = scopesOf(page);
  const named = page.name !== undefined && !isPlaceholderName(page.name);
  const heading = named ? page.name : pages > 1 ? `Page ${page.number}` : undefined;
  const whole: Rectangle = { x: 0, y: 0, width: page.width, height: page.height };
  const top = heading === undefined ? 0 : 1;
  const blocks: DraftBlock[] = [];
  if (heading !== undefined && page.nodes.length + page.edges.length > 0) {
    blocks.push(
      blockOf("heading", page.number, [structure(heading, page.number, page.nameBoxes ?? [whole])], {
        level: 1,
      }),
    );
  }
  addScope(undefined, top);
  return blocks;

  function addScope(container: string | undefined, depth: number): void {
    const { nodes, edges } = scopes.get(container) ?? { nodes: [], edges: [] };
    const said = [
      ...nodes
        .filter(({ role }) => role !== "container")
        .map((node) => ({ top: topOf(node), blocks: nodeBlocks(node, page.number, language) })),
      ...edges.map((edge) => ({ top: topOf(edge), blocks: edgeBlocks(edge, page, scopes.byId, language) })),
    ];
    const inOrder = page.chronological === true ? said.toSorted((a, b) => a.top - b.top) : said;
    blocks.push(...inOrder.flatMap((one) => one.blocks));
    for (const node of nodes) {
      if (node.role !== "container") continue;
      blocks.push(...headingBlocks(node, page.number, Math.min(MAX_LEVEL, depth + 1)));
      addScope(node.id, depth + 1);
    }
  }
}

function topOf({ boxes }: DiagramNode | DiagramEdge): number {
  return boxes[0]?.y ?? 0;
}

interface Scope {
  readonly nodes: DiagramNode[];
  readonly edges: DiagramEdge[];
}

class Scopes extends Map<string | undefined, Scope> {
  readonly byId: ReadonlyMap<string, DiagramNode>;
  constructor(byId: ReadonlyMap<string, DiagramNode>) {
    super();
    this.byId = byId;
  }
  of(container: string | undefined): Scope {
    const scope = this.get(container) ?? { nodes: [], edges: [] };
    this.set(container, scope);
    return scope;
  }
}

/** What stands directly in each container; an edge belongs to the innermost one that holds both of its ends. */
function scopesOf(page: DiagramPage): Scopes {
  const scopes = new Scopes(new Map(page.nodes.map((node) => [node.id, node])));
  const { byId } = scopes;
  for (const node of page.nodes) {
    if (node.role !== "part") scopes.of(chainOf(node, byId)[0]).nodes.push(node);
  }
  for (const edge of page.edges) {
    const [from, to] = [edge.from, edge.to].map((id) => (id === undefined ? undefined : byId.get(id)));
    const outer = new Set(to ? chainOf(to, byId) : []);
    const common = from && to ? chainOf(from, byId).find((id) => outer.has(id)) : undefined;
    scopes.of(common).edges.push(edge);
  }
  return scopes;
}

/** The containers that a node lies in, innermost first. */
function chainOf(node: DiagramNode, byId: ReadonlyMap<string, DiagramNode>): string[] {
  const chain: string[] = [];
  const seen = new Set([node.id]);
  for (let at = node.container; at !== undefined && !seen.has(at); at = byId.get(at)?.container) {
    seen.add(at);
    if (byId.get(at)?.role === "container") chain.push(at);
  }
  return chain;
}

function headingBlocks(node: DiagramNode, page: number, level: number): DraftBlock[] {
  const sentences = node.label.flatMap(({ text }) =>
    cutLong(text, { start: 0, end: text.length }).map((span) =>
      written(text.slice(span.start, span.end), page, node.boxes),
    ),
  );
  return [blockOf("heading", page, sentences, { level }), ...attachments(node, page)];
}

function nodeBlocks(node: DiagramNode, page: number, language: string): DraftBlock[] {
  const kind = node.role === "member" ? "list-item" : "paragraph";
  const sentences = labelSentences(node, page, language);
  const said = sentences.length > 0 ? [blockOf(kind, page, sentences)] : [];
  return [...said, ...tableBlocks(node, page), ...attachments(node, page)];
}

/** A label of one sentence lights its shape, of several each its own lines. */
function labelSentences(node: DiagramNode, page: number, language: string): DraftSentence[] {
  const parts = node.label.map((part) => ({ part, spans: splitSentences(part.text, language) }));
  const count = parts.reduce((sum, { spans }) => sum + spans.length, 0);
  return parts.flatMap(({ part, spans }) =>
    spans.map(({ start, end }) => {
      const lines = part.lines.filter((line) => line.start < end && line.end > start).map(({ box }) => box);
      return written(part.text.slice(start, end), page, count > 1 && lines.length > 0 ? lines : node.boxes);
    }),
  );
}

function tableBlocks({ table }: DiagramNode, page: number): DraftBlock[] {
  if (!table) return [];
  const sentences = rowSentences(table).map(({ text, cells }) =>
    written(
      text,
      page,
      cells.map(({ box }) => box),
    ),
  );
  return sentences.length > 0 ? [blockOf("table", page, sentences, { markdown: tableMarkdown(table) })] : [];
}

/** What a shape carries and does not show. */
function attachments(node: DiagramNode, page: number): DraftBlock[] {
  const name = node.label[0]?.text ?? (node.shape === undefined ? "" : `(${node.shape})`);
  const texts = [
    ...(node.properties.length === 0 ? [] : [describe(name, node.properties)]),
    ...(node.link === undefined ? [] : [`Link of “${name}”: ${node.link}`]),
  ];
  return texts.map((text) =>
    blockOf(
      "list-item",
      page,
      cutLong(text, { start: 0, end: text.length }).map(({ start, end }) =>
        structure(text.slice(start, end), page, node.boxes),
      ),
    ),
  );
}

function describe(name: string, properties: DiagramNode["properties"]): string {
  const pairs = properties.map(([key, value]) => `${key}: ${value}`).join("; ");
  return name === "" ? pairs : `${name} — ${pairs}`;
}

function edgeBlocks(
  edge: DiagramEdge,
  page: DiagramPage,
  byId: ReadonlyMap<string, DiagramNode>,
  language: string,
): DraftBlock[] {
  const [from, to] = [edge.from, edge.to].map((id) => (id === undefined ? undefined : byId.get(id)));
  const [fromName, toName] = [from, to].map((node) => node && nameOf(node, byId));
  if (from && to && (fromName ?? toName) !== undefined) {
    const text = edgeSentence(edge, fromName ?? unlabelled(from), toName ?? unlabelled(to));
    const boxes = [...from.boxes, ...edge.boxes, ...to.boxes];
    // Source says it in one place, which is lit; a drawing in three.
    const lit = page.source ? edge.boxes : boxes;
    const sentences = cutLong(text, { start: 0, end: text.length }).map(({ start, end }) =>
      structure(text.slice(start, end), page.number, lit),
    );
    return [blockOf("list-item", page.number, sentences)];
  }
  const marks = [edge.fromMark, edge.toMark].filter((mark) => mark !== undefined && mark !== "");
  const texts = [...edge.label.map(({ text }) => text), ...marks.map(String)];
  const own = edge.boxes.length > 0 ? edge.boxes : [...(from?.boxes ?? []), ...(to?.boxes ?? [])];
  const sentences = texts.flatMap((text) =>
    splitSentences(text, language).map(({ start, end }) => written(text.slice(start, end), page.number, own)),
  );
  return sentences.length > 0 ? [blockOf("paragraph", page.number, sentences)] : [];
}

function unlabelled(node: DiagramNode): string {
  return `(${node.shape ?? "shape without label"})`;
}

function written(text: string, page: number, boxes: readonly Rectangle[]): DraftSentence {
  return { text, page, boxes: boxes.map((box) => ({ page, ...box })), origin: { type: "text" } };
}

function structure(text: string, page: number, boxes: readonly Rectangle[]): DraftSentence {
  return { ...written(text, page, boxes), origin: { type: "structure" } };
}

function blockOf(
  kind: DraftBlock["kind"],
  page: number,
  sentences: readonly DraftSentence[],
  more: { readonly level?: number; readonly markdown?: string } = {},
): DraftBlock {
  const boxes = sentences.flatMap((sentence) => sentence.boxes);
  const box: Box = { page, ...(boxes.length > 0 ? union(boxes) : { x: 0, y: 0, width: 1, height: 1 }) };
  return { kind, ...more, page, box, sentences };
}
