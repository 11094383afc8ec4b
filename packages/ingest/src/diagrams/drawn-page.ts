import type { Rectangle, TablePart } from "../slides/deck.ts";
import type { Arrows, Mark } from "./diagram.ts";
import type { Label } from "./labels/label.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How and where a label is set. */
export interface Setting {
  /** Where the label stands, in the page's unit. */
  readonly box: Rectangle;
  /** In the page's unit. */
  readonly fontSize: number;
  readonly bold: boolean;
  readonly align: "left" | "centre" | "right";
  readonly anchor: "top" | "centre" | "bottom";
  readonly wraps: boolean;
  /** Degrees, clockwise. */
  readonly rotation: number;
  readonly textRotation: 0 | 90 | 270;
}

/** A node in the unit and coordinates of its format (origin top-left), before it is fitted to a page of points. */
export interface DrawnNode {
  readonly id: string;
  readonly label: Label;
  readonly shape?: string;
  readonly box: Rectangle;
  readonly setting: Setting;
  /** Id of the node that the file puts it into. */
  readonly container?: string;
  /** Whether the file, or only its place around others, can make it a container. */
  readonly holds: "stated" | "if-around" | "never";
  /** Containers: the strip in which the label stands. */
  readonly head?: Rectangle;
  readonly role: "node" | "member" | "part";
  /** Boxes in the page's unit. */
  readonly table?: TablePart;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly link?: string;
}

export interface DrawnEdge {
  readonly from?: string;
  readonly to?: string;
  readonly label: Label;
  readonly setting?: Setting;
  readonly fromMark?: string;
  readonly toMark?: string;
  readonly relation?: string;
  readonly arrows: Arrows;
  /** Its course, ends included; at least two points. */
  readonly points: readonly Point[];
}

/** A page in the unit and coordinates of its format, origin top-left. */
export interface DrawnPage {
  readonly name?: string;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** Their matrices lead to the page's unit. */
  readonly marks: readonly Mark[];
  /** What is shown of the plane, where the format says it; else the bounds of what is drawn. */
  readonly frame?: Rectangle;
}
