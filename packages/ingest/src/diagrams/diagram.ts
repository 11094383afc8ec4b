import type { Rectangle, SetLine, TablePart } from "../slides/deck.ts";

/** A paragraph of a label and where its lines are estimated to stand. */
export interface LabelPart {
  readonly text: string;
  /** Points; empty where the label is not set by us (source text). */
  readonly lines: readonly SetLine[];
  readonly bold: boolean;
}

/** A shape, a piece of text, or what holds others. */
export interface DiagramNode {
  readonly id: string;
  /** Paragraphs of its label; the first names it where it is an end of an edge. */
  readonly label: readonly LabelPart[];
  /** What it is called as an end of an edge where it has no label: `rhombus`. */
  readonly shape?: string;
  /** Points; where it is on the page: the shape, or its lines of source. */
  readonly boxes: readonly Rectangle[];
  /** Id of the node that holds it. */
  readonly container?: string;
  /**
   * `node` is said; `container` is a heading with what it holds beneath; `member` is a line of its container;
   * `part` is said by another node (a row of a table) and here only for edges that end at it.
   */
  readonly role: "node" | "container" | "member" | "part";
  readonly table?: TablePart;
  /** Data that a shape carries and does not show. */
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly link?: string;
}

/** Which of its ends an edge points at. */
export type Arrows = "none" | "forward" | "backward" | "both";

export interface DiagramEdge {
  /** Id of a node; absent where the end is loose. */
  readonly from?: string;
  readonly to?: string;
  readonly label: readonly LabelPart[];
  /** What stands at an end: a multiplicity, a role. */
  readonly fromMark?: string;
  readonly toMark?: string;
  /** What kind of edge it is, where its form says so: `inheritance`. */
  readonly relation?: string;
  /** When it happens: `alt: card accepted`. */
  readonly condition?: string;
  readonly arrows: Arrows;
  /** Points; its label's place, or its line of source; empty where it has none of its own. */
  readonly boxes: readonly Rectangle[];
}

/** A line or an area to be drawn below the texts. */
export interface Mark {
  /** SVG path data. */
  readonly path: string;
  /** From the path's coordinates to points on the page: a, b, c, d, e, f of SVG's `matrix`. */
  readonly matrix: Matrix;
  /** `#rrggbb`; nothing where absent. */
  readonly fill?: string;
  readonly stroke?: string;
  readonly dashed?: boolean;
}

export type Matrix = readonly [number, number, number, number, number, number];

export interface DiagramPage {
  /** From 1, in file order. */
  readonly number: number;
  /** As its author called it. */
  readonly name?: string;
  /** Points; where the name stands, if it is written on the page. */
  readonly nameBoxes?: readonly Rectangle[];
  /** Points. */
  readonly width: number;
  readonly height: number;
  /** In reading order. */
  readonly nodes: readonly DiagramNode[];
  /** In the order in which they are said. */
  readonly edges: readonly DiagramEdge[];
  /** Whether nodes and edges are said as they follow each other down the page: in time. */
  readonly chronological?: boolean;
  readonly marks: readonly Mark[];
  /** Lines of source, drawn in place of marks and labels. */
  readonly source?: readonly SourceLine[];
  /** Set when the page could not be read. */
  readonly failure?: { readonly code: string; readonly reason: string };
}

/** A line of a fixed-pitch page; see `text/grid.ts`. */
export interface SourceLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** A diagram as it is read, whatever its format. */
export interface Diagram {
  readonly title?: string;
  readonly pages: readonly DiagramPage[];
  /** What a reader should know, a sentence each. */
  readonly warnings: readonly string[];
}
