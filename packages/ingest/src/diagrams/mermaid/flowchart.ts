import type { SourceGraph } from "../source/source-graph.ts";
import { partOf, placeOf, type Statement } from "../source/statement.ts";
import { chainOf, type ChainNode } from "./flowchart-chain.ts";
import { mermaidLabel } from "./mermaid-label.ts";

/** How it looks and not what it says. */
const LOOKS = /^(?:classDef|class|style|linkStyle|direction)\b(?!\s*[-=.<~@[({:>])/;
const CLICK = /^click\s+(\S+)\s+(?:href\s+)?"([^"]+)"/;
const SUBGRAPH = /^subgraph\b\s*/;

/** Reads a flowchart: nodes, chains of edges, subgraphs. */
export function readFlowchart(lines: readonly Statement[], graph: SourceGraph, text: string): void {
  const holders: (string | undefined)[] = [];
  for (const statement of statementsOf(lines, text)) {
    const container = holders.findLast((one) => one !== undefined);
    if (SUBGRAPH.test(statement.text)) {
      holders.push(openSubgraph(statement, container, graph));
    } else if (/^end\b/.test(statement.text) && !/^end\s*[-=.<~@&[({]/.test(statement.text)) holders.pop();
    else if (!LOOKS.test(statement.text) && !readClick(statement, graph)) {
      readChain(statement, container, graph);
    }
  }
}

/** Lines, parted at semicolons and joined where a quoted label goes on, or a chain does. */
function statementsOf(lines: readonly Statement[], text: string): Statement[] {
  const joined: { start: number; end: number }[] = [];
  let open = false;
  for (const { start, end } of lines) {
    const last = joined.at(-1);
    if (open && last) last.end = end;
    else joined.push({ start, end });
    const { start: from } = joined.at(-1)!;
    // A mark that nothing closes would take the rest of the file along.
    open = isOdd(text, start, end) !== open && end - from < MAX_LABEL;
  }
  return joined.flatMap(({ start, end }) => parted({ text: text.slice(start, end), start, end }));
}

const MAX_LABEL = 4_000;

function isOdd(text: string, from: number, to: number): boolean {
  let odd = false;
  for (let at = text.indexOf('"', from); at >= 0 && at < to; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

function parted(statement: Statement): Statement[] {
  const parts: Statement[] = [];
  let quoted = false;
  let from = 0;
  const { text } = statement;
  for (let at = 0; at <= text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    // `#35;` is a character.
    const ends = text[at] === ";" && !quoted && !/#\w{1,8}$/.test(text.slice(Math.max(0, at - 10), at));
    if (!ends && at < text.length) continue;
    const part = partOf(statement, from, at);
    if (part.text !== "") parts.push(part);
    from = at + 1;
  }
  return parts;
}

function openSubgraph(
  statement: Statement,
  container: string | undefined,
  graph: SourceGraph,
): string | undefined {
  const written = statement.text.replace(SUBGRAPH, "").trim();
  if (written === "") return undefined;
  const [, id = written, label] = /^([^\s[]+)\s*\[([\s\S]*)\]$/.exec(written) ?? [];
  const name = mermaidLabel(label ?? written);
  graph.node(id, { place: placeOf(statement, label ?? written), label: name, container, shape: "subgraph" });
  return id;
}

function readClick(statement: Statement, graph: SourceGraph): boolean {
  if (!/^click\s/.test(statement.text)) return false;
  const [, id, link] = CLICK.exec(statement.text) ?? [];
  if (id !== undefined && link !== undefined) graph.node(id, { place: placeOf(statement, id), link });
  return true;
}

function readChain(statement: Statement, container: string | undefined, graph: SourceGraph): void {
  const chain = chainOf(statement.text);
  if (!chain) {
    graph.text(statement, undefined, container);
    return;
  }
  for (const { from, to, label, arrows, start, end } of chain.edges) {
    const { start: first, end: last } = partOf(statement, start, end);
    for (const one of from) add(one);
    for (const other of to) add(other);
    for (const one of from) {
      for (const other of to) {
        const written = label === undefined ? [] : mermaidLabel(label);
        graph.edge({
          from: one.id,
          to: other.id,
          place: { start: first, end: last },
          label: written,
          arrows,
        });
      }
    }
  }
  for (const node of chain.nodes) add(node);

  function add({ id, label, shape, start, end }: ChainNode): void {
    const place = partOf(statement, start, end);
    graph.node(id, {
      place: label === undefined ? place : placeOf(place, label),
      container,
      ...(label === undefined ? {} : { label: mermaidLabel(label) }),
      ...(shape === undefined ? {} : { shape }),
    });
  }
}
