import type { Arrows } from "../diagram.ts";
import { MAX_SHAPES } from "../limits.ts";

/** A node as a statement mentions it; offsets into the statement. */
export interface ChainNode {
  readonly id: string;
  readonly label?: string;
  readonly shape?: string;
  readonly start: number;
  readonly end: number;
}

export interface ChainEdge {
  readonly from: readonly ChainNode[];
  readonly to: readonly ChainNode[];
  readonly label?: string;
  readonly arrows: Arrows;
  /** From the first of the nodes that it joins to the last. */
  readonly start: number;
  readonly end: number;
}

export interface Chain {
  /** Those without edges. */
  readonly nodes: readonly ChainNode[];
  readonly edges: readonly ChainEdge[];
}

/** Brackets around a label, and the shape that they stand for; longer ones first. */
const SHAPES: readonly (readonly [open: string, close: readonly string[], shape: string])[] = [
  ["(((", [")))"], "double circle"],
  ["((", ["))"], "circle"],
  ["([", ["])"], "stadium"],
  ["(-", ["-)"], "ellipse"],
  ["[[", ["]]"], "subroutine"],
  ["[(", [")]"], "database"],
  ["[/", ["/]", "\\]"], "input or output"],
  ["[\\", ["\\]", "/]"], "input or output"],
  ["[|", ["|]"], "rectangle"],
  ["{{", ["}}"], "hexagon"],
  ["[", ["]"], "rectangle"],
  ["(", [")"], "rounded rectangle"],
  ["{", ["}"], "decision"],
  [">", ["]"], "flag"],
];

const SPACE = /\s*/y;
/** A hyphen is part of an id where no line begins with it. */
const ID = /(?:[\p{L}\p{N}\p{M}_!#$%'*+.?\\/]|:(?!::)|-(?![-.>=)])|=(?!=))+/uy;
const CLASS = /:::[\w-]+/y;
const DATA = /@\{([^}]*)\}/y;
const EDGE_ID = /[\w-]+@(?=[<xo]?[-=~])/y;
/** A whole line: `-->`, `===`, `-.->`, `o--o`, `~~~`. */
const LINE = /([<xo]?)(?:--+(?:[->xo])|==+(?:[=>xo])|-?\.+-([>xo]?)|~~~+)/y;
/** The first half of a line with its label inside: `-- yes -->`. */
const HALF = /([<xo]?)(?:--|==|-\.)(?![->=.])\s*/y;
const SECOND_HALF = /\s*(?:--+[->xo]|==+[=>xo]|\.+-[>xo]?)/g;
const PIPED = /\s*\|([^|]*)\|/y;

/** Reads `A & B -->|label| C[Text] --> D`; `undefined` where a statement is anything else. */
export function chainOf(text: string): Chain | undefined {
  let at = 0;
  const edges: ChainEdge[] = [];
  let from = readNodes();
  if (!from) return undefined;
  const unjoined: ChainNode[] = [];
  for (;;) {
    match(SPACE);
    if (at >= text.length) return { nodes: edges.length + unjoined.length > 0 ? unjoined : from, edges };
    const line = readLine();
    const to = line && readNodes();
    if (!line || !to) return undefined;
    // `~~~` is not drawn: it keeps its nodes side by side.
    if (line === "unseen") unjoined.push(...from, ...to);
    else edges.push({ from, to, ...line, start: from[0]!.start, end: at });
    // Whoever counts them will refuse them.
    if (edges.length > MAX_SHAPES) return { nodes: unjoined, edges };
    from = to;
  }

  function match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  }

  function readNodes(): ChainNode[] | undefined {
    const found: ChainNode[] = [];
    do {
      match(SPACE);
      const node = readNode();
      if (!node) return undefined;
      found.push(node);
    } while (match(/\s*&/y));
    return found;
  }

  function readNode(): ChainNode | undefined {
    const start = at;
    const id = match(ID)?.[0];
    if (id === undefined) return undefined;
    const shaped = readShape();
    if (shaped === "unclosed") return undefined;
    const data = match(DATA)?.[1];
    while (match(CLASS)) continue;
    const label = shaped?.label ?? valueOf(data, "label");
    const shape = shaped?.shape ?? valueOf(data, "shape");
    return {
      id,
      ...(label === undefined ? {} : { label }),
      ...(shape === undefined ? {} : { shape }),
      start,
      end: at,
    };
  }

  function readShape(): { readonly label: string; readonly shape: string } | "unclosed" | undefined {
    const known = SHAPES.find(([open]) => text.startsWith(open, at));
    if (!known) return undefined;
    const [open, closes, shape] = known;
    const start = at + open.length;
    const quoted = /\s*"[^"]*"/y;
    quoted.lastIndex = start;
    const search = quoted.test(text) ? quoted.lastIndex : start;
    const ends = closes
      .map((close) => ({ close, end: text.indexOf(close, search) }))
      .filter(({ end }) => end >= 0);
    const [nearest] = ends.toSorted((a, b) => a.end - b.end);
    if (!nearest) return "unclosed";
    at = nearest.end + nearest.close.length;
    return { label: text.slice(start, nearest.end), shape };
  }

  function readLine(): { readonly label?: string; readonly arrows: Arrows } | "unseen" | undefined {
    match(EDGE_ID);
    const whole = match(LINE);
    if (whole?.[0].startsWith("~")) return "unseen";
    if (whole) {
      const label = match(PIPED)?.[1];
      const arrows = arrowsOf(whole[1] ?? "", whole[0]);
      return label === undefined ? { arrows } : { label, arrows };
    }
    const half = match(HALF);
    if (!half) return undefined;
    const start = at;
    SECOND_HALF.lastIndex = at;
    const end = SECOND_HALF.exec(text);
    if (!end) return undefined;
    at = SECOND_HALF.lastIndex;
    return { label: text.slice(start, end.index), arrows: arrowsOf(half[1] ?? "", end[0]) };
  }
}

function arrowsOf(head: string, line: string): Arrows {
  const [back, forth] = [head === "<", line.endsWith(">")];
  if (back && forth) return "both";
  return forth ? "forward" : back ? "backward" : "none";
}

function valueOf(data: string | undefined, key: string): string | undefined {
  const found = new RegExp(`\\b${key}\\s*:\\s*(?:"([^"]*)"|([^,\\n]+))`).exec(data ?? "");
  return found ? (found[1] ?? found[2])?.trim() : undefined;
}
